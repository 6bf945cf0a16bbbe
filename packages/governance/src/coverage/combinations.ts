import type { ClassifiedColumn } from './coverage.js';
import type { RoleCombination } from './coverage-report.js';
import { fullName } from './effective-policy.js';
import type { JudgedRole, Judgement } from './judge-cell.js';
import { type Subject, subjectKey } from './session-roles.js';

/**
 * The pairs of roles that show a column in clear to whoever holds both, although neither does alone.
 * Secondary roles are active by default, so that the one may read and the other one may see.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-overview#enforcement-model-with-primary-role-and-secondary-roles
 */
export function combinationsOf(
  judgement: Judgement,
  columns: readonly ClassifiedColumn[],
  people: readonly Subject[],
): readonly RoleCombination[] {
  const { hierarchy } = judgement;
  const roles = people.map((subject): JudgedRole => {
    const keys = [subjectKey(subject)];
    return { name: subject.name, keys, active: hierarchy.activeWith(keys) };
  });
  const found: RoleCombination[] = [];
  for (const [at, first] of roles.entries()) {
    for (const second of roles.slice(at + 1)) {
      const keys = [...first.keys, ...second.keys];
      const isOneRole = [first, second].some((one) =>
        keys.every((key) => one.active.keys.has(key)),
      );
      if (isOneRole) continue;
      const both: JudgedRole = { name: '', keys, active: hierarchy.activeWith(keys) };
      const shown = columns.filter(
        (column) =>
          mayBeClear(judgement, column, both) &&
          !mayBeClear(judgement, column, first) &&
          !mayBeClear(judgement, column, second),
      );
      if (shown.length === 0) continue;
      found.push({
        roles: [first.name, second.name],
        isByRight: shown.every(({ cleared }) =>
          keys.some((key) => [...hierarchy.heldBy(key)].some((held) => cleared.has(held))),
        ),
        columns: shown.map(({ table, column }) => `${fullName(table.name)}.${column}`),
      });
    }
  }
  return found;
}

/** What cannot be told counts as clear: also of a pair, and also where only some rows are. */
function mayBeClear(
  { paths, verdicts }: Judgement,
  { table, semantic, effective }: ClassifiedColumn,
  { active }: JudgedRole,
): boolean {
  if (paths.pathTo(table.name, active.keys) === undefined) return false;
  // Where nothing masks, the cells of the roles say so.
  if (effective.is !== 'policy') return false;
  const { clear, isByRow } = verdicts.of({ table, semantic, effective }, active);
  return clear !== 'never' && !isByRow;
}
