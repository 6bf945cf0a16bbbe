import { isSemiStructured, numberType, simple, varchar } from '../datatype/data-type.js';
import type { FlattenReference } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { convert } from './convert.js';
import { jsonPath } from './json-path.js';
import { Scope, type ScopeColumn, type ScopeRelation } from './scope.js';
import { duckString, failure } from './typed.js';

/** What stands to the left of a FLATTEN: its text, its columns, and where its relations begin. */
export interface LeftSide {
  readonly sql: string;
  readonly visible: readonly ScopeColumn[];
  readonly firstRelation: number;
}

export interface Flattened {
  readonly sql: string;
  /** The columns of the left side, under their new names. */
  readonly visible: readonly ScopeColumn[];
  readonly columns: readonly ScopeColumn[];
  /** The name of the derived table. */
  readonly alias: string;
}

/** The levels that RECURSIVE opens; a value that is nested more deeply stops the statement. */
const deepest = 16;

/**
 * Compiles a FLATTEN together with the tables to its left, which become one derived table: each of
 * its rows gets a number, for SEQ, and is repeated for every element. The rows are those that
 * policies left, and the values are masked already.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/flatten
 */
export function compileFlatten(
  table: FlattenReference,
  left: LeftSide | undefined,
  place: Place,
  isOuterJoin = false,
): Flattened {
  const { compilation } = place;
  // The rows of the table that DML changes must keep their identity, which a derived table has not.
  if (compilation.target !== undefined && place.scope.parent === undefined) {
    throw unsupported(
      'FLATTEN beside the table that DML changes; put it into a sub-query',
      'FLATTEN',
    );
  }
  const alias = (): string => compilation.alias('r');
  const rows = alias();
  const renamed = renameLeft(left, rows, place.scope);
  const scope = new Scope(place.scope.parent);
  for (const [name, query] of place.scope.queries) scope.queries.set(name, query);
  scope.relations.push(...renamed.relations);
  scope.visible = [...renamed.visible];
  const { usage } = compilation;
  const {
    value: [input, sources],
    projection,
  } = compilation.collect(() =>
    usage.item(() => compileExpression(table.input, { ...place, scope })),
  );
  // What is opened decides how many rows there are.
  usage.use(sources);
  if (input.type.kind !== 'NULL' && !isSemiStructured(input.type)) {
    throw invalidStatement('FLATTEN needs a VARIANT, an OBJECT or an ARRAY', 'FLATTEN', 1044);
  }
  const json = convert(input, simple('VARIANT')).sql;
  const at =
    table.path === '' ? json : `json_extract(${json}, ${duckString(jsonPath(table.path))})`;
  const numbered =
    left === undefined
      ? '(SELECT 1 AS seq)'
      : `(SELECT ${renamed.list}, row_number() OVER () AS seq FROM ${left.sql})`;
  let inner = `(SELECT ${rows}.*, ${at} AS j FROM ${numbered} AS ${rows})`;
  const prefix = duckString(table.path);
  inner = addList(inner, alias(), 'l1', (row) =>
    children(`${row}.j`, prefix, '[]::BIGINT[]', table),
  );
  let list = 'l1';
  if (table.recursive) {
    for (let level = 2; level <= deepest + 1; level += 1) {
      inner = addList(inner, alias(), `l${level}`, (row) => {
        const below = children('s.v', 's.p', 's.o', table);
        return `flatten(list_transform(${row}.l${level - 1}, lambda s: COALESCE(${below}, [])))`;
      });
    }
    compilation.mayFail = true;
    const levels = Array.from({ length: deepest }, (_, level) => `l${level + 1}`);
    list = `(CASE WHEN len(l${deepest + 1}) > 0 THEN ${failure('depth')} ELSE list_sort(list_concat(${levels.join(', ')})) END)`;
  }
  if (table.outer || isOuterJoin) {
    const empty = `{'o': []::BIGINT[], 'k': NULL::VARCHAR, 'i': NULL::BIGINT, 'v': NULL::JSON, 'p': ${prefix}, 't': CASE WHEN ${isOpened('j', table)} THEN j END}`;
    list = `(CASE WHEN len(${list}) > 0 THEN ${list} ELSE [${table.outer ? empty : 'NULL'}] END)`;
  }
  const [spread, result] = [alias(), alias()];
  const kept = renamed.names.map((name) => `${spread}.${name}`);
  const sql =
    `(SELECT ${[...kept, `CASE WHEN ${spread}.s IS NOT NULL THEN ${spread}.seq END AS f1`].join(', ')}, ` +
    `${spread}.s.k AS f2, ${spread}.s.p AS f3, ${elementOf(table, spread)}, ${spread}.s.t AS f6 ` +
    `FROM (SELECT *, unnest(${list}) AS s FROM ${inner} AS ${alias()}) AS ${spread})`;
  const last = renameLeft(left, result, place.scope);
  for (const [index, relation] of last.relations.entries()) {
    place.scope.relations[(left?.firstRelation ?? 0) + index] = relation;
  }
  const columns = outputsOf(table).map((column) => ({ ...column, sources, projection }));
  return { sql, visible: last.visible, columns, alias: result };
}

/** The position and the value of an element. */
function elementOf({ isSplit }: FlattenReference, spread: string): string {
  if (isSplit !== true) return `${spread}.s.i AS f4, ${spread}.s.v AS f5`;
  return `${spread}.s.i + 1 AS f4, json_extract_string(${spread}.s.v, '$') AS f5`;
}

function outputsOf({ isSplit }: FlattenReference): readonly ScopeColumn[] {
  if (isSplit !== true) return outputs;
  const names = ['SEQ', 'INDEX', 'VALUE'];
  return outputs
    .filter(({ name }) => names.includes(name))
    .map((column) => (column.name === 'VALUE' ? { ...column, type: varchar } : column));
}

const outputs: readonly ScopeColumn[] = [
  { name: 'SEQ', type: numberType(), sql: 'f1' },
  { name: 'KEY', type: varchar, sql: 'f2' },
  { name: 'PATH', type: varchar, sql: 'f3' },
  { name: 'INDEX', type: numberType(), sql: 'f4' },
  { name: 'VALUE', type: simple('VARIANT'), sql: 'f5' },
  { name: 'THIS', type: simple('VARIANT'), sql: 'f6' },
];

function addList(inner: string, row: string, name: string, list: (row: string) => string): string {
  return `(SELECT ${row}.*, ${list(row)} AS ${name} FROM ${inner} AS ${row})`;
}

function isOpened(json: string, { mode }: FlattenReference): string {
  const types = mode === 'BOTH' ? "'ARRAY', 'OBJECT'" : `'${mode}'`;
  return `json_type(${json}) IN (${types})`;
}

/** The elements of one array or object, as a list; NULL for anything else. */
function children(json: string, path: string, order: string, { mode }: FlattenReference): string {
  const element = (key: string, index: string, value: string, own: string): string =>
    `{'o': list_append(${order}, i::BIGINT), 'k': ${key}, 'i': ${index}, 'v': ${value}, 'p': ${own}, 't': ${json}}`;
  const items = `list_transform(json_extract(${json}, '$[*]'), lambda e, i: ${element('NULL::VARCHAR', '(i - 1)::BIGINT', 'e', `${path} || '[' || (i - 1)::VARCHAR || ']'`)})`;
  const pointer = `'/' || replace(replace(e, '~', '~0'), '/', '~1')`;
  const dotted = `(CASE WHEN ${path} = '' THEN e ELSE ${path} || '.' || e END)`;
  const own = `(CASE WHEN regexp_full_match(e, '[A-Za-z_][A-Za-z0-9_$]*') THEN ${dotted} ELSE ${path} || '[''' || e || ''']' END)`;
  const fields = `list_transform(list_sort(json_keys(${json})), lambda e, i: ${element('e', 'NULL::BIGINT', `json_extract(${json}, ${pointer})`, own)})`;
  const array = mode === 'OBJECT' ? '' : ` WHEN 'ARRAY' THEN ${items}`;
  const object = mode === 'ARRAY' ? '' : ` WHEN 'OBJECT' THEN ${fields}`;
  return `(CASE json_type(${json})${array}${object} END)`;
}

interface RenamedLeft {
  readonly list: string;
  readonly names: readonly string[];
  readonly visible: readonly ScopeColumn[];
  readonly relations: readonly ScopeRelation[];
}

/** Gives the columns of the left side the names `x1`, `x2`, … of one derived table. */
function renameLeft(left: LeftSide | undefined, alias: string, scope: Scope): RenamedLeft {
  if (left === undefined) return { list: '', names: [], visible: [], relations: [] };
  const relations = scope.relations.slice(left.firstRelation);
  const all = [...relations.flatMap((relation) => relation.columns), ...left.visible];
  const names = new Map(
    [...new Set(all.map((column) => column.sql))].map((sql, at) => [sql, at + 1]),
  );
  const rename = (column: ScopeColumn): ScopeColumn => ({
    ...column,
    sql: `${alias}.x${names.get(column.sql) ?? 0}`,
  });
  return {
    list: [...names].map(([sql, at]) => `${sql} AS x${at}`).join(', '),
    names: [...names.values()].map((at) => `x${at}`),
    visible: left.visible.map(rename),
    relations: relations.map((relation) => ({
      ...relation,
      columns: relation.columns.map(rename),
    })),
  };
}
