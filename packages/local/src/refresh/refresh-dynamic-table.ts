import { rolesBelow } from '../access/role-set.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { type DynamicTableObject, physicalTable } from '../catalogue/catalogue-object.js';
import type { SessionContext } from '../compile/compilation.js';
import { Compilation } from '../compile/compilation.js';
import { compileQuery } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { typed } from '../compile/typed.js';
import type { Definition } from '../definition/definition.js';
import { lookAgain } from '../engine/run-query.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { executionFailed, unsupported } from '../warehouse/errors.js';
import { type RefreshBatch, refreshFacts } from './refresh-batch.js';
import { recordRefreshSql } from './refresh-history.js';
import { upstreamOf } from './upstream.js';

/**
 * Refreshes a dynamic table inside a DDL transaction, the tables that it reads first: its query
 * runs as the owner role, so policies of the base tables are evaluated for the owner. Readers see
 * the old rows until the commit, and then the new ones.
 *
 * @see https://docs.snowflake.com/en/user-guide/dynamic-tables-refresh
 */
export async function refreshInside(
  definition: Definition,
  table: DynamicTableObject,
  batch: RefreshBatch,
  seen: readonly number[] = [],
): Promise<void> {
  if (seen.includes(table.id)) throw executionFailed(`${table.name} depends on itself`);
  if (batch.done.has(table.id)) return;
  for (const id of upstreamOf(definition.draft, table)) {
    const upstream = definition.draft.get(id);
    if (upstream?.kind === 'DYNAMIC TABLE' && !seen.includes(id)) {
      await refreshInside(definition, upstream, batch, [...seen, table.id]);
    }
  }
  batch.current = table;
  const { draft, context } = definition;
  const session = ownerSession(definition, table);
  const compilation = new Compilation(draft, session, []);
  const sql = compileRefresh(compilation, table, draft);
  await lookAgain(context.engine, sql, compilation);
  await definition.lock(table.id);
  const target = physicalTable(table);
  const list = table.columns.map((column) => `c${column.id}`).join(', ');
  const numDeletedRows = await definition.run(`DELETE FROM ${target}`);
  const numInsertedRows = await definition.run(`INSERT INTO ${target} (${list}) ${sql}`);
  await definition.run(
    recordRefreshSql({
      ...refreshFacts(definition, table, batch.trigger),
      state: 'SUCCEEDED',
      stateCode: 'SUCCESS',
      stateMessage: '',
      statistics: { numInsertedRows, numDeletedRows },
    }),
  );
  batch.done.add(table.id);
  const latest = draft.get(table.id);
  const kept = latest?.kind === 'DYNAMIC TABLE' ? latest : table;
  draft.put({ ...kept, refreshedAt: definition.now });
}

function ownerSession(definition: Definition, table: DynamicTableObject): SessionContext {
  const { draft, context } = definition;
  const { database, schema } = draft.container(table);
  return {
    id: context.state.id,
    role: table.owner,
    activeRoles: rolesBelow(draft, table.owner),
    user: 'SYSTEM',
    database,
    schema,
    warehouse: table.warehouse,
    now: new Date(definition.now),
    temporaries: new Map(),
  };
}

function compileRefresh(
  compilation: Compilation,
  table: DynamicTableObject,
  catalogue: Catalogue,
): string {
  const query = compileQuery(parseQuery(tokenize(table.text)), {
    compilation,
    frame: { ...compilation.frame(), expanding: [table.id] },
    scope: new Scope(),
  });
  // A view that it reads may have been replaced by one over a stream.
  if (compilation.streams.size > 0) throw unsupported('a stream in a dynamic table');
  if (compilation.draws > 0) throw unsupported('NEXTVAL in a dynamic table');
  if (query.columns.length !== table.columns.length) {
    throw executionFailed(`the query of ${catalogue.fullName(table)} no longer gives its columns`, {
      place: catalogue.fullName(table),
      next: 'create the dynamic table again',
    });
  }
  const alias = compilation.alias('r');
  const list = table.columns.map((column, at) => {
    const from = query.columns[at];
    if (from === undefined) throw executionFailed('a column is missing');
    return convert(typed(`${alias}.${from.sql}`, from.type), column.type).sql;
  });
  return `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${alias}`;
}
