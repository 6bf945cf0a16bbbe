import { nameIn, type Resource } from '@das/core';
import type { AccessPath } from './coverage-report.js';
import { fullName } from './effective-policy.js';
import { type Subject, subjectKey, subjectOf } from './session-roles.js';

type Grant = Extract<Resource, { kind: 'grant' }>;

/** Who may read what, and who may take protection off, by the grants among resources. */
export class AccessPaths {
  /** By place (`DB`, `DB.SCHEMA` or `DB.SCHEMA.TABLE`) and then by holder. */
  readonly #reads = new Map<string, Map<string, AccessPath['by']>>();
  readonly #powers = new Map<string, Set<string>>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      if (resource.kind === 'grant') this.#take(resource);
    }
  }

  #take(grant: Grant): void {
    const holder = subjectKey(granteeOf(grant));
    const place = fullName(grant.on.name);
    const privilege = grant.privilege.toUpperCase();
    const isTable = ['TABLE', 'DYNAMIC TABLE', 'VIEW'].includes(grant.on.type);
    const isContainer = ['ACCOUNT', 'DATABASE', 'SCHEMA'].includes(grant.on.type);
    if (isTable && privilege === 'OWNERSHIP') this.#addRead(place, holder, 'ownership');
    // A privilege on all tables of a container is a SELECT with more words.
    if ((isTable || isContainer) && /\b(?:SELECT|ALL)\b/.test(privilege)) {
      this.#addRead(place, holder, 'grant');
    }
    if (isContainer && isPower(privilege)) {
      const holders = this.#powers.get(place) ?? new Set();
      this.#powers.set(place, holders.add(holder));
    }
  }

  #addRead(place: string, holder: string, by: AccessPath['by']): void {
    const holders = this.#reads.get(place) ?? new Map<string, AccessPath['by']>();
    if (holders.get(holder) !== 'ownership') holders.set(holder, by);
    this.#reads.set(place, holders);
  }

  /** How one of the active subjects comes to read a table; ownership before a grant. */
  pathTo(table: readonly string[], active: ReadonlySet<string>): AccessPath | undefined {
    let found: AccessPath | undefined;
    for (const place of placesOf(table)) {
      for (const [key, by] of this.#reads.get(place) ?? []) {
        if (!active.has(key)) continue;
        const path: AccessPath = { by, holder: nameIn(key) };
        if (by === 'ownership') return path;
        found ??= path;
      }
    }
    return found;
  }

  /** Whether one of the active subjects may take protection off a table, or give itself what it lacks. */
  mayUnprotect(table: readonly string[], active: ReadonlySet<string>): boolean {
    return placesOf(table).some((place) =>
      [...(this.#powers.get(place) ?? [])].some((key) => active.has(key)),
    );
  }
}

/** The account, the database, the schema and the table itself. */
function placesOf(table: readonly string[]): readonly string[] {
  return ['', ...table.map((_, index) => fullName(table.slice(0, index + 1)))];
}

/**
 * Privileges by which a role changes what protects.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-privileges
 */
function isPower(privilege: string): boolean {
  return (
    privilege === 'OWNERSHIP' ||
    privilege === 'MANAGE GRANTS' ||
    /^ALL\b/.test(privilege) ||
    /^APPLY (?:MASKING POLICY|ROW ACCESS POLICY|TAG)$/.test(privilege)
  );
}

/** Who a privilege is granted to. */
export function granteeOf({ to, toType }: Grant): Subject {
  return subjectOf(toType ?? 'ROLE', to);
}
