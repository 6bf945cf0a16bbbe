import { isIdentifier, isOperator, isWord, type Token } from '../lexing/token.js';
import { invalidStatement } from '../warehouse/errors.js';

/** A call in `TABLE(…)`, cut out of the text: its name, and the tokens of its arguments. */
export interface TableCall {
  readonly name: readonly string[];
  readonly args: readonly {
    readonly name: string | undefined;
    readonly tokens: readonly Token[];
  }[];
}

/** Functions that take the columns of tables beside them: they stay in the text. */
const correlated = ['FLATTEN', 'SPLIT_TO_TABLE', 'STRTOK_SPLIT_TO_TABLE'];

/**
 * Reads `TABLE(db.schema.f(a => 1, …))`.
 *
 * @param at - the position of `TABLE`
 * @returns the call and the position after it; nothing for another use of `TABLE`
 */
export function readTableCall(
  tokens: readonly Token[],
  at: number,
): { readonly call: TableCall; readonly end: number } | undefined {
  const open = tokens[at + 1];
  if (open === undefined || !isOperator(open, '(')) return undefined;
  const name: string[] = [];
  let next = at + 2;
  for (;;) {
    const part = tokens[next];
    const after = tokens[next + 1];
    if (part === undefined || !isIdentifier(part) || after === undefined) return undefined;
    name.push(part.value);
    next += 2;
    if (isOperator(after, '(')) break;
    if (!isOperator(after, '.') || name.length > 2) return undefined;
  }
  if (name.length === 1 && correlated.includes(name[0] ?? '')) return undefined;
  const args: Token[][] = [[]];
  let depth = 0;
  for (; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    if (isOperator(token, ')') && depth === 0) {
      const close = tokens[next + 1];
      if (close === undefined || !isOperator(close, ')')) return undefined;
      const isEmpty = args.length === 1 && args[0]?.length === 0;
      return { call: { name, args: isEmpty ? [] : args.map(readArgument) }, end: next + 2 };
    }
    if (isOperator(token, '(', '[')) depth += 1;
    if (isOperator(token, ')', ']')) depth -= 1;
    if (isOperator(token, ',') && depth === 0) args.push([]);
    else args.at(-1)?.push(token);
  }
  throw invalidStatement('a call in TABLE(…) is not closed');
}

function readArgument(tokens: readonly Token[]): TableCall['args'][number] {
  const [name, arrow] = tokens;
  if (name !== undefined && arrow !== undefined && isOperator(arrow, '=>')) {
    if (!isWord(name, name.value)) throw invalidStatement('the name of an argument is a word');
    return { name: name.value, tokens: tokens.slice(2) };
  }
  return { name: undefined, tokens };
}
