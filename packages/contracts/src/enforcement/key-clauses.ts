import type { ContractDocument } from '../model/contract-document.js';
import type { ForeignKey } from '../model/key.js';
import { byCompiler, clauseOf } from './clause.js';
import type { ContractDeployment } from './deployment.js';
import type { EnforcedClause } from './enforced-clause.js';
import { audited, auditGap, ruleClause } from './rule-clauses.js';

/** What becomes of the primary key. */
export function primaryKeyClauses(
  columns: readonly string[],
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  if (columns.length === 0) return [];
  const gap = auditGap(deployment);
  return [
    clauseOf(
      ['primaryKey'],
      `no two rows share ${columns.join(' and ')}`,
      [byCompiler('a column of the key that may be null is refused'), ...audited(deployment)],
      {
        gap: ['BRONZE keeps every event of a key', gap.gap].filter(Boolean).join('; '),
        next: gap.next ?? 'read SILVER or PLATINUM',
      },
    ),
  ];
}

/** What becomes of a key besides the primary one: it is audited like a unique rule. */
export function uniqueKeyClauses(
  keys: ContractDocument['uniqueKeys'],
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  return keys.map((columns, index) =>
    clauseOf(
      ['uniqueKeys', String(index)],
      `no two rows share ${columns.join(' and ')}`,
      audited(deployment),
      auditGap(deployment),
    ),
  );
}

/** What becomes of foreign keys: they inform, unless a referential rule says the same. */
export function foreignKeyClauses(
  { foreignKeys, quality }: Pick<ContractDocument, 'foreignKeys' | 'quality'>,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  return foreignKeys.map((key, index) => {
    const path = ['foreignKeys', String(index)];
    const text = `${key.columns.join(' and ')} refer to rows of ${key.references.contract}`;
    const rule = quality.find((each) => each.kind === 'referential' && isSame(each, key));
    if (rule === undefined) {
      return clauseOf(path, text, [], {
        gap: 'a foreign key informs, and is not checked',
        next: 'add rule.referential for the same columns',
      });
    }
    const { enforcedBy, gap, next } = ruleClause(rule, deployment);
    return clauseOf(path, text, enforcedBy, { gap, next });
  });
}

function isSame(a: ForeignKey, b: ForeignKey): boolean {
  return (
    a.columns.join() === b.columns.join() &&
    a.references.contract === b.references.contract &&
    a.references.columns.join() === b.references.columns.join()
  );
}
