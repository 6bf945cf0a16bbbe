import { isOperator, isWord, type Token } from '../lexing/token.js';
import type { Expression } from '../query/expression.js';

/** A bind, a literal or a negative number; nothing for anything that needs the parser. */
export function simpleExpression(tokens: readonly Token[]): Expression | undefined {
  const [first, second] = tokens;
  if (first === undefined) return undefined;
  if (tokens.length === 2 && isOperator(first, '-') && second?.kind === 'number') {
    const operand: Expression = {
      kind: 'literal',
      literal: { type: 'number', value: second.value },
    };
    return { kind: 'unary', operator: '-', operand };
  }
  if (tokens.length !== 1) return undefined;
  if (first.kind === 'bind') return { kind: 'bind', index: first.bind ?? 0 };
  if (first.kind === 'string' || first.kind === 'number') {
    return { kind: 'literal', literal: { type: first.kind, value: first.value } };
  }
  if (isWord(first, 'NULL')) return { kind: 'literal', literal: { type: 'null' } };
  if (isWord(first, 'TRUE', 'FALSE')) {
    return { kind: 'literal', literal: { type: 'boolean', value: first.value === 'TRUE' } };
  }
  return undefined;
}
