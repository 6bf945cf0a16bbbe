import { createHash } from 'node:crypto';
import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { driftPrefix } from '../domain/drift-protection.js';
import { CoreError } from '../errors/core-error.js';
import {
  columnDefinition,
  createStatements,
  fingerprintOf,
  replaceDynamicTable,
} from '../resources/create-statement.js';
import {
  addressOf,
  type GrantResource,
  type Resource,
  resourceKinds,
  type TableResource,
} from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { type ActualState, readActualState, stateDigest } from './actual-state.js';

/** One change of a plan. */
export interface PlanStep {
  readonly action: 'create' | 'alter' | 'replace' | 'grant';
  readonly address: string;
  /** Snowflake SQL, in order. No binds: it can be read, reviewed and run by hand. */
  readonly statements: readonly string[];
}

/** What must happen so that the account holds what the domain declares. JSON-serialisable. */
export interface Plan {
  readonly domain: string;
  /** The digest of the state that the plan starts from. */
  readonly startsFrom: string;
  readonly steps: readonly PlanStep[];
  /** The digest of the steps: what a reviewer approves. */
  readonly digest: string;
}

/** Reads the account and plans the way from what is there to what the domain declares. */
export async function plan(domain: Domain, session: Session): Promise<Plan> {
  return planChanges(domain, await readActualState(session));
}

/**
 * Plans the changes from a state to a domain's declaration. Pure.
 *
 * Nothing is ever dropped, and no protection is ever taken off: what cannot be changed without
 * either is refused.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE`
 */
export function planChanges(domain: Domain, actual: ActualState): Plan {
  const desired = [...compileDomain(domain)].sort(
    (a, b) => resourceKinds.indexOf(a.kind) - resourceKinds.indexOf(b.kind),
  );
  const objects = desired.flatMap((resource) =>
    resource.kind === 'grant' ? [] : stepsFor(resource, actual, domain),
  );
  const missing = desired
    .filter((resource) => resource.kind === 'grant')
    .filter((resource) => !actual.grants.has(addressOf(resource)));
  const steps = [...objects, ...grantSteps(missing)];
  return {
    domain: domain.name,
    startsFrom: stateDigest(actual),
    steps,
    digest: stepsDigest(steps),
  };
}

/** The digest of a plan's steps. */
export function stepsDigest(steps: readonly PlanStep[]): string {
  return createHash('sha256').update(JSON.stringify(steps)).digest('hex');
}

function step(
  action: PlanStep['action'],
  resource: Resource,
  statements: readonly SqlFragment[],
): PlanStep {
  // The action says that it is a grant; the address need not say it again.
  const address = addressOf(resource).replace(/^grant /, '');
  return { action, address, statements: statements.map((each) => each.text) };
}

/** One step for the privileges of one role on one object, in the order of the first of them. */
function grantSteps(grants: readonly GrantResource[]): readonly PlanStep[] {
  const groups = new Map<string, [GrantResource, ...GrantResource[]]>();
  for (const grant of grants) {
    const isOwnership = grant.privilege === 'OWNERSHIP';
    const key = JSON.stringify([grant.on, grant.to, isOwnership]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [grant]);
    else group.push(grant);
  }
  return [...groups.values()].map((group) => {
    const [{ on, to }] = group;
    const privilege = group.map((each) => each.privilege).join(', ');
    const grant: GrantResource = { kind: 'grant', privilege, on, to };
    return step('grant', grant, createStatements(grant));
  });
}

type ObjectResource = Exclude<Resource, GrantResource>;

function stepsFor(
  resource: ObjectResource,
  actual: ActualState,
  domain: Domain,
): readonly PlanStep[] {
  const address = addressOf(resource);
  const comment = actual.objects.get(address);
  if (comment === undefined) return [step('create', resource, createStatements(resource))];
  if (comment === fingerprintOf(resource)) return [];
  switch (resource.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
      // CREATE OR ALTER keeps the policy attached, so the columns stay protected throughout.
      return [step('alter', resource, createStatements(resource))];
    case 'dynamicTable':
      return [step('replace', resource, replaceDynamicTable(resource, domain.platform.deployRole))];
    case 'table':
      return [
        step('alter', resource, addColumns(resource, comment, actual.columns.get(address) ?? [])),
      ];
    default:
      throw unsupported(
        address,
        'it exists with another definition, or was not made by DAS',
        'rename or remove it by hand',
      );
  }
}

/**
 * Additive changes alone: a new column comes with its policy and tag in the ALTER that adds it.
 *
 * That all else is as it was deployed is told by the comment: it must be the fingerprint of the
 * table without the new columns. While columns are added, it says from where to where, so that what
 * was interrupted can go on.
 */
function addColumns(
  resource: TableResource,
  comment: string,
  columns: readonly string[],
): readonly SqlFragment[] {
  const address = addressOf(resource);
  // What drift has added is not the contract's, and protected as nothing else is.
  const existing = columns.filter((column) => !column.startsWith(driftPrefix));
  const kept = resource.columns.filter((column) => existing.includes(column.name));
  const added = resource.columns.filter((column) => !existing.includes(column.name));
  const fingerprint = fingerprintOf(resource);
  const isResumed = comment.endsWith(`${adding}${fingerprint}`);
  const isAsDeployed = comment === fingerprintOf({ ...resource, columns: kept });
  if (kept.length !== existing.length || !(isResumed || isAsDeployed)) {
    throw unsupported(
      address,
      'something else than new columns would have to change, which could lose data or protection',
      'publish the change as a new contract under another name, or alter the table by hand',
    );
  }
  const table = sql.id(...resource.name);
  const setComment = (text: string) => sql`COMMENT ON TABLE ${table} IS ${sql.literal(text)}`;
  return [
    ...(isResumed ? [] : [setComment(`${comment}${adding}${fingerprint}`)]),
    ...added.map((column) => {
      // Rows that are there already have no value for it.
      const definition = columnDefinition({ ...column, isNullable: true });
      return sql`ALTER TABLE ${table} ADD COLUMN ${definition}`;
    }),
    setComment(fingerprint),
  ];
}

/** Between two fingerprints: the table is on its way from the one to the other. */
const adding = ' adding columns for ';

function unsupported(address: string, message: string, next: string): CoreError {
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${address} cannot be changed: ${message}`, {
    place: address,
    next,
  });
}
