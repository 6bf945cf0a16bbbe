import type { DataType } from '../datatype/data-type.js';
import { parseType } from '../datatype/parse-type.js';
import { isIdentifier, isOperator, isWord, type Token } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import { type Expression, variableCall } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { readMetricCall } from './metric-call.js';
import { parseQuery } from './parse-query.js';
import { readTableCall, type TableCall } from './table-call.js';
import { readTimeClause, type TimeClauseTokens } from './time-clause.js';

/**
 * A query as Polyglot is given it. Its parser loses things in silence (quotes of some aliases, the
 * borders of path keys, the spelling of functions it knows), so it sees none of them: literals and
 * binds become `:1`, quoted names `DAS$Q1`, types `DAS$T1`, function names get a prefix that keeps
 * them from being known, and paths become subscripts.
 */
export interface NeutralText {
  readonly text: string;
  /** What stands behind `:1`, `:2`, … */
  readonly slots: readonly Expression[];
  /** What stands behind `DAS$Q1`, … */
  readonly names: readonly string[];
  /** What stands behind `DAS$T1`, … */
  readonly types: readonly DataType[];
  /** What stands behind `DAS$TF1`, … */
  readonly calls: readonly TableCall[];
  /** What stands behind the table `DAS$Q1`, …: as of when it is read. */
  readonly times: ReadonlyMap<number, TimeClauseTokens>;
}

export const functionPrefix = 'DAS$F$';
export const namePrefix = 'DAS$Q';
export const typePrefix = 'DAS$T';
export const callPrefix = 'DAS$TF';

const notFunctions = new Set(
  `AND OR NOT IN ANY ALL SOME EXISTS VALUES OVER ON USING WHERE FROM SELECT HAVING BY WHEN THEN ELSE
  CASE BETWEEN LIKE ILIKE RLIKE REGEXP JOIN UNION EXCEPT MINUS INTERSECT WITH AS IS DISTINCT LIMIT
  OFFSET QUALIFY CAST TRY_CAST LATERAL TABLE EXCLUDE RENAME ESCAPE SAMPLE TABLESAMPLE PIVOT UNPIVOT
  MATCH_RECOGNIZE AT BEFORE CHANGES GROUP PARTITION ORDER SET INTO FETCH TOP RECURSIVE`.split(
    /\s+/,
  ),
);

/** Writes the tokens of a query or expression as {@link NeutralText}. */
export function neutralText(tokens: readonly Token[]): NeutralText {
  const slots: Expression[] = [];
  const names: string[] = [];
  const types: DataType[] = [];
  const calls: TableCall[] = [];
  const times = new Map<number, TimeClauseTokens>();
  const out: string[] = [];
  /** What each open parenthesis belongs to: inside CAST an AS is followed by a type. */
  const brackets: ('CAST' | 'POSITION' | undefined)[] = [];
  const slot = (expression: Expression): void => {
    slots.push(expression);
    out.push(`(:${slots.length})`);
  };
  const readType = (at: number): number => {
    const reader = new TokenReader(tokens.slice(at));
    types.push(parseType(reader));
    out.push(`${typePrefix}${types.length}`);
    return at + reader.position;
  };
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    const previous = tokens[at - 1];
    const next = tokens[at + 1];
    at += 1;
    const metric = mayBeCalled(token, previous) ? readMetricCall(tokens, at - 1) : undefined;
    if (metric !== undefined) {
      const { name, queries } = metric.call;
      slot({ kind: 'metric', name, queries: queries.map((query) => parseQuery(query)) });
      at = metric.end;
    } else if (token.kind === 'bind') {
      slot({ kind: 'bind', index: token.bind ?? 0 });
    } else if (token.kind === 'variable') {
      slot(variable(token.value));
    } else if (token.kind === 'string') {
      slot({ kind: 'literal', literal: { type: 'string', value: token.value } });
    } else if (token.kind === 'number') {
      if (previous?.kind === 'number') throw invalidStatement('syntax error: two numbers in a row');
      out.push(token.value);
    } else if (token.kind === 'quoted') {
      names.push(token.value);
      out.push(`${namePrefix}${names.length}`);
    } else if (token.kind === 'stage') {
      throw unsupported('a query of a stage');
    } else if (isOperator(token, '::')) {
      out.push('::');
      at = readType(at);
    } else if (isOperator(token, ':') || isPathDot(token, previous)) {
      at = path(tokens, at, slot, out);
    } else if (isOperator(token, '(')) {
      const isCast = isWord(previous ?? token, 'CAST', 'TRY_CAST');
      brackets.push(
        isCast ? 'CAST' : isWord(previous ?? token, 'POSITION') ? 'POSITION' : undefined,
      );
      out.push('(');
    } else if (isOperator(token, ')')) {
      brackets.pop();
      out.push(')');
    } else if (isOperator(token, ';')) {
      throw unsupported('more than one statement in one call');
    } else if (isOperator(token, '{', '}', '->', '&', '|', '^', '~', '!')) {
      throw unsupported(`the operator ${token.value}`);
    } else if (token.kind === 'word') {
      if (token.value.startsWith('DAS$')) throw invalidStatement('a name may not start with DAS$');
      if (token.value.startsWith('$')) {
        names.push(token.value);
        out.push(`${namePrefix}${names.length}`);
        continue;
      }
      const time = readTimeClause(tokens, at - 1);
      const table = isWord(token, 'TABLE') ? readTableCall(tokens, at - 1) : undefined;
      const isLiteral = next?.kind === 'string' && isWord(token, 'DATE', 'TIME', 'TIMESTAMP');
      if (time !== undefined) {
        if (previous?.kind !== 'quoted') {
          names.push(previous?.value ?? '');
          out[out.length - 1] = `${namePrefix}${names.length}`;
        }
        times.set(names.length, time.clause);
        at = time.end;
      } else if (table !== undefined) {
        calls.push(table.call);
        out.push(`${callPrefix}${calls.length}`);
        at = table.end;
      } else if (isLiteral && next !== undefined) {
        const type = token.value.toLowerCase() as 'date' | 'time' | 'timestamp';
        slot({ kind: 'literal', literal: { type, value: next.value } });
        at += 1;
      } else if (isWord(token, 'EXTRACT') && next !== undefined && isOperator(next, '(')) {
        const part = tokens[at + 1];
        const from = tokens[at + 2];
        if (part === undefined || from === undefined || !isWord(from, 'FROM')) {
          throw invalidStatement('syntax error in EXTRACT');
        }
        out.push(`${functionPrefix}DATE_PART`, '(');
        brackets.push(undefined);
        slot({ kind: 'literal', literal: { type: 'string', value: part.value } });
        out.push(',');
        at += 3;
      } else if (isWord(token, 'IN') && brackets.at(-1) === 'POSITION') {
        out.push(',');
      } else if (isWord(token, 'AS') && brackets.at(-1) === 'CAST') {
        out.push('AS');
        at = readType(at);
      } else {
        out.push(
          isFunctionName(token, previous, next) ? functionPrefix + token.value : token.value,
        );
      }
    } else {
      out.push(token.value);
    }
  }
  return { text: out.join(' '), slots, names, types, calls, times };
}

/** `$name`, as a call with the name as its argument. */
function variable(name: string): Expression {
  return {
    kind: 'call',
    name: variableCall,
    args: [{ kind: 'literal', literal: { type: 'string', value: name } }],
    distinct: false,
    withinGroup: [],
    ignoreNulls: false,
    over: undefined,
  };
}

/** Whether a word may be the first of the name of a data metric function. */
function mayBeCalled(token: Token, previous: Token | undefined): boolean {
  if (previous !== undefined && isOperator(previous, '.')) return false;
  return token.kind === 'quoted' || (token.kind === 'word' && !notFunctions.has(token.value));
}

/** A dot after `]` goes on with a path: `v:items[0].name`. */
function isPathDot(token: Token, previous: Token | undefined): boolean {
  return isOperator(token, '.') && previous !== undefined && isOperator(previous, ']');
}

function isFunctionName(
  token: Token,
  previous: Token | undefined,
  next: Token | undefined,
): boolean {
  if (next === undefined || !isOperator(next, '(') || notFunctions.has(token.value)) return false;
  if (previous === undefined) return true;
  if (isOperator(previous, '*') && isWord(token, 'REPLACE')) return false;
  return !isWord(previous, 'AS') && !isOperator(previous, '.');
}

/** `:a."b.c"` becomes `['a']['b.c']`, key by key; `[0]` after it stays as it is. */
function path(
  tokens: readonly Token[],
  start: number,
  slot: (expression: Expression) => void,
  out: string[],
): number {
  let at = start;
  for (;;) {
    const key = tokens[at];
    if (key === undefined || !isIdentifier(key)) throw invalidStatement('syntax error in a path');
    out.push('[');
    slot({ kind: 'literal', literal: { type: 'string', value: key.raw ?? key.value } });
    out.push(']');
    at += 1;
    const dot = tokens[at];
    if (dot !== undefined && isOperator(dot, '[')) return at;
    if (dot === undefined || !isOperator(dot, '.')) return at;
    at += 1;
  }
}
