import type { SessionState } from '../../engine/session-state.js';
import { parameterOf } from '../../statement/session-parameter.js';
import { WireFailure } from '../wire-failure.js';
import type { RunningQuery } from './running-query.js';

const name = 'STATEMENT_TIMEOUT_IN_SECONDS';

/** Seven days: the longest that Snowflake lets a statement run. */
const longest = 604_800;

/** Stops a statement that runs longer than its `STATEMENT_TIMEOUT_IN_SECONDS`; 0 means the longest. */
export function statementTimer(
  state: SessionState,
  parameters: ReadonlyMap<string, string>,
  query: RunningQuery,
): Disposable {
  const wanted = Number(parameters.get(name) ?? parameterOf(state, name)) || longest;
  const seconds = Math.min(wanted, longest);
  const timer = setTimeout(() => {
    query.abort(
      new WireFailure(
        '000630',
        '57014',
        `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
      ),
    );
  }, seconds * 1000);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
