import { type CaseExpression, caseExpression } from './case-expression.js';

const wordsAndTexts =
  /'(?:[^'\\]|''|\\.)*'|\$\$.*?\$\$|"(?:[^"]|"")*"|(?<!\.\s*)[\p{L}_][\p{L}\p{N}_$]*/gsu;

/**
 * The body of a mask that shows what both of two show: what the one gives where the other gives the
 * value, what both give where that is the same, and nothing else. To mask once more what is masked
 * already could show more than both: a hash of four digits is as good as the digits.
 */
export function meetOfMasks(one: string, other: string, argument: string): string {
  if (one.trim() === other.trim() || isArgument(other, argument)) return one.trim();
  if (isArgument(one, argument)) return other.trim();
  if ([one, other].some((each) => each.trim().toUpperCase() === 'NULL')) return 'NULL';
  const first = caseOfOthers(one, argument);
  if (first !== undefined) return mapped(first, (each) => meetOfMasks(each, other, argument));
  const second = caseOfOthers(other, argument);
  if (second !== undefined) return mapped(second, (each) => meetOfMasks(one, each, argument));
  return 'NULL';
}

/** Whether an expression is the value as it is. */
export function isArgument(expression: string, argument: string): boolean {
  const text = expression.trim();
  const name = argument.toUpperCase();
  return text.toUpperCase() === name || text === `"${name}"`;
}

/** A body that reads the value by another name; `undefined` where a query may have its own of that name. */
export function withArgument(body: string, argument: string, name: string): string | undefined {
  if (argument.toUpperCase() === name.toUpperCase()) return body;
  if (/\b(?:SELECT|VALUES)\b/i.test(body) || reads(body, name)) return undefined;
  return body.replace(wordsAndTexts, (token) => (isArgument(token, argument) ? name : token));
}

/** A case whose conditions do not ask for the value: which one holds says nothing of it. */
function caseOfOthers(expression: string, argument: string): CaseExpression | undefined {
  const found = caseExpression(expression);
  return found?.branches.some(({ when }) => reads(when, argument)) === true ? undefined : found;
}

function reads(expression: string, argument: string): boolean {
  return (expression.match(wordsAndTexts) ?? []).some((token) => isArgument(token, argument));
}

function mapped(
  { branches, otherwise }: CaseExpression,
  change: (gives: string) => string,
): string {
  const last = change(otherwise);
  const changed = branches.map(({ when, gives }) => ({ when, gives: change(gives) }));
  if (changed.every(({ gives }) => gives === last)) return last;
  const ways = changed.map(({ when, gives }) => `WHEN ${when} THEN ${gives}`);
  return `CASE ${ways.join(' ')} ELSE ${last} END`;
}
