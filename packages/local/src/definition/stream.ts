import { randomBytes } from 'node:crypto';
import type { ResultSet } from '@das/core';
import { requirePrivilege } from '../access/privileges.js';
import {
  physicalTable,
  type SchemaObject,
  type StreamObject,
  type TableObject,
} from '../catalogue/catalogue-object.js';
import { Compilation } from '../compile/compilation.js';
import { findRelation } from '../enforcement/resolve-name.js';
import { statusResult } from '../shaping/status-result.js';
import { journalOf, numberRows, streamOffsets, streamsOn } from '../streams/change-tracking.js';
import { readPosition } from '../streams/stream-positions.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import {
  readBooleanOption,
  readClauses,
  readCreate,
  readIfNotExists,
  readOption,
} from './clauses.js';
import type { Definition } from './definition.js';

/**
 * `CREATE [OR REPLACE] STREAM s ON TABLE t`: its offset is the table as it is now.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-stream
 */
export async function createStream(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER STREAM');
  reader.expect('STREAM');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'STREAM');
  const existing = draft.find('STREAM', schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (reader.accept('COPY', 'GRANTS')) definition.copiesGrants = true;
  if (reader.sees('CLONE')) throw unsupported('CLONE of a stream');
  if (reader.sees('WITH') || reader.sees('TAG')) throw unsupported('tags on streams');
  reader.expect('ON');
  if (!reader.accept('TABLE')) throw unsupported(`a stream on a ${reader.peek().value}`);
  const source = findSource(definition, reader.name());
  if (reader.sees('AT') || reader.sees('BEFORE')) throw unsupported('a stream AT or BEFORE');
  const options = readOptions(definition);
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
  draft.put(stream);
  // Before the first row: all that is there is new to this stream.
  const position = options.showInitialRows
    ? -1n
    : await readPosition(definition.context.state.connection, table);
  await definition.run(
    `INSERT INTO ${streamOffsets} VALUES (${stream.id}, ${table.id}, ${position})`,
  );
  return statusResult(`Stream ${plain} successfully created.`);
}

function readOptions(definition: Definition): {
  comment: string;
  appendOnly: boolean;
  showInitialRows: boolean;
} {
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

/** Gives the table numbers of rows and a journal, unless it has them from an earlier stream. */
async function trackChanges(definition: Definition, source: TableObject): Promise<TableObject> {
  const { draft } = definition;
  const table: TableObject = {
    ...source,
    changeTracking: true,
    changeKey: source.changeKey ?? randomBytes(16).toString('hex'),
  };
  const target = physicalTable(table);
  if (source.changeKey === undefined) {
    const columns = table.columns.map((column) => `c${column.id}`).join(', ');
    await definition.run(`ALTER TABLE ${target} ADD COLUMN row_id BIGINT`);
    await definition.run(
      `CREATE TABLE ${journalOf(table)} AS SELECT CAST(0 AS BIGINT) AS position, row_id, ${columns} FROM ${target} LIMIT 0`,
    );
  } else if (streamsOn(draft, table.id).length === 0) {
    // Nothing was kept since the last stream was dropped.
    await definition.run(`DELETE FROM ${journalOf(table)}`);
  }
  await definition.run(numberRows(table));
  draft.put(table);
  return table;
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
