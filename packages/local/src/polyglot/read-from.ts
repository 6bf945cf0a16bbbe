import type { JoinReference, TableReference } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import type { NodeReader } from './node-reader.js';
import { parseExpressions } from './parse-query.js';
import { parseTimeClause } from './parse-time-clause.js';
import { readFlatten } from './read-flatten.js';
import { SyntaxNode } from './syntax-node.js';

const joinKinds: Readonly<Record<string, { type: JoinReference['type']; natural: boolean }>> = {
  Inner: { type: 'INNER', natural: false },
  Left: { type: 'LEFT', natural: false },
  Right: { type: 'RIGHT', natural: false },
  Full: { type: 'FULL', natural: false },
  Cross: { type: 'CROSS', natural: false },
  Natural: { type: 'INNER', natural: true },
  NaturalLeft: { type: 'LEFT', natural: true },
  NaturalRight: { type: 'RIGHT', natural: true },
  NaturalFull: { type: 'FULL', natural: true },
};

/**
 * Reads FROM. Polyglot writes the joins after all comma-separated tables and calls later commas
 * "implicit" joins; here each join goes back to the table that it follows.
 */
export function readFrom(
  from: unknown,
  joins: readonly unknown[],
  reader: NodeReader,
): readonly TableReference[] {
  if (from === undefined) {
    if (joins.length > 0) throw unsupported('a join without FROM');
    return [];
  }
  const node = SyntaxNode.part('FROM', from);
  const tables = node.list('expressions').map((table) => readTable(table, reader));
  node.done();
  return attachJoins(tables, joins, reader);
}

function attachJoins(
  tables: readonly TableReference[],
  joins: readonly unknown[],
  reader: NodeReader,
): readonly TableReference[] {
  const result = [...tables];
  let group: unknown;
  for (const value of joins) {
    const node = SyntaxNode.part('JOIN', value);
    const kind = node.text('kind');
    const right = readTable(node.take('this'), reader);
    const on = reader.optional(node.take('on'));
    const using = reader.identifiers(node.list('using'));
    const nesting = node.take('nesting_group');
    group ??= nesting;
    if (nesting !== group || node.take('deferred_condition') === true) {
      throw unsupported('nested joins without parentheses');
    }
    node.ignore('use_inner_keyword', 'use_outer_keyword');
    node.done();
    if (kind === 'Implicit') {
      result.push(right);
      continue;
    }
    const join = joinKinds[kind];
    const left = result.pop();
    if (join === undefined || left === undefined) throw unsupported(`a ${kind} join`);
    result.push({ kind: 'join', ...join, left, right, on, using });
  }
  return result;
}

function readTable(value: unknown, reader: NodeReader): TableReference {
  const node = SyntaxNode.of(value);
  const table = read(node, reader);
  node.done();
  return table;
}

function read(node: SyntaxNode, reader: NodeReader): TableReference {
  switch (node.kind) {
    case 'table': {
      const parts = [node.take('catalog'), node.take('schema'), node.take('name')];
      const call = reader.tableCall(parts[2]);
      if (call !== undefined) {
        const values = parseExpressions(call.args.map(({ tokens }) => tokens));
        const args = call.args.flatMap(({ name: word }, at) => {
          const value = values[at];
          return value === undefined ? [] : [{ name: word, value }];
        });
        return { kind: 'call', name: call.name, args, ...readAlias(node, reader) };
      }
      const name = parts
        .filter((part) => part !== undefined)
        .map((part) => reader.identifier(part));
      const time = reader.timeClause(parts[2]);
      const at = time === undefined ? {} : { at: parseTimeClause(time) };
      return { kind: 'table', name, ...at, ...readAlias(node, reader) };
    }
    case 'subquery': {
      const query = reader.query(node.take('this'));
      const lateral = node.flag('lateral');
      return { kind: 'derived', query, lateral, ...readAlias(node, reader) };
    }
    case 'values': {
      const alias = readAlias(node, reader);
      const query = reader.query({ values: { expressions: node.list('expressions') } });
      return { kind: 'derived', query, lateral: false, ...alias };
    }
    case 'paren':
      return readTable(node.take('this'), reader);
    case 'joined_table': {
      if (node.take('alias') !== undefined) throw unsupported('an alias of a join in parentheses');
      const left = readTable(node.take('left'), reader);
      const [only, ...others] = attachJoins([left], node.list('joins'), reader);
      if (only === undefined || others.length > 0) throw unsupported('a comma inside parentheses');
      return only;
    }
    case 'function':
      return readTableFunction(node, reader, undefined, []);
    case 'alias': {
      const inner = SyntaxNode.of(node.take('this'));
      if (inner.kind !== 'function') throw unsupported('this table with an alias');
      const alias = reader.identifier(node.take('alias'));
      const columns = reader.identifiers(node.list('column_aliases'));
      node.ignore('alias_explicit_as', 'alias_keyword');
      const table = readTableFunction(inner, reader, alias, columns);
      inner.done();
      return table;
    }
    case 'lateral':
      return readLateral(node, reader);
    default:
      throw unsupported(`the table syntax ${node.kind.replaceAll('_', ' ')}`);
  }
}

/** `TABLE(FLATTEN(…))`. */
function readTableFunction(
  node: SyntaxNode,
  reader: NodeReader,
  alias: string | undefined,
  columns: readonly string[],
): TableReference {
  const name = node.text('name');
  if (name.toUpperCase() !== 'TABLE') {
    throw unsupported(`the table function ${name.replace('DAS$F$', '')}`);
  }
  const [argument, ...others] = node.list('args');
  const inner = SyntaxNode.of(argument);
  if (inner.kind !== 'function' || others.length > 0) throw unsupported('this use of TABLE(…)');
  const flatten = readFlatten(inner, reader);
  inner.done();
  return { ...flatten, alias, columns };
}

/** `LATERAL FLATTEN(…)`; here the alias is a bare word. */
function readLateral(node: SyntaxNode, reader: NodeReader): TableReference {
  const inner = SyntaxNode.of(node.take('this'));
  if (inner.kind !== 'function') throw unsupported('LATERAL');
  const flatten = readFlatten(inner, reader);
  inner.done();
  const alias = node.take('alias');
  const columns = node.list('column_aliases').map((column) => reader.name(String(column)));
  return {
    ...flatten,
    alias: alias === undefined ? undefined : reader.name(String(alias)),
    columns,
  };
}

function readAlias(
  node: SyntaxNode,
  reader: NodeReader,
): { alias: string | undefined; columns: readonly string[] } {
  const alias = node.take('alias');
  node.ignore('alias_explicit_as', 'alias_keyword');
  return {
    alias: alias === undefined ? undefined : reader.identifier(alias),
    columns: reader.identifiers(node.list('column_aliases')),
  };
}
