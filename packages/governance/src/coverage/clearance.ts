import { type Classification, classifications } from '@das/contracts';
import { type Domain, domainNames, type MaskingPolicyDeclaration } from '@das/core';
import { type Subject, subjectKey, subjectOf } from './session-roles.js';

/** Who may see what in clear, by a declaration. */
export interface Clearance {
  /** A database role is named `DATABASE.ROLE`. What a share is cleared for, its database roles are. */
  readonly subject: Subject;
  readonly classification: Classification;
  /** Only columns of this meaning. */
  readonly semantic?: string;
  /** Only columns without one of these meanings, for which another declaration holds. */
  readonly exceptSemantics?: readonly string[];
  /** Only columns of these contracts' tables. */
  readonly contracts?: readonly string[];
}

/** A column, as far as clearance depends on it. */
export interface ClearedColumn {
  readonly classification: Classification;
  readonly semantic: string | undefined;
  /** The name of its table, upper case. */
  readonly table: string;
}

/**
 * Who may see what in clear in a domain: its pipeline everything, access roles and shares what their
 * clearance says, and the roles that a masking policy reveals to what that policy applies to.
 */
export function clearancesOf(domain: Domain): readonly Clearance[] {
  const role = (name: string): Subject => subjectOf('ROLE', name);
  const { pipelineRole } = domainNames(domain.database);
  const found: Clearance[] = classifications.map((classification) => ({
    subject: role(pipelineRole),
    classification,
  }));
  for (const each of [...domain.access, ...domain.shares]) {
    if (each.kind !== 'accessRole' && each.kind !== 'share') continue;
    const subject = subjectOf(each.kind === 'share' ? 'SHARE' : 'ROLE', each.name);
    for (const classification of each.clearance) found.push({ subject, classification });
  }
  const own = domain.access.filter((each) => each.kind === 'maskingPolicy');
  const masking = [...own, ...domain.platform.masking];
  for (const policy of masking) {
    for (const name of policy.reveal)
      found.push({ subject: role(name), ...reachOf(policy, masking) });
  }
  return found;
}

/** A declaration for a meaning comes before one without. */
function reachOf(
  { appliesTo }: MaskingPolicyDeclaration,
  all: readonly MaskingPolicyDeclaration[],
): Omit<Clearance, 'subject'> {
  const { classification, semantic, contracts } = appliesTo;
  const exceptSemantics = all.flatMap((each) =>
    each.appliesTo.classification === classification &&
    each.appliesTo.semantic !== undefined &&
    each.appliesTo.contracts === undefined
      ? [each.appliesTo.semantic]
      : [],
  );
  return {
    classification,
    ...(semantic === undefined ? { exceptSemantics } : { semantic }),
    ...(contracts === undefined ? {} : { contracts }),
  };
}

/** The keys of the subjects that are cleared for a column. */
export function clearedFor(
  clearances: readonly Clearance[],
  column: ClearedColumn,
): ReadonlySet<string> {
  const { classification, semantic, table } = column;
  return new Set(
    clearances.flatMap((each) => {
      const fits =
        each.classification === classification &&
        (each.semantic === undefined || each.semantic === semantic) &&
        (semantic === undefined || each.exceptSemantics?.includes(semantic) !== true) &&
        (each.contracts === undefined ||
          each.contracts.some((contract) => contract.toUpperCase() === table));
      return fits ? [subjectKey(each.subject)] : [];
    }),
  );
}
