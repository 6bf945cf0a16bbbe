import type { BodySession } from './body-session.js';
import { conditionPaths } from './condition-paths.js';
import type { Expression } from './expression.js';
import { parseBody } from './parse-body.js';
import type { Path } from './path.js';

/** What the body of a row access policy answers in a session. */
export interface RowsAnswer {
  /** `unknown` where the row decides, or what cannot be read. */
  readonly truth: 'true' | 'false' | 'unknown';
  /**
   * The ways in which a row is shown, without an AI agent in the execution context and with one; absent
   * where the body cannot be read.
   */
  readonly ways?: readonly (readonly Path[])[];
  /** The roles of the session. */
  readonly active: ReadonlySet<string>;
}

const parsed = new Map<string, Expression | undefined>();

/** Reads which rows a row access policy shows to a session. */
export function readRows(body: string, session: BodySession, database: string): RowsAnswer {
  const { active } = session;
  if (!parsed.has(body)) parsed.set(body, parseBody(body));
  const expression = parsed.get(body);
  if (expression === undefined) return { truth: 'unknown', active };
  const ways = [false, true].map((hasAgent) =>
    conditionPaths(expression, 'true', { session, database, hasAgent }),
  );
  const isAll = ways.every((each) => each.some(({ size }) => size === 0));
  const isNone = ways.every((each) => each.length === 0);
  return { truth: isAll ? 'true' : isNone ? 'false' : 'unknown', ways, active };
}
