import type { Expression } from '../query/expression.js';
import type { CommonTableExpression, Query, SelectItem, SetQuery } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import type { NodeReader } from './node-reader.js';
import { readFrom } from './read-from.js';
import { SyntaxNode } from './syntax-node.js';

/** Reads one query node; a clause that is not listed is refused. */
export function readQuery(node: SyntaxNode, reader: NodeReader): Query {
  const query = read(node, reader);
  node.done();
  return query;
}

function read(node: SyntaxNode, reader: NodeReader): Query {
  switch (node.kind) {
    case 'select':
      return readSelect(node, reader);
    case 'union':
    case 'intersect':
    case 'except':
      return readSet(node, reader);
    case 'subquery': {
      const inner = reader.query(node.take('this'));
      const tail = readTail(node, reader);
      const isBare =
        tail.with.length === 0 && tail.orderBy.length === 0 && !tail.limit && !tail.offset;
      if (isBare) return inner;
      return {
        kind: 'select',
        distinct: false,
        items: [{ expression: star, alias: undefined }],
        from: [{ kind: 'derived', query: inner, alias: undefined, columns: [], lateral: false }],
        where: undefined,
        groupBy: [],
        having: undefined,
        qualify: undefined,
        ...tail,
      };
    }
    case 'values':
      return {
        kind: 'values',
        rows: node.list('expressions').map((row) => {
          const part = SyntaxNode.part('VALUES', row);
          const items = reader.expressions(part.list('expressions'));
          part.done();
          return items;
        }),
        with: [],
        orderBy: [],
        limit: undefined,
        offset: undefined,
      };
    default:
      throw unsupported(`the query syntax ${node.kind.replaceAll('_', ' ')}`);
  }
}

const star: Expression = { kind: 'star', table: undefined, exclude: [], rename: new Map() };

function readSelect(node: SyntaxNode, reader: NodeReader): Query {
  const where = node.take('where_clause');
  const having = node.take('having');
  const qualify = node.take('qualify');
  const items = node.list('expressions').map((item): SelectItem => {
    const inner = SyntaxNode.of(item);
    if (inner.kind !== 'alias') return { expression: reader.expression(item), alias: undefined };
    const expression = reader.expression(inner.take('this'));
    const alias = reader.identifier(inner.take('alias'));
    inner.ignore('alias_explicit_as');
    inner.done();
    return { expression, alias };
  });
  if (items.length === 0) throw unsupported('a SELECT without columns');
  return {
    kind: 'select',
    distinct: node.flag('distinct'),
    items,
    from: readFrom(node.take('from'), node.list('joins'), reader),
    where: where === undefined ? undefined : clause('WHERE', where, reader),
    groupBy: readGroupBy(node.take('group_by'), reader),
    having: having === undefined ? undefined : clause('HAVING', having, reader),
    qualify: qualify === undefined ? undefined : clause('QUALIFY', qualify, reader),
    ...readTail(node, reader),
  };
}

function clause(name: string, value: unknown, reader: NodeReader): Expression {
  const node = SyntaxNode.part(name, value);
  const expression = reader.expression(node.take('this'));
  node.done();
  return expression;
}

function readGroupBy(value: unknown, reader: NodeReader): readonly Expression[] | 'ALL' {
  if (value === undefined) return [];
  const node = SyntaxNode.part('GROUP BY', value);
  const all = node.take('all');
  const expressions = reader.expressions(node.list('expressions'));
  node.done();
  return all === true ? 'ALL' : expressions;
}

function readSet(node: SyntaxNode, reader: NodeReader): SetQuery {
  const operator = node.kind.toUpperCase() as SetQuery['operator'];
  const all = node.flag('all');
  node.ignore('distinct');
  if (all && operator !== 'UNION') throw unsupported(`${operator} ALL`);
  const left = node.take('left');
  // INTERSECT binds tighter than the others, but the parser reads from left to right.
  const leftKind = SyntaxNode.of(left).kind;
  if (operator === 'INTERSECT' && (leftKind === 'union' || leftKind === 'except')) {
    throw unsupported('INTERSECT after another set operation without parentheses');
  }
  return {
    kind: 'set',
    operator,
    all,
    left: reader.query(left),
    right: reader.query(node.take('right')),
    ...readTail(node, reader),
  };
}

interface Tail {
  readonly with: readonly CommonTableExpression[];
  readonly orderBy: SetQuery['orderBy'];
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
}

function readTail(node: SyntaxNode, reader: NodeReader): Tail {
  const orderBy = node.take('order_by');
  const order = orderBy === undefined ? undefined : SyntaxNode.part('ORDER BY', orderBy);
  const items = order === undefined ? [] : reader.orderItems(order.list('expressions'));
  order?.done();
  return {
    with: readWith(node.take('with'), reader),
    orderBy: items,
    limit:
      readCount(node.take('limit'), 'this', reader) ??
      readCount(node.take('fetch'), 'count', reader) ??
      readCount(node.take('top'), 'this', reader),
    offset: readCount(node.take('offset'), 'this', reader),
  };
}

/** `LIMIT n`, `OFFSET n`, `FETCH n`, `TOP n`: a wrapper in a SELECT, a bare expression in a set. */
function readCount(value: unknown, field: string, reader: NodeReader): Expression | undefined {
  if (value === undefined) return undefined;
  const isWrapper = typeof value === 'object' && value !== null && field in value;
  if (!isWrapper) return reader.expression(value);
  const node = SyntaxNode.part('LIMIT', value);
  const expression = reader.expression(node.take(field));
  node.ignore('direction', 'rows', 'parenthesized');
  node.done();
  return expression;
}

function readWith(value: unknown, reader: NodeReader): readonly CommonTableExpression[] {
  if (value === undefined) return [];
  const node = SyntaxNode.part('WITH', value);
  // A query may read itself with or without the word.
  node.flag('recursive');
  const tables = node.list('ctes').map((table) => {
    const part = SyntaxNode.part('WITH', table);
    const name = reader.identifier(part.take('alias'));
    const columns = reader.identifiers(part.list('columns'));
    const query = reader.query(part.take('this'));
    part.ignore('alias_first');
    part.done();
    return { name, columns, query };
  });
  node.done();
  return tables;
}
