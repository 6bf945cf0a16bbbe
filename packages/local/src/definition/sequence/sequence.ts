import type { ResultSet } from '@das/core';
import { holds } from '../../access/privileges.js';
import type { NumberSeries, SequenceObject } from '../../catalogue/sequence-object.js';
import { findSchema } from '../../enforcement/resolve-name.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import {
  checkSeries,
  createSequenceSql,
  nextValue,
  physicalSequence,
} from '../../sequences/physical-sequence.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import { readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';

interface SequenceClauses {
  start: bigint | undefined;
  increment: bigint | undefined;
  isOrdered: boolean | undefined;
  comment: string | undefined;
}

/**
 * `CREATE [OR REPLACE | OR ALTER] SEQUENCE`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-sequence
 */
export async function createSequence(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  const mode = readCreate(reader);
  reader.expect('SEQUENCE');
  const ifNotExists = readIfNotExists(reader, mode);
  const path = reader.name();
  const known = mode.orAlter ? definition.findOrUndefined('SEQUENCE', path) : undefined;
  if (known !== undefined) {
    definition.requireOwner(known);
    await applyAll(definition, known, readSequenceClauses(reader));
    return statusResult('Statement executed successfully.');
  }
  const { schema, plain } = definition.schemaFor(path, 'SEQUENCE');
  const existing = draft.find('SEQUENCE', schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (reader.sees('CLONE')) throw unsupported('CLONE of a sequence');
  const clauses = readSequenceClauses(reader);
  if (existing !== undefined) {
    if (!mode.orReplace) throw alreadyExists('Sequence', draft.fullName(existing));
    definition.requireOwner(existing);
    draft.remove(existing.id);
  }
  const series = newSeries(context.engine.nextId(), clauses);
  const sequence: SequenceObject = definition.withFutureGrants({
    ...definition.base(plain, clauses.comment ?? ''),
    kind: 'SEQUENCE',
    parent: schema.id,
    ...series,
    firstValue: series.start,
  });
  draft.put(sequence);
  await definition.run(createSequenceSql(series));
  return statusResult(`Sequence ${plain} successfully created.`);
}

/** A checked series with the defaults of Snowflake. */
export function newSeries(
  physical: number,
  clauses: Pick<SequenceClauses, 'start' | 'increment' | 'isOrdered'>,
): NumberSeries {
  const { start = 1n, increment = 1n, isOrdered = false } = clauses;
  checkSeries(start, increment);
  return { physical, start: String(start), increment: String(increment), isOrdered };
}

/** `[WITH] [START [WITH] [=] n] [INCREMENT [BY] [=] n] [ORDER | NOORDER] [COMMENT = '…']`. */
function readSequenceClauses(reader: TokenReader): SequenceClauses {
  const clauses: SequenceClauses = {
    start: undefined,
    increment: undefined,
    isOrdered: undefined,
    comment: undefined,
  };
  reader.accept('WITH');
  while (!reader.isAtEnd) {
    if (reader.accept('START')) {
      reader.accept('WITH');
      reader.acceptOperator('=');
      clauses.start = readWhole(reader);
    } else if (reader.accept('INCREMENT')) {
      reader.accept('BY');
      reader.acceptOperator('=');
      clauses.increment = readWhole(reader);
    } else if (reader.accept('ORDER')) clauses.isOrdered = true;
    else if (reader.accept('NOORDER')) clauses.isOrdered = false;
    else if (reader.accept('COMMENT')) clauses.comment = readOption(reader);
    else throw unsupported(`the clause ${reader.peek().value} of a sequence`);
    reader.acceptOperator(',');
  }
  return clauses;
}

/** A whole number with a sign. */
export function readWhole(reader: TokenReader): bigint {
  const isNegative = reader.acceptOperator('-');
  if (!isNegative) reader.acceptOperator('+');
  const token = reader.next();
  if (token.kind !== 'number' || !/^\d{1,20}$/.test(token.value)) {
    throw reader.unexpectedToken(token, 'a whole number');
  }
  const value = BigInt(token.value);
  return isNegative ? -value : value;
}

/**
 * `ALTER SEQUENCE … RENAME TO | [SET] INCREMENT | SET ORDER | NOORDER | COMMENT | UNSET COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-sequence
 */
export async function alterSequence(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'SEQUENCE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = definition.findOrUndefined('SEQUENCE', name);
  if (found === undefined && ifExists) return done;
  const sequence = found ?? definition.find('SEQUENCE', name);
  definition.requireOwner(sequence);
  if (reader.accept('RENAME', 'TO')) {
    const target = reader.name();
    reader.expectEnd();
    rename(definition, sequence, target);
  } else if (reader.accept('UNSET', 'COMMENT')) {
    reader.expectEnd();
    draft.put({ ...sequence, comment: '' });
  } else {
    if (!reader.accept('SET') && !reader.sees('INCREMENT')) {
      throw unsupported(`ALTER SEQUENCE … ${reader.peek().value}`);
    }
    if (reader.isAtEnd) throw reader.unexpected('what to set');
    const clauses = readSequenceClauses(reader);
    if (clauses.start !== undefined) throw wrongStart(sequence);
    await applyAll(definition, sequence, clauses);
  }
  return done;
}

function wrongStart(sequence: SequenceObject): Error {
  return invalidStatement('the first value of a sequence cannot be changed', sequence.name);
}

function rename(definition: Definition, sequence: SequenceObject, target: readonly string[]): void {
  const { draft, roles } = definition;
  const [database, schemaName, plain] = definition.path(target);
  const schema = findSchema(draft, roles, database, schemaName);
  if (!holds(roles, schema, 'CREATE SEQUENCE')) {
    throw notAuthorized('Schema', `${database}.${schemaName}`);
  }
  if (schema.isManaged && schema.id !== sequence.parent) {
    throw unsupported('moving a sequence into a schema with managed access');
  }
  definition.refuseExisting('SEQUENCE', schema.id, plain);
  draft.put({ ...sequence, name: plain, parent: schema.id });
}

async function applyAll(
  definition: Definition,
  sequence: SequenceObject,
  clauses: SequenceClauses,
): Promise<void> {
  const { draft } = definition;
  if (clauses.start !== undefined && String(clauses.start) !== sequence.firstValue) {
    throw wrongStart(sequence);
  }
  const { isOrdered = sequence.isOrdered, comment = sequence.comment } = clauses;
  if (isOrdered && !sequence.isOrdered) {
    throw invalidStatement('a sequence with NOORDER cannot be changed to ORDER', sequence.name);
  }
  const changed: SequenceObject = { ...sequence, isOrdered, comment };
  const { increment } = clauses;
  const isSame = increment === undefined || String(increment) === sequence.increment;
  draft.put(isSame ? changed : await withIncrement(definition, changed, increment));
}

/** DuckDB cannot change the step of a sequence: another one goes on where it stands. */
async function withIncrement(
  definition: Definition,
  sequence: SequenceObject,
  increment: bigint,
): Promise<SequenceObject> {
  const { engine, state } = definition.context;
  engine.sequenceGate.close(sequence.physical);
  definition.atEnd(() => engine.sequenceGate.open(sequence.physical));
  const start = await nextValue(state.connection, sequence);
  checkSeries(start, increment);
  const physical = engine.nextId();
  const next = { ...sequence, physical, increment: String(increment) };
  await definition.run(createSequenceSql({ ...next, start: String(start) }));
  await definition.run(`DROP SEQUENCE ${physicalSequence(sequence)}`);
  return { ...next, start: String(start) };
}
