import { type SqlToken, sqlTokens } from '@das/core';

/** What decides in one state which rows of a table one reader sees. */
export interface RowRule {
  /** Whether the reader sees a row, as far as that does not depend on the row. */
  readonly truth: 'true' | 'false' | 'unknown';
  /** The body of the row access policy, where there is one. */
  readonly body: string | undefined;
  /** The columns that it takes. */
  readonly columns: readonly string[];
}

/** Whether every row that one rule shows is surely shown by another one. */
export function showsNoMore(rule: RowRule, than: RowRule | undefined): boolean {
  if (rule.truth === 'false' || than?.truth === 'true') return true;
  if (than === undefined || rule.truth === 'true' || than.truth === 'false') return false;
  if (rule.body === undefined || than.body === undefined) return false;
  if (JSON.stringify(rule.columns) !== JSON.stringify(than.columns)) return false;
  const conditions = new Set(conjuncts(sqlTokens(rule.body)));
  return conjuncts(sqlTokens(than.body)).every((each) => conditions.has(each));
}

/** The conditions of `(…) AND (…)`, each as a text of its tokens; of anything else, itself. */
function conjuncts(tokens: readonly SqlToken[]): readonly string[] {
  if (!isSymbol(tokens[0], '(')) return [textOf(tokens)];
  const close = closingOf(tokens, 0);
  if (close === tokens.length - 1) return conjuncts(tokens.slice(1, -1));
  const and = tokens[close + 1];
  const isPair =
    close > 0 &&
    and?.kind === 'word' &&
    and.text.toUpperCase() === 'AND' &&
    isSymbol(tokens[close + 2], '(') &&
    closingOf(tokens, close + 2) === tokens.length - 1;
  if (!isPair) return [textOf(tokens)];
  return [...conjuncts(tokens.slice(1, close)), ...conjuncts(tokens.slice(close + 3, -1))];
}

/** Where the bracket that opens at an index is closed; -1 where it is not. */
function closingOf(tokens: readonly SqlToken[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], '(')) depth += 1;
    if (isSymbol(tokens[index], ')')) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}

function textOf(tokens: readonly SqlToken[]): string {
  return JSON.stringify(tokens.map(({ kind, text }) => [kind, text]));
}
