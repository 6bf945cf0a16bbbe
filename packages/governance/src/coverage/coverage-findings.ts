import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import type {
  CoverageColumn,
  CoverageReport,
  ExposureReason,
  RoleCombination,
} from './coverage-report.js';
import { coverageRules } from './coverage-rules.js';

/**
 * What is exposed, one finding for each column and reason with the roles that it holds for, and the pairs
 * of roles that show more together.
 */
export function coverageFindings(report: CoverageReport): readonly Finding[] {
  return [
    ...report.columns.flatMap(exposures),
    ...report.columns.flatMap(vouched),
    ...report.combinations.map(together),
  ];
}

function exposures(column: CoverageColumn): readonly Finding[] {
  const byReason = new Map<ExposureReason, string[]>();
  for (const { role, reason } of column.cells) {
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), role]);
  }
  return [...byReason].map(([reason, roles]) =>
    findingOf(coverageRules[reason], {
      message: `${describeReason(reason, column)}: exposed to ${roles.join(', ')}`,
      place: { address: addressOfColumn(column), column: column.column },
    }),
  );
}

/** What hides by the word of its author alone has to be seen by whoever answers for the whole. */
function vouched(column: CoverageColumn): readonly Finding[] {
  if (column.hidesBecause === undefined) return [];
  const name = column.policy?.name ?? 'the policy';
  return [
    findingOf(coverageRules.vouched, {
      message: `that ${name} hides is the word of its author: ${column.hidesBecause}`,
      place: { address: addressOfColumn(column), column: column.column },
    }),
  ];
}

/** The address of a column's table, as a plan writes it. */
function addressOfColumn({ isDynamic, table }: CoverageColumn): string {
  return `${isDynamic ? 'dynamicTable' : 'table'} ${table}`;
}

/** A reason in a few words, with the name of the policy. */
export function describeReason(
  reason: ExposureReason,
  { classification, policy }: Pick<CoverageColumn, 'classification' | 'policy'>,
): string {
  const name = policy?.name ?? 'the policy';
  switch (reason) {
    case 'noPolicy':
      return `no masking policy protects this ${classification} column`;
    case 'tagLacksType':
      return 'no tag of the column has a masking policy for its type';
    case 'tagsAtOdds':
      return 'the tags of the column have more than one masking policy for its type';
    case 'policyMissing':
      return `${name} is not declared for the type of the column`;
    case 'revealed':
      return `${name} shows the ${classification} value to a role without clearance`;
    case 'public':
      return `${name} shows the ${classification} value to everybody`;
    case 'unknownBody':
      return `what ${name} hides is not known`;
    case 'owner':
      return `the table is owned without clearance for ${classification}`;
    case 'mayUnprotect':
      return 'a privilege is held that can take the protection off';
    case 'contradicted':
      return `${name} showed the value when it was run`;
  }
}

function together({ roles, isByRight, columns }: RoleCombination): Finding {
  const [first = ''] = columns;
  const [place, column] = [first.slice(0, first.lastIndexOf('.')), first.split('.').at(-1)];
  const more = columns.length === 1 ? '' : ` and ${columns.length - 1} more`;
  return findingOf(isByRight ? coverageRules.combinationByRight : coverageRules.combination, {
    message: `${roles.join(' and ')} show together in clear what neither shows alone: ${first}${more}`,
    place: { address: `table ${place}`, ...(column === undefined ? {} : { column }) },
  });
}

/** Whether anything is exposed: what a check must not let pass. */
export function isExposed({ counts, combinations }: CoverageReport): boolean {
  return counts.exposed > 0 || combinations.some(({ isByRight }) => !isByRight);
}
