import type { ResultSet } from '@das/core';
import { holds } from '../../access/privileges.js';
import {
  type ColumnObject,
  isRelation,
  physicalTable,
  type SchemaObject,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { duckType } from '../../datatype/data-type.js';
import { findRelation } from '../../enforcement/resolve-name.js';
import { type PreparedQuery, prepare, prepareQuery } from '../../engine/run-query.js';
import { isWord } from '../../lexing/token.js';
import { parseQuery } from '../../polyglot/parse-query.js';
import { findRead, withMovedTags } from '../../propagation/moved-tags.js';
import { noteChange } from '../../query-history/note-change.js';
import { createIdentities } from '../../sequences/identity-column.js';
import { statusResult } from '../../shaping/status-result.js';
import { withDefaults } from '../../statement/insert.js';
import { consumeStreams } from '../../streams/consume-streams.js';
import { createJournal } from '../../time-travel/adopt-tables.js';
import { keepDropped } from '../../time-travel/keep-dropped.js';
import { isVersioned, numberAllRows, versionColumns } from '../../time-travel/row-versions.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { type CreateMode, readCreate, readIfNotExists } from '../clauses.js';
import { cloneTable } from '../clone/clone-table.js';
import type { Definition } from '../definition.js';
import { findTemporary } from '../find-temporary.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { alterToMatch } from './alter-to-match.js';
import { type DeclaredColumns, queriedColumn, readColumns, settleColumn } from './read-columns.js';
import { readTableClauses } from './table-clauses.js';
import { retentionOf, trackingOf } from './table-history.js';

/** `CREATE [TRANSIENT | TEMPORARY] TABLE …`, with columns, AS a query, or LIKE another table. */
export async function createTable(definition: Definition): Promise<ResultSet> {
  const { reader, context } = definition;
  const mode = readCreate(reader);
  const persistence = readPersistence(definition);
  reader.expect('TABLE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.name();
  const altered = mode.orAlter ? definition.findOrUndefined('TABLE', name) : undefined;
  // Who alters needs no privilege to create.
  const isMade = persistence !== 'TEMPORARY' && altered === undefined;
  const { schema, plain } = definition.schemaFor(name, isMade ? 'TABLE' : 'TEMPORARY TABLE');
  if (mode.orAlter) refuseVariants(definition, persistence);
  if (altered !== undefined) {
    await alterToMatch(definition, altered, persistence);
    return statusResult(`Table ${plain} successfully created.`);
  }
  if (await isThere(definition, schema, plain, persistence, mode, ifNotExists)) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (reader.accept('CLONE')) return await cloneTable(definition, schema, plain, persistence);
  if (reader.accept('LIKE')) return await createLike(definition, schema, plain, persistence);
  const declared: DeclaredColumns = reader.seesOperator('(')
    ? readColumns(definition, hasQuery(definition) ? 'optional' : 'required')
    : { columns: [], primaryKey: [] };
  const clauses = readTableClauses(definition);
  const query = reader.accept('AS')
    ? await prepareQuery(
        context.engine,
        context.state.context(),
        context.binds,
        parseQuery(reader.rest()),
      )
    : undefined;
  reader.expectEnd();
  const isTemporary = persistence === 'TEMPORARY';
  const columns = await createIdentities(definition, tableColumns(declared, query), isTemporary);
  const made: TableObject = definition.withFutureGrants({
    ...definition.base(plain, clauses.comment),
    kind: 'TABLE',
    parent: schema.id,
    columns,
    rowAccess: clauses.rowAccess,
    ...clauses.constraint,
    tags: clauses.tags,
    persistence,
    primaryKey: declared.primaryKey,
    ...retentionOf(clauses, persistence),
    ...trackingOf(definition, clauses.changeTracking, persistence),
  });
  const table = query === undefined ? made : withTagsOfQuery(definition, made, query);
  checkPolicies(definition, table);
  // Nobody else may consume a stream between reading it and moving its offset.
  const streams = [...(query?.compilation.streams.values() ?? [])];
  for (const stream of streams) await definition.lock(stream.id);
  await storeTable(definition, table);
  if (query !== undefined) {
    await fill(definition, table, query);
    const written = table.columns.map(({ name: column }, at) => ({
      name: column,
      sources: query.columns[at]?.sources,
    }));
    definition.afterCommit(() => noteChange(context, table, written));
  }
  await consumeStreams(definition, streams);
  return statusResult(`Table ${plain} successfully created.`);
}

/** The tags of what a query reads come with its data. */
function withTagsOfQuery(
  { draft, context }: Definition,
  table: TableObject,
  { compilation, columns }: PreparedQuery,
): TableObject {
  const written = table.columns.map(({ name }, at) => ({ name, sources: columns[at]?.sources }));
  const find = findRead(context.engine.catalogue, context.state.temporaries);
  return withMovedTags(draft, find, table, { compilation, columns: written });
}

/** CREATE OR ALTER takes a plain definition. */
function refuseVariants(definition: Definition, persistence: TableObject['persistence']): void {
  const { reader } = definition;
  if (persistence === 'TEMPORARY') throw unsupported('CREATE OR ALTER of a temporary table');
  const start = reader.position;
  if (!reader.seesOperator('(')) throw unsupported('CREATE OR ALTER TABLE without columns');
  reader.parenthesised();
  reader.until((token) => isWord(token, 'AS'));
  if (reader.sees('AS')) throw unsupported('CREATE OR ALTER TABLE … AS SELECT');
  reader.back(start);
}

function readPersistence(definition: Definition): TableObject['persistence'] {
  const { reader } = definition;
  if (reader.accept('TRANSIENT')) return 'TRANSIENT';
  if (reader.accept('TEMPORARY') || reader.accept('TEMP')) return 'TEMPORARY';
  return 'PERMANENT';
}

async function isThere(
  definition: Definition,
  schema: SchemaObject,
  name: string,
  persistence: TableObject['persistence'],
  mode: CreateMode,
  ifNotExists: boolean,
): Promise<boolean> {
  const { draft } = definition;
  if (persistence === 'TEMPORARY') {
    if (findTemporary(definition, 'VIEW', schema.id, name) !== undefined) {
      throw invalidStatement(`${name} is a temporary view`, name, 2002);
    }
    const existing = findTemporary(definition, 'TABLE', schema.id, name);
    if (existing === undefined) return false;
    if (ifNotExists) return true;
    if (!mode.orReplace)
      throw invalidStatement(`the temporary table ${name} exists already`, name, 2002);
    await dropTemporary(definition, existing);
    return false;
  }
  const existing = draft.findRelation(schema.id, name);
  if (existing === undefined) return false;
  if (ifNotExists) return true;
  if (!mode.orReplace) definition.refuseExisting('TABLE', schema.id, name);
  definition.requireOwner(existing);
  if (existing.kind !== 'TABLE') {
    throw invalidStatement(`${name} is a ${existing.kind.toLowerCase()}`, name);
  }
  await definition.lock(existing.id);
  definition.replaced = existing;
  keepDropped(definition, [existing]);
  return false;
}

export async function dropTemporary(definition: Definition, table: TableObject): Promise<void> {
  await definition.run(`DROP TABLE IF EXISTS ${physicalTable(table)}`);
  definition.afterCommit(() => definition.context.state.temporaries.delete(table.id));
}

function hasQuery(definition: Definition): boolean {
  const { reader } = definition;
  const start = reader.position;
  reader.parenthesised();
  const rest = reader.until((token) => isWord(token, 'AS'));
  const found = reader.sees('AS');
  reader.back(start);
  return found && rest.length >= 0;
}

function tableColumns(
  declared: DeclaredColumns,
  query: PreparedQuery | undefined,
): readonly ColumnObject[] {
  if (query === undefined) {
    if (declared.columns.length === 0) throw invalidStatement('a table needs columns');
    return declared.columns.map((column) => settleColumn(column));
  }
  if (declared.columns.length === 0) {
    const names = query.columns.map((column) => column.name);
    if (new Set(names).size < names.length) {
      throw invalidStatement('two columns of the query have the same name', undefined, 2025);
    }
    return query.columns.map(({ name, type }, at) => queriedColumn(at + 1, name, type));
  }
  if (declared.columns.length !== query.columns.length) {
    throw invalidStatement('the query and the column list have different numbers of columns');
  }
  return declared.columns.map((column, at) => {
    const inferred = query.columns[at];
    return settleColumn(
      column,
      inferred === undefined ? undefined : queriedColumn(0, '', inferred.type).type,
    );
  });
}

/** Makes the physical table and puts the object into the catalogue, or the session. */
export async function storeTable(definition: Definition, table: TableObject): Promise<void> {
  await createPhysical(definition, physicalTable(table), table.columns, isVersioned(table));
  if (isVersioned(table)) await definition.run(createJournal(table));
  if (table.persistence === 'TEMPORARY') {
    definition.afterCommit(() => definition.context.state.temporaries.set(table.id, table));
  } else {
    definition.draft.put(table);
  }
}

export async function createPhysical(
  definition: Definition,
  name: string,
  columns: readonly ColumnObject[],
  hasVersions = false,
): Promise<void> {
  const list = columns.map(
    (column) => `c${column.id} ${duckType(column.type)}${column.notNull ? ' NOT NULL' : ''}`,
  );
  if (hasVersions) list.push(versionColumns);
  const kind = name.startsWith('temp.') ? 'TEMP TABLE' : 'TABLE';
  await definition.run(`CREATE ${kind} ${name} (${list.join(', ')})`);
}

/** CTAS: what the role sees is what is written, and the new table has no policy of the old one. */
async function fill(
  definition: Definition,
  table: TableObject,
  query: PreparedQuery,
): Promise<void> {
  const { context } = definition;
  const columns = table.columns;
  const insert = await prepare(
    context.engine,
    context.state.context(),
    context.binds,
    (compilation) => {
      const source = { sql: query.sql, columns: query.columns };
      for (const physical of query.compilation.tables) compilation.tables.add(physical);
      for (const each of query.compilation.sequences) compilation.sequences.set(...each);
      return withDefaults(source, table, columns, compilation);
    },
  );
  const parameters = { ...insert, compilation: query.compilation };
  const list = columns.map((column) => `c${column.id}`).join(', ');
  await definition.run(
    isVersioned(table)
      ? `INSERT INTO ${physicalTable(table)} (since, ${list}) SELECT ${definition.change(table.id)}, * FROM (${insert.sql})`
      : `INSERT INTO ${physicalTable(table)} (${list}) ${insert.sql}`,
    parameters,
  );
  if (table.changeKey !== undefined) {
    await definition.run(numberAllRows(table, definition.change(table.id)));
  }
}

/** `CREATE TABLE … LIKE`: columns with their masking policies and tags, no rows, no row access. */
async function createLike(
  definition: Definition,
  schema: SchemaObject,
  name: string,
  persistence: TableObject['persistence'],
): Promise<ResultSet> {
  const { reader, context, draft, roles } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const source = findRelation(reader.name(), compilation, compilation.frame());
  if (!holds(roles, source, 'SELECT')) throw notAuthorized('Table', draft.fullName(source));
  if (!isRelation(source) || source.kind !== 'TABLE') throw notFound('Table', source.name);
  const clauses = readTableClauses(definition);
  reader.expectEnd();
  const table: TableObject = definition.withFutureGrants({
    ...definition.base(name, clauses.comment === '' ? source.comment : clauses.comment),
    kind: 'TABLE',
    parent: schema.id,
    columns: (await createIdentities(definition, source.columns, persistence === 'TEMPORARY')).map(
      (column, at) => ({ ...column, id: at + 1 }),
    ),
    rowAccess: clauses.rowAccess,
    ...clauses.constraint,
    tags: { ...source.tags, ...clauses.tags },
    ...(source.propagated === undefined ? {} : { propagated: source.propagated }),
    persistence,
    primaryKey: source.primaryKey,
    ...(clauses.retentionDays === undefined
      ? {
          retentionDays: source.retentionDays,
          inheritsRetention: source.inheritsRetention === true,
        }
      : retentionOf(clauses, persistence)),
    ...trackingOf(definition, source.changeTracking, persistence),
  });
  checkPolicies(definition, table);
  await storeTable(definition, table);
  return statusResult(`Table ${name} successfully created.`);
}
