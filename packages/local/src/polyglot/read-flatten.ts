import type { Expression } from '../query/expression.js';
import type { FlattenReference } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { NodeReader } from './node-reader.js';
import { SyntaxNode } from './syntax-node.js';

/** Reads `FLATTEN(INPUT => …, PATH => …, OUTER => …, RECURSIVE => …, MODE => …)`. */
export function readFlatten(
  node: SyntaxNode,
  reader: NodeReader,
): Omit<FlattenReference, 'alias' | 'columns'> {
  const name = reader.functionName(node.text('name'));
  if (name === 'SPLIT_TO_TABLE') return readSplit(node, reader);
  if (name !== 'FLATTEN') throw unsupported(`the table function ${name}`, name);
  const given = new Map<string, Expression>();
  for (const argument of node.list('args')) {
    const part = SyntaxNode.of(argument);
    if (part.kind !== 'named_argument') throw unsupported('an argument of FLATTEN without a name');
    const word = reader.identifier(part.take('name'));
    const value = reader.expression(part.take('value'));
    if (part.take('separator') !== 'DArrow') throw unsupported('this argument of FLATTEN');
    part.done();
    if (!['INPUT', 'PATH', 'OUTER', 'RECURSIVE', 'MODE'].includes(word) || given.has(word)) {
      throw invalidStatement(`FLATTEN takes no ${word} here`, word);
    }
    given.set(word, value);
  }
  const input = given.get('INPUT');
  if (input === undefined) throw invalidStatement('FLATTEN needs INPUT', 'FLATTEN');
  const mode = string(given.get('MODE'), 'MODE', 'BOTH').toUpperCase();
  if (mode !== 'OBJECT' && mode !== 'ARRAY' && mode !== 'BOTH') {
    throw invalidStatement("MODE of FLATTEN is 'OBJECT', 'ARRAY' or 'BOTH'", 'MODE');
  }
  return {
    kind: 'flatten',
    input,
    path: string(given.get('PATH'), 'PATH', ''),
    outer: boolean(given.get('OUTER'), 'OUTER'),
    recursive: boolean(given.get('RECURSIVE'), 'RECURSIVE'),
    mode,
  };
}

/**
 * Reads `SPLIT_TO_TABLE(text, delimiter)`: a FLATTEN of what SPLIT gives.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/split_to_table
 */
function readSplit(
  node: SyntaxNode,
  reader: NodeReader,
): Omit<FlattenReference, 'alias' | 'columns'> {
  const args = node.list('args').map((argument) => reader.expression(argument));
  if (args.length !== 2) {
    throw invalidStatement('SPLIT_TO_TABLE takes a text and a delimiter', 'SPLIT_TO_TABLE', 938);
  }
  const input: Expression = {
    kind: 'call',
    name: 'SPLIT',
    args,
    distinct: false,
    withinGroup: [],
    ignoreNulls: false,
    over: undefined,
  };
  const rest = { path: '', outer: false, recursive: false, mode: 'ARRAY' } as const;
  return { kind: 'flatten', input, ...rest, isSplit: true };
}

function string(value: Expression | undefined, name: string, otherwise: string): string {
  if (value === undefined) return otherwise;
  if (value.kind === 'literal' && value.literal.type === 'string') return value.literal.value;
  throw unsupported(`a ${name} of FLATTEN that is not written as a literal`, name);
}

function boolean(value: Expression | undefined, name: string): boolean {
  if (value === undefined) return false;
  if (value.kind === 'literal' && value.literal.type === 'boolean') return value.literal.value;
  throw unsupported(`an ${name} of FLATTEN that is neither TRUE nor FALSE`, name);
}
