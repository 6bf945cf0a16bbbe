import type { ResultSet } from '@das/core';
import { requirePrivilege } from '../../access/privileges.js';
import type { SchemaObject, StreamObject, TableObject } from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { findRelation } from '../../enforcement/resolve-name.js';
import type { TimePoint } from '../../query/query.js';
import { statusResult } from '../../shaping/status-result.js';
import { positionAt } from '../../time-travel/moments.js';
import {
  acceptTimePoint,
  hasChangesBetween,
  resolvePosition,
} from '../../time-travel/resolve-position.js';
import { executionFailed, invalidStatement, unsupported } from '../../warehouse/errors.js';
import {
  readBooleanOption,
  readClauses,
  readCreate,
  readIfNotExists,
  readOption,
} from '../clauses.js';
import { cloneStream, insertOffset } from '../clone/clone-stream.js';
import type { Definition } from '../definition.js';
import { trackChanges } from '../table/track-changes.js';
import { createViewStream, findView, viewTables } from './view-stream.js';

/**
 * `CREATE [OR REPLACE] STREAM s ON TABLE t`: its offset is the table as it is now.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-stream
 */
export async function createStream(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('STREAM');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'STREAM');
  const existing = draft.find('STREAM', schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (reader.accept('COPY', 'GRANTS')) definition.copiesGrants = true;
  if (reader.accept('CLONE')) {
    if (mode.orAlter) throw invalidStatement('CREATE OR ALTER takes no CLONE');
    const source = definition.find('STREAM', reader.name());
    definition.requireOwner(source);
    if (reader.accept('COPY', 'GRANTS')) definition.copiesGrants = true;
    reader.expectEnd();
    await replace(definition, schema, plain, existing, mode.orReplace);
    return await cloneStream(definition, source, schema.id, plain);
  }
  if (reader.sees('WITH') || reader.sees('TAG')) throw unsupported('tags on streams');
  reader.expect('ON');
  if (reader.accept('VIEW')) {
    if (mode.orAlter) throw unsupported('CREATE OR ALTER of a stream on a view');
    const view = findView(definition, reader.name());
    const point = acceptTimePoint(reader);
    const options = readOptions(definition);
    if (options.appendOnly) throw unsupported('APPEND_ONLY on a view');
    const tables = viewTables(definition, view);
    const offsets = await offsetsAt(definition, tables, point);
    await replace(definition, schema, plain, existing, mode.orReplace);
    return await createViewStream(definition, { view, tables, offsets, schema, plain, options });
  }
  if (!reader.accept('TABLE')) throw unsupported(`a stream on a ${reader.peek().value}`);
  const source = findSource(definition, reader.name());
  const point = acceptTimePoint(reader);
  const options = readOptions(definition);
  if (mode.orAlter && existing !== undefined)
    return alterToMatch(definition, existing, source, options);
  // Before it is replaced: a stream may take over its own offset.
  const offset = point === undefined ? undefined : await offsetAt(definition, source, point);
  await replace(definition, schema, plain, existing, mode.orReplace);
  await definition.lock(source.id);
  const table = await trackChanges(definition, source);
  const stream: StreamObject = definition.withFutureGrants({
    ...definition.base(plain, options.comment),
    kind: 'STREAM',
    parent: schema.id,
    table: table.id,
    tableName: draft.fullName(table),
    mode: options.appendOnly ? 'APPEND_ONLY' : 'DEFAULT',
  });
  draft.put(table);
  draft.put(stream);
  const position = offset === undefined ? positionAt(table.id) : String(offset);
  await insertOffset(definition, stream.id, table.id, position, options.showInitialRows);
  return statusResult(`Stream ${plain} successfully created.`);
}

/**
 * The offset of a stream that begins in the past.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` when changes were not tracked since then.
 */
async function offsetAt(
  definition: Definition,
  table: TableObject,
  point: TimePoint,
): Promise<number> {
  const { draft } = definition;
  const position = await resolvePosition(definition, point, table);
  const isTracked =
    table.trackedSince !== undefined &&
    !(await hasChangesBetween(definition, table, position, table.trackedSince));
  if (isTracked) return position;
  throw executionFailed(
    `change tracking was not enabled on ${draft.fullName(table)} at the requested time`,
    { sqlState: '02000', place: draft.fullName(table), next: 'choose a later time' },
  );
}

async function offsetsAt(
  definition: Definition,
  tables: readonly TableObject[],
  point: TimePoint | undefined,
): Promise<readonly (number | undefined)[]> {
  const offsets: (number | undefined)[] = [];
  for (const table of tables) {
    offsets.push(point === undefined ? undefined : await offsetAt(definition, table, point));
  }
  return offsets;
}

/** CREATE OR ALTER of a stream that is there can change its comment. */
function alterToMatch(
  definition: Definition,
  stream: StreamObject,
  source: TableObject,
  options: StreamOptions,
): ResultSet {
  definition.requireOwner(stream);
  const mode = options.appendOnly ? 'APPEND_ONLY' : 'DEFAULT';
  if (stream.table !== source.id || stream.mode !== mode) {
    throw unsupported('CREATE OR ALTER STREAM with another source or type', stream.name);
  }
  definition.draft.put({ ...stream, comment: options.comment });
  return statusResult(`Stream ${stream.name} successfully created.`);
}

export interface StreamOptions {
  comment: string;
  appendOnly: boolean;
  showInitialRows: boolean;
}

function readOptions(definition: Definition): StreamOptions {
  const { reader } = definition;
  const options = { comment: '', appendOnly: false, showInitialRows: false };
  readClauses(reader, {
    APPEND_ONLY: () => {
      options.appendOnly = readBooleanOption(reader);
    },
    SHOW_INITIAL_ROWS: () => {
      options.showInitialRows = readBooleanOption(reader);
    },
    COMMENT: () => {
      options.comment = readOption(reader);
    },
  });
  return options;
}

async function replace(
  definition: Definition,
  schema: SchemaObject,
  name: string,
  existing: StreamObject | undefined,
  isReplaced: boolean,
): Promise<void> {
  if (existing === undefined || !isReplaced) {
    definition.refuseExisting('TABLE', schema.id, name);
    definition.refuseExisting('STREAM', schema.id, name);
    return;
  }
  definition.requireOwner(existing);
  await definition.lock(existing.id);
  definition.replaced = existing;
  definition.draft.remove(existing.id);
}

/** The table to read. Whoever makes the first stream turns tracking on, which takes its owner. */
function findSource(definition: Definition, name: readonly string[]): TableObject {
  const { draft, context, roles } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const source = findRelation(name, compilation, compilation.frame());
  requirePrivilege(draft, roles, source, 'SELECT');
  if (source.kind !== 'TABLE') {
    const full = draft.fullName(source);
    throw invalidStatement(`${full} is a ${source.kind.toLowerCase()}, not a table`, full);
  }
  if (source.persistence === 'TEMPORARY') throw unsupported('a stream on a temporary table');
  if (!source.changeTracking) definition.requireOwner(source);
  return source;
}

/** `ALTER STREAM [IF EXISTS] s SET COMMENT = '…' | UNSET COMMENT`. */
export async function alterStream(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'STREAM');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = definition.findOrUndefined('STREAM', name);
  if (found === undefined && ifExists) return done;
  const stream = found ?? definition.find('STREAM', name);
  definition.requireOwner(stream);
  let comment = '';
  if (reader.accept('SET', 'COMMENT')) comment = readOption(reader);
  else if (!reader.accept('UNSET', 'COMMENT')) {
    throw unsupported(`ALTER STREAM … ${reader.peek().value} ${reader.peek(1).value}`);
  }
  reader.expectEnd();
  draft.put({ ...stream, comment });
  return done;
}
