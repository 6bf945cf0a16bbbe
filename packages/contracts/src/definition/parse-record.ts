import { $ZodAsyncError, type $ZodObject, type output, safeParse } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';
import { RecordError } from '../errors/record-error.js';
import type { RecordIssue, RecordResult } from '../model/contract.js';
import type { StandardIssue, StandardResult } from '../schema/standard-schema.js';

interface Issue extends StandardIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
}

type Parsed<Data> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: false; readonly issues: readonly Issue[] };

/** What a record gets on which the schema itself gave up: it is nested too deeply, or a transform threw. */
const unparsable: Parsed<never> = Object.freeze({
  success: false,
  issues: Object.freeze([
    Object.freeze({ code: 'unparsable', path: [], message: 'The record cannot be parsed' }),
  ]),
});

/**
 * Runs zod. Whatever a schema throws at a record is an issue of that record: no record may stop the
 * ones behind it. That a schema is asynchronous is not wrong with the record, so it is thrown.
 */
function parse<Schema extends $ZodObject>(
  schema: Schema,
  value: unknown,
  place: string,
): Parsed<output<Schema>> {
  try {
    const result = safeParse(schema, value);
    return result.success ? result : { success: false, issues: result.error.issues };
  } catch (error) {
    if (!(error instanceof $ZodAsyncError)) return unparsable;
    throw new ContractError('DAS_CONTRACT_ASYNC_SCHEMA', 'the schema is asynchronous', {
      place,
      next: 'remove async refinements and transforms: records are parsed synchronously',
      cause: error,
    });
  }
}

/** What of zod's issues may be told: columns and codes, each pair once. */
function recordIssues(
  issues: readonly Issue[],
  columns: ReadonlyMap<string, unknown>,
): readonly RecordIssue[] {
  const told = new Map<string, RecordIssue>();
  for (const issue of issues) {
    const [head] = issue.path;
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
  const result = parse(schema, record, place);
  return result.success
    ? { ok: true, row: result.data }
    : { ok: false, issues: recordIssues(result.issues, columns) };
}

/** Parses one record into the stored row, or throws what is wrong with it. */
export function parseOrThrow<Schema extends $ZodObject>(
  schema: Schema,
  columns: ReadonlyMap<string, unknown>,
  record: unknown,
  place: string,
): output<Schema> {
  const result = parse(schema, record, place);
  // Nearly every record is good, and costs no more than zod itself.
  if (result.success) return result.data;
  throw new RecordError(recordIssues(result.issues, columns), place);
}

/** Parses as Standard Schema wants it. */
export function validate<Schema extends $ZodObject>(
  schema: Schema,
  value: unknown,
  place: string,
): StandardResult<output<Schema>> {
  const result = parse(schema, value, place);
  return result.success ? { value: result.data } : { issues: result.issues };
}
