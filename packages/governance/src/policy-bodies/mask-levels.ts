import { type Expression, maskedValue, partsOf, readsValue } from './expression.js';
import type { Outcome } from './outcomes.js';
import { isWithin, type Path } from './path.js';

/** What one outcome of a mask says of the value. */
export interface MaskLevel {
  readonly when: Path;
  /** All of it, or what is not known to be less; otherwise the texts of the parts and of the questions. */
  readonly says: 'value' | ReadonlySet<string>;
}

/** What a mask says of a value, in each way that a session comes to. */
export function levelsOf(
  expression: Expression,
  outcomes: readonly Outcome[],
): readonly MaskLevel[] {
  const blank = blankKeys(expression);
  // Where all answers look the same, it does not matter what was asked.
  const isOne = new Set(outcomes.map(({ key }) => key)).size < 2;
  return outcomes.flatMap(({ when, gives }): readonly MaskLevel[] => {
    const tests = [...when.values()];
    // Of no value nothing can be said.
    if (tests.some(({ mode, test }) => mode === 'true' && isOfNull(test))) return [];
    if (gives.is === 'value' || gives.is === 'unknown') return [{ when, says: 'value' }];
    const parts = gives.is === 'part' ? [...gives.parts.keys()] : [];
    const asked = tests.filter(({ test }) => readsValue(test) && !isOfNull(test));
    const questions = isOne ? [] : asked.map(({ test }) => test.key);
    return [{ when, says: new Set([...parts.filter((key) => !blank.has(key)), ...questions]) }];
  });
}

/** Whether an expression asks if there is a value. */
export function isOfNull(test: Expression): boolean {
  return test.is === 'isNull' && test.of.is === 'name' && test.of.name === maskedValue;
}

/** The expressions in one that give a constant for every value: the library has some of them. */
function blankKeys(expression: Expression): ReadonlySet<string> {
  const own = isBlank(expression) ? [expression.key] : [];
  return new Set([...own, ...partsOf(expression).flatMap((each) => [...blankKeys(each)])]);
}

function isBlank(expression: Expression): boolean {
  switch (expression.is) {
    case 'text':
    case 'escaped':
    case 'number':
    case 'constant':
      return true;
    case 'case':
      return (
        expression.branches.every(({ when, gives }) => isOfNull(when) && isBlank(gives)) &&
        isBlank(expression.otherwise)
      );
    default:
      return false;
  }
}

/** Whether something is said that the other levels are not known to say as well. */
export function saysMore(levels: readonly MaskLevel[], than: readonly MaskLevel[]): boolean {
  return levels.some((level) => {
    const says = ({ says: known }: MaskLevel): boolean =>
      known === 'value' ||
      (level.says !== 'value' && [...level.says].every((each) => known.has(each)));
    return !than.every(says) && !than.some((each) => isWithin(level.when, each.when) && says(each));
  });
}
