import { type Expression, partsOf } from './expression.js';
import { isSteady } from './losing-functions.js';

/** How a condition that a session does not decide is assumed to come out. SQL has three ways. */
export type Mode = 'true' | 'false' | 'notTrue' | 'notFalse';

/** A condition that a session does not decide. */
export interface Assumption {
  readonly mode: Mode;
  readonly test: Expression;
  /** The roles of the session, where they have a say in how it comes out. */
  readonly active?: ReadonlySet<string>;
}

/** What has to be so, all of it, for a body to come to a place: by a text of each assumption. */
export type Path = ReadonlyMap<string, Assumption>;

/** What always is so. */
export const always: Path = new Map();

/** More ways than this are not told apart. */
export const mostPaths = 256;

/** What a function of one's own asks cannot be told. */
const asksForRoles =
  /^(?:IS_\w*ROLE_IN_SESSION|CURRENT_ROLE|CURRENT_AVAILABLE_ROLES|CURRENT_SECONDARY_ROLES|IS_GRANTED_TO_INVOKER_ROLE|.+\..+)$/s;

/** Whether a function of this name may give another answer in a session of other roles. */
export function isRoleFunction(name: string): boolean {
  return asksForRoles.test(name);
}

/** Whether the roles of a session may have a say in what an expression gives. */
export function dependsOnRoles(expression: Expression): boolean {
  if (expression.is === 'call' && isRoleFunction(expression.name)) return true;
  if (expression.is === 'exists' || expression.is === 'query') {
    return [...expression.words].some(isRoleFunction);
  }
  return partsOf(expression).some(dependsOnRoles);
}

/** A path of one assumption, in a session of some roles. */
export function pathOf(test: Expression, mode: Mode, active?: ReadonlySet<string>): Path {
  // These are TRUE or FALSE, and never NULL.
  const isCertain = test.is === 'isNull' || test.is === 'isTruth' || test.is === 'exists';
  const certain = mode === 'true' || mode === 'notFalse' ? 'true' : 'false';
  const known = isCertain ? certain : mode;
  const byRoles = active !== undefined && dependsOnRoles(test) ? { active } : {};
  return new Map([[`${known} ${test.key}`, { mode: known, test, ...byRoles }]]);
}

const excluded: readonly (readonly [Mode, Mode])[] = [
  ['true', 'false'],
  ['true', 'notTrue'],
  ['false', 'notFalse'],
];

/** Both paths together; `undefined` where they cannot be. */
export function joined(first: Path, second: Path): Path | undefined {
  if (first.size === 0) return second;
  if (second.size === 0) return first;
  const both = new Map([...first, ...second]);
  for (const { test } of second.values()) {
    const isImpossible = excluded.some(
      ([one, other]) => both.has(`${one} ${test.key}`) && both.has(`${other} ${test.key}`),
    );
    // What differs each time that it is asked may come out both ways.
    if (isImpossible && isSteady(test)) return undefined;
  }
  return both;
}

/** Each of the one with each of the other; `undefined` when that is too many. */
export function product(
  first: readonly Path[],
  second: readonly Path[],
): readonly Path[] | undefined {
  if (first.length * second.length > mostPaths) return undefined;
  return first.flatMap((one) => second.flatMap((other) => joined(one, other) ?? []));
}

/** Whether one path is taken only where another one is taken, too. */
export function isWithin(path: Path, wider: Path): boolean {
  return [...wider].every(([key, wide]) => {
    const own = path.get(key);
    return own !== undefined && comesOutAsWell(own, wide);
  });
}

/** Whether a condition comes out so in one session where it does in another one. */
function comesOutAsWell({ mode, test, active }: Assumption, wide: Assumption): boolean {
  if (active === undefined || wide.active === undefined) return active === wide.active;
  const [less, more] = [isAmong(active, wide.active), isAmong(wide.active, active)];
  if (less && more) return true;
  // Who has more roles has each that a row may ask for.
  const isPlain = test.is === 'call' && /^IS_(?:DATABASE_)?ROLE_IN_SESSION$/.test(test.name);
  if (!isPlain || test.args.some(dependsOnRoles)) return false;
  return mode === 'true' || mode === 'notFalse' ? less : more;
}

/** Whether all of some roles are among others. */
export function isAmong(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return some.size <= all.size && [...some].every((each) => all.has(each));
}
