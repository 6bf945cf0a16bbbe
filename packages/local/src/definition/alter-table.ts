import type { ResultSet } from '@das/core';
import { physicalTable, type TableObject } from '../catalogue/catalogue-object.js';
import { Compilation } from '../compile/compilation.js';
import { duckType } from '../datatype/data-type.js';
import { statusResult } from '../shaping/status-result.js';
import { defaultOf } from '../statement/insert.js';
import { journalOf, streamsOn } from '../streams/change-tracking.js';
import { alreadyExists, invalidStatement, unsupported } from '../warehouse/errors.js';
import { changeColumns, storeRelation } from './alter-columns.js';
import { checkPolicies } from './attach-policy.js';
import { readBooleanOption, readNumberOption } from './clauses.js';
import type { Definition } from './definition.js';
import { findTemporary } from './find-temporary.js';
import { readColumn, settleColumn } from './read-columns.js';

const done = 'Statement executed successfully.';

/** `ALTER TABLE`. */
export async function alterTable(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('ALTER', 'TABLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const [database, schemaName, plain] = definition.path(name);
  const holder = definition.draft.find('DATABASE', 0, database);
  const schema = holder && definition.draft.find('SCHEMA', holder.id, schemaName);
  const temporary = findTemporary(definition, 'TABLE', schema?.id, plain);
  const table = temporary ?? definition.findOrUndefined('TABLE', name);
  if (table === undefined && ifExists) return statusResult(done);
  await change(definition, table ?? definition.find('TABLE', name));
  return statusResult(done);
}

async function change(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  if (reader.accept('RENAME', 'TO')) return rename(definition, table);
  if (reader.accept('SWAP', 'WITH')) return swap(definition, table);
  if (reader.accept('RENAME', 'COLUMN')) return renameColumn(definition, table);
  if (reader.sees('ADD', 'ROW') || reader.sees('DROP', 'ROW') || reader.sees('DROP', 'ALL')) {
    return await changeColumns(definition, table);
  }
  if (reader.accept('ADD')) return await addColumns(definition, table);
  if (reader.accept('DROP')) return await dropColumns(definition, table);
  if (reader.accept('SET', 'DATA_RETENTION_TIME_IN_DAYS')) {
    definition.requireOwner(table);
    storeRelation(definition, { ...table, retentionDays: readNumberOption(reader) });
    return reader.expectEnd();
  }
  if (reader.accept('SET', 'CHANGE_TRACKING')) {
    definition.requireOwner(table);
    const changeTracking = readBooleanOption(reader);
    if (!changeTracking && streamsOn(definition.draft, table.id).length > 0) {
      throw unsupported('CHANGE_TRACKING = FALSE on a table with streams');
    }
    storeRelation(definition, { ...table, changeTracking });
    return reader.expectEnd();
  }
  await changeColumns(definition, table);
}

/** A rename changes the catalogue alone: physical tables are named by number. */
function rename(definition: Definition, table: TableObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  const { schema, plain } = definition.schemaFor(reader.name(), 'TABLE');
  reader.expectEnd();
  if (draft.findRelation(schema.id, plain) !== undefined) throw alreadyExists('Object', plain);
  storeRelation(definition, { ...table, name: plain, parent: schema.id });
}

function swap(definition: Definition, table: TableObject): void {
  const { reader, draft } = definition;
  const other = definition.find('TABLE', reader.name());
  reader.expectEnd();
  definition.requireOwner(table);
  definition.requireOwner(other);
  if (table.persistence === 'TEMPORARY') throw unsupported('SWAP WITH a temporary table');
  if (table.id !== other.id) draft.swap(table, other);
}

function renameColumn(definition: Definition, table: TableObject): void {
  const { reader } = definition;
  definition.requireOwner(table);
  const from = reader.identifier();
  reader.expect('TO');
  const to = reader.identifier();
  reader.expectEnd();
  if (!table.columns.some((column) => column.name === from)) {
    throw invalidStatement(`invalid identifier ${from}`, from, 904);
  }
  if (table.columns.some((column) => column.name === to)) throw alreadyExists('Column', to);
  const named = (name: string): string => (name === from ? to : name);
  const { rowAccess } = table;
  storeRelation(definition, {
    ...table,
    primaryKey: table.primaryKey.map(named),
    rowAccess: rowAccess && { ...rowAccess, columns: rowAccess.columns.map(named) },
    columns: table.columns.map((column) => ({
      ...column,
      name: named(column.name),
      mask: column.mask && { ...column.mask, columns: column.mask.columns.map(named) },
    })),
  });
}

async function addColumns(definition: Definition, table: TableObject): Promise<void> {
  const { reader, context, draft } = definition;
  definition.requireOwner(table);
  reader.accept('COLUMN');
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
  await definition.lock(table.id);
  let changed = table;
  const steps: string[] = [];
  do {
    const id = Math.max(0, ...changed.columns.map((column) => column.id)) + 1;
    const column = settleColumn(readColumn(definition, id, 'required'));
    if (changed.columns.some((existing) => existing.name === column.name)) {
      if (ifNotExists) continue;
      throw alreadyExists('Column', column.name);
    }
    const compilation = new Compilation(draft, context.state.context(), []);
    const target = physicalTable(table);
    // Old versions of rows in the journal get the column too, with its default.
    for (const physical of [target, ...(table.changeKey === undefined ? [] : [journalOf(table)])]) {
      steps.push(`ALTER TABLE ${physical} ADD COLUMN c${id} ${duckType(column.type)}`);
      if (column.defaultText !== undefined) {
        steps.push(`UPDATE ${physical} SET c${id} = ${defaultOf(column, compilation).sql}`);
      }
    }
    if (column.notNull) steps.push(`ALTER TABLE ${target} ALTER COLUMN c${id} SET NOT NULL`);
    changed = { ...changed, columns: [...changed.columns, column] };
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  checkPolicies(definition, changed);
  for (const step of steps) await definition.run(step);
  storeRelation(definition, changed);
}

async function dropColumns(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  definition.requireOwner(table);
  reader.accept('COLUMN');
  const ifExists = reader.accept('IF', 'EXISTS');
  await definition.lock(table.id);
  let changed = table;
  do {
    const name = reader.identifier();
    const column = changed.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      if (ifExists) continue;
      throw invalidStatement(`invalid identifier ${name}`, name, 904);
    }
    const isArgument =
      changed.rowAccess?.columns.includes(name) === true ||
      changed.columns.some((other) => other.mask?.columns.slice(1).includes(name) === true);
    if (isArgument) throw invalidStatement(`the column ${name} is an argument of a policy`, name);
    if (changed.columns.length === 1) throw invalidStatement('a table needs a column', name);
    changed = { ...changed, columns: changed.columns.filter((other) => other !== column) };
    await definition.run(`ALTER TABLE ${physicalTable(table)} DROP COLUMN c${column.id}`);
    if (table.changeKey !== undefined) {
      await definition.run(`ALTER TABLE ${journalOf(table)} DROP COLUMN c${column.id}`);
    }
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  storeRelation(definition, changed);
}
