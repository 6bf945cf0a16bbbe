import { expressionFault, type SqlToken, sqlTokens } from '@das/core';

/** What a subquery begins with: where rows are filtered, it is a condition like any other. */
const subquery = /\bSELECT\b/gi;

/** A condition of a policy's body, as far as it is understood. */
export type Condition =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'role' | 'databaseRole'; readonly name: string }
  /** TRUE while an AI agent is in the execution context. */
  | { readonly is: 'agent' }
  | { readonly is: 'not'; readonly of: Condition; readonly tokens: readonly SqlToken[] }
  | {
      readonly is: 'and' | 'or';
      readonly of: readonly Condition[];
      readonly tokens: readonly SqlToken[];
    }
  /** Anything else: only its tokens are known. */
  | { readonly is: 'other'; readonly tokens: readonly SqlToken[] };

/** What a policy's body gives back. */
export type Outcome =
  | {
      readonly is: 'case';
      readonly branches: readonly { readonly when: Condition; readonly gives: Outcome }[];
      /** NULL where there is no ELSE. */
      readonly otherwise: Outcome;
      /** All of it, from CASE to END. */
      readonly tokens: readonly SqlToken[];
    }
  | { readonly is: 'expression'; readonly tokens: readonly SqlToken[] };

/**
 * Reads a policy's body as far as CASE and conditions on roles go; what it does not know it hands on as
 * tokens, for nobody to take for harmless. `undefined` when the text is no single expression.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
 */
export function readBody(body: string): Outcome | undefined {
  return expressionFault(body) === undefined ? readOutcome(sqlTokens(body)) : undefined;
}

/** The same for a row access policy, which may look into other tables. */
export function readRowBody(body: string): Outcome | undefined {
  const fault = expressionFault(body.replaceAll(subquery, 'EXISTS'));
  return fault === undefined ? readOutcome(sqlTokens(body)) : undefined;
}

/** Tokens as one text that does not depend on white space and, outside of quotes, on case. */
export function tokensKey(tokens: readonly SqlToken[]): string {
  return JSON.stringify(
    tokens.map(({ kind, text }) => [kind, kind === 'word' ? text.toUpperCase() : text]),
  );
}

function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}

function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}

function readOutcome(given: readonly SqlToken[]): Outcome {
  const tokens = withoutBrackets(given);
  return readCase(tokens) ?? { is: 'expression', tokens };
}

/** `CASE WHEN … THEN … [ELSE …] END`, and nothing before or after. */
function readCase(tokens: readonly SqlToken[]): Outcome | undefined {
  if (!isWord(tokens[0], 'CASE') || !isWord(tokens[1], 'WHEN')) return undefined;
  const parts: { readonly word: string; readonly tokens: SqlToken[] }[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (at === 0) continue;
    if (depth === 0 && isWord(token, 'WHEN', 'THEN', 'ELSE', 'END')) {
      parts.push({ word: token.text.toUpperCase(), tokens: [] });
      if (!isWord(token, 'END')) continue;
      return at === tokens.length - 1 ? caseOf(tokens, parts.slice(0, -1)) : undefined;
    }
    if (isSymbol(token, '(') || isWord(token, 'CASE')) depth += 1;
    if (isSymbol(token, ')') || isWord(token, 'END')) depth -= 1;
    parts.at(-1)?.tokens.push(token);
  }
  return undefined;
}

function caseOf(
  tokens: readonly SqlToken[],
  parts: readonly { readonly word: string; readonly tokens: readonly SqlToken[] }[],
): Outcome | undefined {
  const branches: { when: Condition; gives: Outcome }[] = [];
  let otherwise: Outcome = { is: 'expression', tokens: sqlTokens('NULL') };
  for (let at = 0; at < parts.length; at += 1) {
    const [part, next] = [parts[at], parts[at + 1]];
    if (part === undefined || part.tokens.length === 0) return undefined;
    if (part.word === 'ELSE' && next === undefined) {
      otherwise = readOutcome(part.tokens);
    } else if (part.word === 'WHEN' && next?.word === 'THEN' && next.tokens.length > 0) {
      branches.push({ when: readCondition(part.tokens), gives: readOutcome(next.tokens) });
      at += 1;
    } else {
      return undefined;
    }
  }
  return { is: 'case', branches, otherwise, tokens };
}

/** OR binds weaker than AND, and AND weaker than NOT. */
function readCondition(given: readonly SqlToken[]): Condition {
  const tokens = withoutBrackets(given);
  // The AND of BETWEEN joins no conditions, and a CASE has words of its own.
  const hasOwnWords = ['BETWEEN', 'CASE'].some((word) => splitAt(tokens, word).length > 1);
  if (hasOwnWords) return { is: 'other', tokens };
  for (const word of ['OR', 'AND'] as const) {
    const parts = splitAt(tokens, word);
    if (parts.length === 1) continue;
    if (parts.some((part) => part.length === 0)) return { is: 'other', tokens };
    return { is: word === 'OR' ? 'or' : 'and', of: parts.map(readCondition), tokens };
  }
  if (isWord(tokens[0], 'NOT') && tokens.length > 1) {
    return { is: 'not', of: readCondition(tokens.slice(1)), tokens };
  }
  return readTest(tokens);
}

function splitAt(tokens: readonly SqlToken[], word: string): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, '(')) depth += 1;
    if (isSymbol(token, ')')) depth -= 1;
    if (depth === 0 && isWord(token, word)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const context = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED')";

/**
 * How a body asks whether an AI agent is in the execution context.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
 */
const agentTests: ReadonlyMap<string, Condition> = new Map(
  (
    [
      [`${context}::BOOLEAN`, true],
      [`${context} = 'TRUE'`, true],
      [`${context} = 'FALSE'`, false],
    ] as const
  ).map(([text, isThere]): readonly [string, Condition] => {
    const tokens = sqlTokens(text);
    const agent: Condition = { is: 'agent' };
    return [tokensKey(tokens), isThere ? agent : { is: 'not', of: agent, tokens }];
  }),
);

function readTest(tokens: readonly SqlToken[]): Condition {
  const [name, open, argument, close] = tokens;
  // NULL is neither: NOT NULL is not TRUE.
  if (tokens.length === 1 && isWord(name, 'TRUE', 'FALSE')) {
    return { is: 'constant', value: isWord(name, 'TRUE') };
  }
  if (tokens.length === 4 && isSymbol(open, '(') && isSymbol(close, ')')) {
    const role = argument === undefined ? undefined : plainLiteral(argument);
    if (role !== undefined && isWord(name, 'IS_ROLE_IN_SESSION')) return { is: 'role', name: role };
    if (role !== undefined && isWord(name, 'IS_DATABASE_ROLE_IN_SESSION')) {
      return { is: 'databaseRole', name: role };
    }
  }
  return agentTests.get(tokensKey(tokens)) ?? { is: 'other', tokens };
}

/** The text of a literal in which nothing is escaped. */
function plainLiteral({ kind, text }: SqlToken): string | undefined {
  return kind === 'literal' && /^'[^'\\]*'$/.test(text) ? text.slice(1, -1) : undefined;
}

/** What stands in brackets that enclose all of it. */
function withoutBrackets(tokens: readonly SqlToken[]): readonly SqlToken[] {
  let [start, end] = [0, tokens.length];
  while (end - start > 2 && isSymbol(tokens[start], '(') && closes(tokens, start) === end - 1) {
    start += 1;
    end -= 1;
  }
  return tokens.slice(start, end);
}

/** Where the bracket closes that opens at a place. */
function closes(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], '(')) depth += 1;
    if (isSymbol(tokens[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
