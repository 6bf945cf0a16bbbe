import { rolesBelow } from '../access/role-set.js';
import type { StreamObject, TableObject, ViewObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { type CompiledQuery, compileQuery } from '../compile/compile-query.js';
import { Scope } from '../compile/scope.js';
import type { DataType } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { momentTable, positionAt } from '../time-travel/moments.js';
import { executionFailed } from '../warehouse/errors.js';
import { identifyRows } from './identify-rows.js';
import { streamInterval } from './stream-interval.js';

/** What the query of a view gives, each row with what it was made of. */
interface Identified {
  readonly sql: string;
  readonly types: readonly DataType[];
}

/** Compiles the query of a view with its tables as they were at given positions. */
export function identifiedView(
  view: ViewObject,
  compilation: Compilation,
  frame: Frame,
  positionOf: (table: TableObject) => string,
): Identified {
  const { database, schema } = compilation.catalogue.container(view);
  const query = compileQuery(identifyRows(parseQuery(tokenize(view.text))), {
    compilation,
    frame: {
      ...frame,
      roles: rolesBelow(compilation.catalogue, view.owner),
      invoker: view.owner,
      database,
      schema,
      expanding: [...frame.expanding, view.id],
      seesTemporaries: false,
      policy: undefined,
      positionOf,
    },
    scope: new Scope(),
  });
  const columns: CompiledQuery['columns'] = query.columns;
  if (columns.length !== view.columns.length + 2) {
    throw executionFailed(`the query of ${view.name} no longer gives its columns`);
  }
  const list = columns.map(({ sql }, at) => {
    const name =
      at < view.columns.length ? `c${at + 1}` : ['row_id', 'version'][at - view.columns.length];
    return `${sql} AS ${name}`;
  });
  return {
    sql: `SELECT ${list.join(', ')} FROM (${query.sql})`,
    types: columns.slice(0, -2).map(({ type }) => type),
  };
}

/**
 * The net change of a view between the offset of a stream and now: of the rows that it gave and those
 * that it gives, the ones that were made of other rows or of other versions of them.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export function viewChanges(
  stream: StreamObject,
  view: ViewObject,
  compilation: Compilation,
  frame: Frame,
): Identified {
  compilation.tables.add(momentTable);
  const intervalOf = (table: TableObject): ReturnType<typeof streamInterval> => {
    if (stream.tables?.includes(table.id) !== true) throw stale(stream, compilation);
    return streamInterval(stream, table.id, compilation);
  };
  for (const id of stream.tables ?? []) {
    if (compilation.catalogue.get(id)?.kind !== 'TABLE') throw stale(stream, compilation);
  }
  const before = identifiedView(view, compilation, frame, (table) => intervalOf(table).after);
  const after = identifiedView(
    view,
    compilation,
    frame,
    (table) => intervalOf(table).until ?? positionAt(table.id),
  );
  const [first] = stream.tables ?? [];
  const { isInitial } = streamInterval(stream, first ?? 0, compilation);
  const [old, now] = [compilation.alias('q'), compilation.alias('q')];
  const columns = ['row_id', ...view.columns.map((_, at) => `c${at + 1}`)].join(', ');
  const key = "row_id || '/' || version";
  const changed = (from: string, other: string): string =>
    `row_id IN (SELECT row_id FROM ${other}) AS is_update, ${columns} FROM ${from} WHERE ${key} NOT IN (SELECT ${key} FROM ${other})`;
  return {
    types: after.types,
    sql: `(WITH ${old} AS MATERIALIZED (SELECT * FROM (${before.sql}) WHERE NOT ${isInitial}), ${now} AS MATERIALIZED (${after.sql}) SELECT 'INSERT' AS action, ${changed(now, old)} UNION ALL SELECT 'DELETE', ${changed(old, now)})`,
  };
}

function stale(stream: StreamObject, { catalogue }: Compilation): Error {
  const name = catalogue.fullName(stream);
  return executionFailed(
    `the stream ${name} is stale: a table of its view was dropped or replaced`,
    {
      number: 91_901,
      sqlState: '55000',
      place: name,
      next: 'create the stream again',
    },
  );
}
