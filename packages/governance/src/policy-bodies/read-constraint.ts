import type { BodyContext, BodySession } from './body-session.js';
import { reachedBranches } from './condition-paths.js';
import type { Expression } from './expression.js';
import { parseBody } from './parse-body.js';
import { always, isWithin, joined, type Path } from './path.js';

/** What an aggregation or projection policy asks of a session. */
interface Constraint {
  readonly when: Path;
  /**
   * How much it asks: the smallest group, where single rows are 1; of a projection policy 1 where the
   * column may be shown, and 2 where it may not. `undefined` where that cannot be read.
   */
  readonly asks: number | undefined;
  readonly key: string;
}

/** The same without an AI agent in the execution context, and with one. */
export type ConstraintAnswer = readonly [
  alone: readonly Constraint[],
  withAgent: readonly Constraint[],
];

/**
 * Reads what an aggregation or projection policy asks of a session.
 *
 * @see https://docs.snowflake.com/en/user-guide/aggregation-policies
 * @see https://docs.snowflake.com/en/user-guide/projection-policies
 */
export function readConstraint(
  body: string,
  session: BodySession,
  database: string,
): ConstraintAnswer {
  const expression = parseBody(body);
  const unreadable: Constraint = { when: always, asks: undefined, key: body };
  const read = (hasAgent: boolean) =>
    (expression && constraintsOf(expression, { session, database, hasAgent })) ?? [unreadable];
  return [read(false), read(true)];
}

function constraintsOf(
  expression: Expression,
  context: BodyContext,
): readonly Constraint[] | undefined {
  if (expression.is !== 'case') {
    return [{ when: always, asks: askedBy(expression), key: expression.key }];
  }
  const reached = reachedBranches(expression, context);
  if (reached === undefined) return undefined;
  const found: Constraint[] = [];
  for (const { path, gives } of reached) {
    const inner = constraintsOf(gives, context);
    if (inner === undefined) return undefined;
    for (const each of inner) {
      const when = joined(path, each.when);
      if (when !== undefined) found.push({ ...each, when });
    }
  }
  return found;
}

function askedBy(expression: Expression): number | undefined {
  if (expression.is !== 'call') return undefined;
  const named = (name: string) => {
    const found = expression.args.find((each) => each.is === 'named' && each.name === name);
    return found?.is === 'named' ? found.of : undefined;
  };
  switch (expression.name) {
    case 'NO_AGGREGATION_CONSTRAINT':
      return 1;
    case 'AGGREGATION_CONSTRAINT': {
      const size = named('MIN_GROUP_SIZE');
      return size?.is === 'number' && expression.args.length === 1 ? Number(size.text) : undefined;
    }
    case 'PROJECTION_CONSTRAINT': {
      const allow = named('ALLOW');
      if (allow?.is !== 'constant' || allow.value === 'NULL') return undefined;
      return allow.value === 'TRUE' ? 1 : 2;
    }
    default:
      return undefined;
  }
}

/** Whether less is asked somewhere than another answer asks there, or that is not known. */
export function asksLess(answer: ConstraintAnswer, than: ConstraintAnswer): boolean {
  return answer.some((constraints, at) =>
    constraints.some(
      (each) =>
        !(than[at] ?? []).some((other) => {
          if (!isWithin(each.when, other.when)) return false;
          const { asks } = other;
          return each.key === other.key || (asks !== undefined && (each.asks ?? 0) >= asks);
        }),
    ),
  );
}
