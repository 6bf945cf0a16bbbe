import { isIdentifier, isOperator, isWord, type Token } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** `AT (TIMESTAMP => …)`, with the tokens of its value. */
export interface TimePointTokens {
  readonly side: 'AT' | 'BEFORE' | 'END';
  readonly by: 'TIMESTAMP' | 'OFFSET' | 'STATEMENT' | 'STREAM';
  readonly value: readonly Token[];
}

/** What may follow the name of a table: `[CHANGES (…)] AT (…) [END (…)]`. */
export interface TimeClauseTokens {
  readonly changes: 'DEFAULT' | 'APPEND_ONLY' | undefined;
  readonly start: TimePointTokens;
  readonly end: TimePointTokens | undefined;
}

const kinds = ['TIMESTAMP', 'OFFSET', 'STATEMENT', 'STREAM'] as const;

/** Reads a point in time, if one comes next. */
function readTimePoint(
  reader: TokenReader,
  side: TimePointTokens['side'],
): TimePointTokens | undefined {
  const kind = kinds.find((each) => isWord(reader.peek(2), each));
  const isPoint =
    reader.sees(side) && isOperator(reader.peek(1), '(') && isOperator(reader.peek(3), '=>');
  if (!isPoint || kind === undefined) return undefined;
  reader.next();
  const [, , ...value] = reader.parenthesised();
  if (value.length === 0) throw invalidStatement(`syntax error: ${kind} has no value`);
  return { side, by: kind, value };
}

/** Reads `AT (…)` or `BEFORE (…)`, if one of them comes next. */
export function readStart(reader: TokenReader): TimePointTokens | undefined {
  return readTimePoint(reader, 'AT') ?? readTimePoint(reader, 'BEFORE');
}

/** The clause that begins at a token of a query, and where it ends. */
export function readTimeClause(
  tokens: readonly Token[],
  at: number,
): { readonly clause: TimeClauseTokens; readonly end: number } | undefined {
  const first = tokens[at];
  if (first === undefined || !isWord(first, 'AT', 'BEFORE', 'CHANGES')) return undefined;
  const reader = new TokenReader(tokens.slice(at));
  const changes = readChanges(reader);
  const start = readStart(reader);
  if (start === undefined) {
    if (changes === undefined) return undefined;
    throw invalidStatement('syntax error: CHANGES needs AT or BEFORE');
  }
  const end = changes === undefined ? undefined : readTimePoint(reader, 'END');
  const before = tokens[at - 1];
  if (before === undefined || !isIdentifier(before)) {
    throw unsupported(`${first.value} after anything but the name of a table or view`);
  }
  return { clause: { changes, start, end }, end: at + reader.position };
}

function readChanges(reader: TokenReader): TimeClauseTokens['changes'] {
  const isClause = isOperator(reader.peek(1), '(') && isOperator(reader.peek(3), '=>');
  if (!isClause || !reader.accept('CHANGES')) return undefined;
  reader.expectOperator('(');
  reader.expect('INFORMATION');
  reader.expectOperator('=>');
  const changes = reader.expectOneOf(['DEFAULT', 'APPEND_ONLY']);
  reader.expectOperator(')');
  return changes === 'DEFAULT' ? 'DEFAULT' : 'APPEND_ONLY';
}
