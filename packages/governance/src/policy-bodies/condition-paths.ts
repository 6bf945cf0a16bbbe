import type { BodyContext } from './body-session.js';
import type { Expression } from './expression.js';
import { always, type Mode, mostPaths, type Path, pathOf, product } from './path.js';

const certain: readonly Path[] = [always];
const impossible: readonly Path[] = [];

const opposite: Readonly<Record<Mode, Mode>> = {
  true: 'false',
  false: 'true',
  notTrue: 'notFalse',
  notFalse: 'notTrue',
};

/**
 * The ways in which a condition comes out so in a session: none when it never does, one without
 * assumptions when it always does. What the session does not decide stands in the paths.
 */
export function conditionPaths(
  condition: Expression,
  mode: Mode,
  context: BodyContext,
): readonly Path[] {
  const found = readPaths(condition, mode, context);
  return found === undefined || found.length > mostPaths
    ? [pathOf(condition, mode, context.session.active)]
    : found;
}

/** `undefined` for more ways than can be told apart. */
function readPaths(
  condition: Expression,
  mode: Mode,
  context: BodyContext,
): readonly Path[] | undefined {
  const of = (each: Expression, as: Mode) => conditionPaths(each, as, context);
  const decided = decide(condition, context);
  if (decided !== undefined) return isSo(decided, mode) ? certain : impossible;
  switch (condition.is) {
    case 'not':
      return of(condition.of, opposite[mode]);
    case 'and':
    case 'or': {
      // One FALSE makes an AND false, one TRUE an OR true; for the other outcome all must agree.
      const isOne =
        condition.is === 'and'
          ? mode === 'false' || mode === 'notTrue'
          : mode === 'true' || mode === 'notFalse';
      if (isOne) return condition.of.flatMap((each) => of(each, mode));
      return condition.of.reduce<readonly Path[] | undefined>(
        (all, each) => all && product(all, of(each, mode)),
        certain,
      );
    }
    case 'isTruth': {
      const isHeld = mode === 'true' || mode === 'notFalse';
      if (isHeld) return of(condition.of, condition.value ? 'true' : 'false');
      return of(condition.of, condition.value ? 'notTrue' : 'notFalse');
    }
    case 'case':
      return casePaths(condition, mode, context);
    case 'cast':
      return condition.to === 'BOOLEAN' && !condition.isTrying ? of(condition.of, mode) : undefined;
    case 'comparison': {
      // `IS_ROLE_IN_SESSION('A') = FALSE`
      const { operator } = condition;
      const [one, other] = condition.of;
      const [asked, value] = other.is === 'constant' ? [one, other] : [other, one];
      if (operator !== '=' && operator !== 'same') return undefined;
      if (value.is !== 'constant' || value.value === 'NULL' || !isCondition(asked))
        return undefined;
      // `same` is never NULL.
      const isHeld = mode === 'true' || mode === 'notFalse';
      const as = operator === '=' ? mode : isHeld ? 'true' : 'notTrue';
      if (value.value === 'TRUE') return of(asked, as);
      return of(asked, opposite[as]);
    }
    case 'call':
      return isFallback(condition.name) ? fallbackPaths(condition.args, mode, context) : undefined;
    default:
      return undefined;
  }
}

function casePaths(
  { branches, otherwise }: Extract<Expression, { is: 'case' }>,
  mode: Mode,
  context: BodyContext,
): readonly Path[] | undefined {
  const reached = reachedBranches({ branches, otherwise }, context);
  if (reached === undefined) return undefined;
  const found: Path[] = [];
  for (const { path, gives } of reached) {
    const each = product([path], conditionPaths(gives, mode, context));
    if (each === undefined) return undefined;
    found.push(...each);
  }
  return found;
}

/** A result of a CASE, with one way to it. */
export interface ReachedBranch {
  readonly path: Path;
  readonly gives: Expression;
}

/** The results of a CASE that a session can come to; `undefined` when the ways are too many. */
export function reachedBranches(
  { branches, otherwise }: Pick<Extract<Expression, { is: 'case' }>, 'branches' | 'otherwise'>,
  context: BodyContext,
): readonly ReachedBranch[] | undefined {
  const found: ReachedBranch[] = [];
  let before: readonly Path[] | undefined = certain;
  for (const { when, gives } of branches) {
    const here: readonly Path[] | undefined = product(
      before,
      conditionPaths(when, 'true', context),
    );
    before = product(before, conditionPaths(when, 'notTrue', context));
    if (here === undefined || before === undefined) return undefined;
    found.push(...here.map((path) => ({ path, gives })));
    if (before.length === 0) return found;
  }
  return [...found, ...before.map((path) => ({ path, gives: otherwise }))];
}

/** Functions that give the first argument that is not NULL. */
export function isFallback(name: string): boolean {
  return name === 'COALESCE' || name === 'NVL' || name === 'IFNULL';
}

function fallbackPaths(
  [first, ...rest]: readonly Expression[],
  mode: Mode,
  context: BodyContext,
): readonly Path[] | undefined {
  if (first === undefined) return isSo('null', mode) ? certain : impossible;
  const positive = mode === 'true' || mode === 'notFalse' ? 'true' : 'false';
  const isNull = product(
    conditionPaths(first, 'notTrue', context),
    conditionPaths(first, 'notFalse', context),
  );
  const others = isNull && fallbackPaths(rest, mode, context);
  const later = isNull && others && product(isNull, others);
  return later && [...conditionPaths(first, positive, context), ...later];
}

/** Whether an expression is one of those that are TRUE, FALSE or NULL by their form. */
export function isCondition(expression: Expression): boolean {
  switch (expression.is) {
    case 'comparison':
    case 'membership':
    case 'pattern':
    case 'isNull':
    case 'isTruth':
    case 'not':
    case 'and':
    case 'or':
    case 'exists':
      return true;
    case 'call':
      return roleFunctions.has(expression.name);
    case 'cast':
      return expression.to === 'BOOLEAN' && isCondition(expression.of);
    default:
      return false;
  }
}

type Truth = 'true' | 'false' | 'null';

function isSo(truth: Truth, mode: Mode): boolean {
  if (mode === 'notTrue') return truth !== 'true';
  if (mode === 'notFalse') return truth !== 'false';
  return truth === mode;
}

function truthOf(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}

/**
 * Functions that ask for a role, with what stands before the name of such a role. Whose role the invoker
 * is depends on the view through which a session reads, so nothing decides that.
 */
const roleFunctions: ReadonlyMap<string, (database: string) => string> = new Map([
  ['IS_ROLE_IN_SESSION', () => 'ROLE '],
  ['IS_DATABASE_ROLE_IN_SESSION', (database: string) => `DATABASE ROLE ${database}.`],
]);

/** What a session decides by itself. */
function decide(condition: Expression, context: BodyContext): Truth | undefined {
  switch (condition.is) {
    case 'constant':
      return condition.value === 'NULL' ? 'null' : truthOf(condition.value === 'TRUE');
    case 'call': {
      const prefix = roleFunctions.get(condition.name);
      const [role] = condition.args;
      if (prefix === undefined || role?.is !== 'text' || condition.args.length !== 1) {
        return undefined;
      }
      return truthOf(context.session.active.has(prefix(context.database) + role.text));
    }
    case 'cast': {
      const text = condition.to === 'BOOLEAN' ? agentText(condition.of, context) : undefined;
      return text === undefined ? undefined : truthOf(text === 'TRUE');
    }
    case 'isNull': {
      const text = sessionText(condition.of, context);
      return text === undefined ? undefined : truthOf(text === null);
    }
    case 'comparison':
      return condition.operator === '='
        ? equal(condition.of[0], condition.of[1], context)
        : undefined;
    case 'membership': {
      const all = condition.among.map((each) => equal(condition.of, each, context));
      if (all.includes('true')) return 'true';
      if (all.includes(undefined)) return undefined;
      return all.includes('null') ? 'null' : 'false';
    }
    default:
      return undefined;
  }
}

function equal(left: Expression, right: Expression, context: BodyContext): Truth | undefined {
  const [one, other] = [sessionText(left, context), sessionText(right, context)];
  if (one === undefined || other === undefined) return undefined;
  return one === null || other === null ? 'null' : truthOf(one === other);
}

/** A text that is the same for every row of the session; `undefined` when it is not known. */
function sessionText(expression: Expression, context: BodyContext): string | null | undefined {
  if (expression.is === 'text') return expression.text;
  if (expression.is === 'constant' && expression.value === 'NULL') return null;
  if (expression.is !== 'call') return undefined;
  if (expression.name === 'CURRENT_ROLE' && expression.args.length === 0) {
    return context.session.currentRole ?? null;
  }
  return agentText(expression, context);
}

/**
 * How a body asks whether an AI agent is in the execution context.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
 */
function agentText(expression: Expression, { hasAgent }: BodyContext): string | undefined {
  if (expression.is !== 'call' || expression.name !== 'SYS_CONTEXT') return undefined;
  const [space, name] = expression.args;
  if (expression.args.length !== 2 || space?.is !== 'text' || name?.is !== 'text') return undefined;
  if (space.text !== 'SNOWFLAKE$CURRENT' || name.text !== 'IS_AGENT_ACTIVATED') return undefined;
  return hasAgent ? 'TRUE' : 'FALSE';
}
