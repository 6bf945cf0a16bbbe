import type { ResultSet } from '@das/core';
import {
  type DataMetricFunctionObject,
  type MetricTable,
  metricSignature,
} from '../../catalogue/data-metric-function-object.js';
import { parseType } from '../../datatype/parse-type.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkMetricBody } from './check-metric-body.js';
import { metricHolders } from './metric-holders.js';

/**
 * `CREATE [OR REPLACE | OR ALTER] [SECURE] DATA METRIC FUNCTION`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-data-metric-function
 */
export async function createDataMetricFunction(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  const isSecure = reader.accept('SECURE');
  reader.expect('DATA', 'METRIC', 'FUNCTION');
  const ifNotExists = readIfNotExists(reader, mode);
  const path = reader.name();
  const tables = readTables(definition);
  const types = tables.map(({ columns }) => columns.map(({ type }) => type));
  const functionName = path.at(-1) ?? '';
  const name = `${functionName}${metricSignature(types)}`;
  const { comment, body } = readRest(definition);
  const full = [...path.slice(0, -1), name];
  const known = mode.orAlter ? definition.findOrUndefined('FUNCTION', full) : undefined;
  if (known !== undefined) {
    definition.requireOwner(known);
    if (known.body !== body || !isSameSignature(known.tables, tables)) {
      throw unsupported('CREATE OR ALTER DATA METRIC FUNCTION with another body', name);
    }
    draft.put({ ...known, isSecure, comment });
    return statusResult(`Function ${functionName} successfully created.`);
  }
  const { schema } = definition.schemaFor(full, 'DATA METRIC FUNCTION');
  const existing = draft.find('FUNCTION', schema.id, name);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${functionName} already exists, statement succeeded.`);
  }
  if (existing !== undefined) {
    if (!mode.orReplace) throw alreadyExists('Function', draft.fullName(existing));
    definition.requireOwner(existing);
    if (metricHolders(draft, existing.id).length > 0) {
      throw unsupported('CREATE OR REPLACE of a data metric function that is set on a table', name);
    }
    draft.remove(existing.id);
  }
  const metric: DataMetricFunctionObject = definition.withFutureGrants({
    ...definition.base(name, comment),
    kind: 'FUNCTION',
    parent: schema.id,
    functionName,
    tables,
    body,
    isSecure,
  });
  draft.put(metric);
  await checkMetricBody(definition, metric);
  return statusResult(`Function ${functionName} successfully created.`);
}

/** `(t TABLE(c NUMBER, …) [, t2 TABLE(…)])`. */
function readTables({ reader }: Definition): readonly MetricTable[] {
  const tables = reader.list((): MetricTable => {
    const name = reader.identifier();
    if (!reader.accept('TABLE')) throw wrongArguments();
    const columns = reader.list(() => ({ name: reader.identifier(), type: parseType(reader) }));
    if (columns.length === 0) throw invalidStatement('a table argument has a column', name);
    refuseTwice(columns.map((column) => column.name));
    return { name, columns };
  });
  if (tables.length < 1 || tables.length > 2) throw wrongArguments();
  refuseTwice(tables.map((table) => table.name));
  return tables;
}

function wrongArguments(): Error {
  return invalidStatement(
    'Invalid number of arguments. Data metric function accepts only one or two table arguments.',
  );
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalidStatement(`the argument ${twice} stands twice`, twice);
}

function isSameSignature(left: readonly MetricTable[], right: readonly MetricTable[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** `RETURNS NUMBER [[NOT] NULL] [LANGUAGE SQL] [COMMENT = '…'] AS '…'`. */
function readRest({ reader }: Definition): { readonly comment: string; readonly body: string } {
  reader.expect('RETURNS');
  if (!reader.accept('NUMBER')) {
    throw invalidStatement('a data metric function RETURNS NUMBER', reader.peek().value);
  }
  if (reader.seesOperator('(')) throw unsupported('RETURNS NUMBER with a precision');
  if (reader.accept('NOT')) reader.expect('NULL');
  else reader.accept('NULL');
  let comment = '';
  for (;;) {
    if (reader.accept('LANGUAGE')) reader.expect('SQL');
    else if (reader.accept('COMMENT')) comment = readOption(reader);
    else break;
  }
  if (!reader.accept('AS')) {
    throw unsupported(`the clause ${reader.peek().value} of a data metric function`);
  }
  const body = reader.string().trim().replace(/;$/, '');
  reader.expectEnd();
  if (body === '') throw invalidStatement('the data metric function has no body');
  return { comment, body };
}
