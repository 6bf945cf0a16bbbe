import type {
  CallExpression,
  Expression,
  FrameBound,
  WindowFrame,
  WindowSpecification,
} from '../query/expression.js';
import { unsupported } from '../warehouse/errors.js';
import type { NodeReader } from './node-reader.js';
import { SyntaxNode } from './syntax-node.js';

/** Reads a function call, with DISTINCT and WITHIN GROUP. */
export function readCall(node: SyntaxNode, reader: NodeReader): CallExpression {
  if (node.kind === 'within_group') {
    const inner = SyntaxNode.of(node.take('this'));
    const call = readCall(inner, reader);
    inner.done();
    return { ...call, withinGroup: reader.orderItems(node.list('order_by')) };
  }
  if (node.kind !== 'function' && node.kind !== 'aggregate_function') {
    throw unsupported(`the syntax ${node.kind.replaceAll('_', ' ')}`);
  }
  const name = reader.functionName(node.text('name'));
  const distinct = node.flag('distinct');
  const ignoreNulls = node.flag('ignore_nulls');
  node.ignore('use_bracket_syntax', 'quoted');
  return {
    kind: 'call',
    name,
    args: reader.expressions(node.list('args')),
    distinct,
    withinGroup: [],
    ignoreNulls,
    over: undefined,
  };
}

/** Reads `f(…) OVER (…)`. */
export function readWindow(node: SyntaxNode, reader: NodeReader): Expression {
  const inner = SyntaxNode.of(node.take('this'));
  const call = readCall(inner, reader);
  inner.done();
  const over = SyntaxNode.part('OVER', node.take('over'));
  const specification: WindowSpecification = {
    partitionBy: reader.expressions(over.list('partition_by')),
    orderBy: reader.orderItems(over.list('order_by')),
    frame: readFrame(over.take('frame')),
  };
  over.done();
  return { ...call, over: specification };
}

function readFrame(value: unknown): WindowFrame | undefined {
  if (value === undefined) return undefined;
  const node = SyntaxNode.part('window frame', value);
  const kind = node.text('kind').toUpperCase();
  if (kind !== 'ROWS' && kind !== 'RANGE') throw unsupported(`a window frame in ${kind}`);
  const start = readBound(node.take('start'));
  const end = node.take('end');
  node.ignore('kind_text', 'start_side_text', 'end_side_text');
  node.done();
  return { unit: kind, start, end: end === undefined ? undefined : readBound(end) };
}

function readBound(value: unknown): FrameBound {
  if (value === 'UnboundedPreceding') return 'UNBOUNDED PRECEDING';
  if (value === 'UnboundedFollowing') return 'UNBOUNDED FOLLOWING';
  if (value === 'CurrentRow') return 'CURRENT ROW';
  const bound = SyntaxNode.of(value);
  const literal = (value as Record<string, { literal?: { value?: string } }>)[bound.kind]?.literal;
  const offset = Number(literal?.value);
  if ((bound.kind !== 'Preceding' && bound.kind !== 'Following') || !Number.isInteger(offset)) {
    throw unsupported('this window frame');
  }
  return { direction: bound.kind === 'Preceding' ? 'PRECEDING' : 'FOLLOWING', offset };
}
