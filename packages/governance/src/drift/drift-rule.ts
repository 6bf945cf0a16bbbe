import type { Danger } from '../findings/finding.js';
import type { Rule } from '../findings/rule.js';

/** How dangerous a difference is: it reveals data, it weakens protection, it breaks, or it informs. */
export type DriftGrade = 'critical' | 'high' | 'medium' | 'low';

/** The grades, the most dangerous first. */
export const driftGrades: readonly DriftGrade[] = ['critical', 'high', 'medium', 'low'];

/** A rule of drift: each has one grade. */
export interface DriftRule extends Rule {
  readonly grade: DriftGrade;
}

const severities = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

const pages: Readonly<Record<string, string>> = {
  object: 'https://docs.snowflake.com/en/sql-reference/account-usage/access_history',
  policy: 'https://docs.snowflake.com/en/sql-reference/account-usage/policy_references',
  tag: 'https://docs.snowflake.com/en/sql-reference/account-usage/tag_references',
  grant: 'https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_roles',
  member: 'https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_users',
  network: 'https://docs.snowflake.com/en/sql-reference/account-usage/network_rules',
  warehouse: 'https://docs.snowflake.com/en/sql-reference/sql/show-warehouses',
  task: 'https://docs.snowflake.com/en/sql-reference/sql/show-tasks',
  share: 'https://docs.snowflake.com/en/sql-reference/sql/show-shares',
  listing: 'https://docs.snowflake.com/en/sql-reference/sql/desc-listing',
};

/** A rule of drift: its severity follows from its grade. */
export function driftRule(
  id: string,
  grade: DriftGrade,
  [title, why]: readonly [title: string, why: string],
  {
    page,
    danger,
    fix = 'find out why, then apply the domain again, or declare the change',
  }: {
    readonly page: keyof typeof pages;
    readonly danger?: Danger;
    readonly fix?: string;
  },
): DriftRule {
  return {
    id: `DAS-D${id}`,
    grade,
    severity: severities[grade],
    title,
    why,
    fix,
    documentation: [pages[page] ?? ''],
    ...(danger === undefined ? {} : { danger }),
  };
}

/** The fix of what somebody was given. */
export const undo = 'take it back, or declare it in the domain and apply';
