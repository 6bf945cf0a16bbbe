import { $ZodAsyncError, type $ZodObject, type output, safeParse } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';
import { RecordError } from '../errors/record-error.js';
import type { RecordIssue, RecordResult } from '../model/contract.js';
import type { StandardIssue, StandardResult } from '../schema/standard-schema.js';

/** An issue as zod collects it; the path is there once the issue has left a field. */
interface Issue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
}

/** What the schema put out, or why it did not. */
interface Parsed {
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/** What a record gets on which the schema itself gave up: it is nested too deeply, or a transform threw. */
const unparsable: Parsed = Object.freeze({
  value: undefined,
  issues: Object.freeze([Object.freeze({ code: 'unparsable', path: [] })]),
});

function asynchronous(place: string, cause?: unknown): ContractError {
  return new ContractError('DAS_CONTRACT_ASYNC_SCHEMA', 'the schema is asynchronous', {
    place,
    next: 'remove async refinements and transforms: records are parsed synchronously',
    cause,
  });
}

/** Whatever a schema throws at a record is an issue of that record: no record may stop the ones behind it. */
function unparsableUnlessAsync(error: unknown, place: string): typeof unparsable {
  // That a schema is asynchronous is not wrong with the record, so it is thrown.
  if (error instanceof $ZodAsyncError) throw asynchronous(place, error);
  return unparsable;
}

/**
 * Runs zod without making an error of it: rejected records are as frequent as the data is bad, and
 * nobody reads zod's messages, which may quote values.
 */
function parse(schema: $ZodObject, value: unknown, place: string): Parsed {
  try {
    const result = schema._zod.run({ value, issues: [] }, { async: false });
    if (!(result instanceof Promise)) return result;
    // Nobody waits for it, so a rejection of it would end the process.
    result.catch(() => {});
  } catch (error) {
    return unparsableUnlessAsync(error, place);
  }
  throw asynchronous(place);
}

/** What of zod's issues may be told: columns and codes, each pair once. */
function recordIssues(
  issues: readonly Issue[],
  columns: ReadonlyMap<string, unknown>,
): readonly RecordIssue[] {
  const told = new Map<string, RecordIssue>();
  for (const issue of issues) {
    const head = issue.path?.[0];
    // A path below the column may hold keys of the data itself, so it stops at the column.
    const column = typeof head === 'string' && columns.has(head) ? head : undefined;
    const code = issue.code ?? 'custom';
    // A long list can break one clause a million times; saying it once is enough.
    const key = `${code} ${column ?? ''}`;
    if (!told.has(key)) told.set(key, { column, code });
  }
  return [...told.values()];
}

/** Parses one record into the stored row, or into issues that hold columns and codes and no values. */
export function parseRecord<Schema extends $ZodObject>(
  schema: Schema,
  columns: ReadonlyMap<string, unknown>,
  record: unknown,
  place: string,
): RecordResult<output<Schema>> {
  const { value, issues } = parse(schema, record, place);
  return issues.length === 0
    ? { ok: true, row: value as output<Schema> }
    : { ok: false, issues: recordIssues(issues, columns) };
}

/** Parses one record into the stored row, or throws what is wrong with it. */
export function parseOrThrow<Schema extends $ZodObject>(
  schema: Schema,
  columns: ReadonlyMap<string, unknown>,
  record: unknown,
  place: string,
): output<Schema> {
  const { value, issues } = parse(schema, record, place);
  if (issues.length === 0) return value as output<Schema>;
  throw new RecordError(recordIssues(issues, columns), place);
}

const gaveUp: readonly StandardIssue[] = Object.freeze([
  Object.freeze({ path: [], message: 'The record cannot be parsed' }),
]);

/** Parses as Standard Schema wants it. */
export function validate<Schema extends $ZodObject>(
  schema: Schema,
  value: unknown,
  place: string,
): StandardResult<output<Schema>> {
  try {
    const result = safeParse(schema, value);
    return result.success ? { value: result.data } : { issues: result.error.issues };
  } catch (error) {
    unparsableUnlessAsync(error, place);
    return { issues: gaveUp };
  }
}
