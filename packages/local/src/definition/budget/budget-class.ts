import { isOperator, isWord } from '../../lexing/token.js';
import type { TokenReader } from '../../lexing/token-reader.js';

/** The name of the class of budgets, as the tokens of a statement. */
export const budgetClass: readonly string[] = ['SNOWFLAKE', '.', 'CORE', '.', 'BUDGET'];

/** Takes `SNOWFLAKE.CORE.BUDGET` if it comes next. */
export function acceptBudgetClass(reader: TokenReader): boolean {
  const isNext = budgetClass.every((part, at) => {
    const token = reader.peek(at);
    return part === '.' ? isOperator(token, part) : isWord(token, part);
  });
  if (isNext) for (const _ of budgetClass) reader.next();
  return isNext;
}
