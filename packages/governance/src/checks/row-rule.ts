import { type SqlToken, sqlTokens } from '@das/core';
import { isAmong, isRoleFunction, isWithin } from '../policy-bodies/path.js';
import type { RowsAnswer } from '../policy-bodies/read-rows.js';

/** What decides in one state which rows of a table one reader sees. */
export interface RowRule {
  /** What the policy answers to the reader. */
  readonly answer: RowsAnswer;
  /** The body of the row access policy, where there is one. */
  readonly body: string | undefined;
  /** The columns that it takes. */
  readonly columns: readonly string[];
}

/** Whether every row that one rule shows is surely shown by another one. */
export function showsNoMore(rule: RowRule, than: RowRule | undefined): boolean {
  if (rule.answer.truth === 'false' || than?.answer.truth === 'true') return true;
  if (than === undefined || rule.answer.truth === 'true' || than.answer.truth === 'false') {
    return false;
  }
  if (rule.body === undefined || than.body === undefined) return false;
  if (JSON.stringify(rule.columns) !== JSON.stringify(than.columns)) return false;
  return isWithinWays(rule.answer, than.answer) || hasAllConditions(rule, than);
}

function isWithinWays({ ways }: RowsAnswer, than: RowsAnswer): boolean {
  if (ways === undefined || than.ways === undefined) return false;
  return ways.every((each, at) =>
    each.every((way) => (than.ways?.[at] ?? []).some((wider) => isWithin(way, wider))),
  );
}

/** By their texts alone, which say the same in sessions of the same roles. */
function hasAllConditions(rule: RowRule, than: RowRule): boolean {
  const [tokens, wider] = [rule.body, than.body].map((body) => sqlTokens(body ?? ''));
  if (tokens === undefined || wider === undefined) return false;
  const [one, other] = [rule.answer.active, than.answer.active];
  const isSameSession = isAmong(one, other) && isAmong(other, one);
  if (!isSameSession && wider.some((_, index) => mayAskForRoles(wider, index))) return false;
  const conditions = new Set(conjuncts(tokens));
  return conjuncts(wider).every((each) => conditions.has(each));
}

/** A function for roles, or one of somebody's own, by its full name. */
function mayAskForRoles(tokens: readonly SqlToken[], at: number): boolean {
  const isOwn = isSymbol(tokens[at], '(') && isSymbol(tokens[at - 2], '.');
  return isOwn || isRoleFunction(tokens[at]?.text.toUpperCase() ?? '');
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
