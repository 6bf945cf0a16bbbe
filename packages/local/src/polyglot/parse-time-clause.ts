import type { TimeClause, TimePoint } from '../query/query.js';
import { parseExpression } from './parse-query.js';
import type { TimeClauseTokens, TimePointTokens } from './time-clause.js';

/** The expressions of a point in time, each parsed from its own tokens. */
export function parseTimePoint({ side, by, value }: TimePointTokens): TimePoint {
  return { side, by, value: parseExpression(value) };
}

export function parseTimeClause({ changes, start, end }: TimeClauseTokens): TimeClause {
  return {
    changes,
    start: parseTimePoint(start),
    end: end === undefined ? undefined : parseTimePoint(end),
  };
}
