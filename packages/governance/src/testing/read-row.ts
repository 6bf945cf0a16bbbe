import { DasError } from '@das/contracts';
import { type ResultSet, type SqlFragment, sql, type TableName } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { type CellAnswer, type CellValue, cellValue, type RowAnswer } from './answers.js';

/** How a query is asked: under a role, or as if under a role. */
export type Ask = (query: SqlFragment) => Promise<ResultSet>;

const denials: readonly string[] = ['DAS_WAREHOUSE_NOT_FOUND', 'DAS_WAREHOUSE_NOT_AUTHORIZED'];

/**
 * What an asker finds of the one row of a table. Where a query over all columns fails, each column is
 * asked for by itself. An error that is not the work of a policy is thrown on.
 */
export async function readRow(
  ask: Ask,
  table: TableName,
  columns: readonly string[],
): Promise<RowAnswer> {
  const whole = await attempt(ask, table, columns);
  if (whole !== 'refused') return whole;
  const cells = new Map<string, CellAnswer>();
  let isSeen = false;
  for (const column of columns) {
    const answer = await attempt(ask, table, [column]);
    if (answer === 'refused') {
      cells.set(column, { is: 'refused' });
      continue;
    }
    if (answer.is !== 'seen') return answer;
    isSeen = true;
    for (const [name, cell] of answer.cells) cells.set(name, cell);
  }
  return isSeen ? { is: 'seen', cells } : { is: 'refused' };
}

async function attempt(
  ask: Ask,
  table: TableName,
  columns: readonly string[],
): Promise<RowAnswer | 'refused'> {
  const list = sql.join(columns.map((column) => sql.id(column.toUpperCase())));
  try {
    const { rows } = await ask(sql`SELECT ${list} FROM ${sql.id(...table)}`);
    const [row, ...more] = rows;
    if (row === undefined) return { is: 'hidden' };
    if (more.length > 0) {
      throw new GovernanceError('DAS_POLICY_TEST_FAILED', 'one row was stored, and more are seen', {
        place: table.join('.'),
        next: 'let nobody else write to the tables of the test',
      });
    }
    return {
      is: 'seen',
      cells: new Map(
        columns.map((column) => [column, cellValue(row[column.toUpperCase()] ?? null)]),
      ),
    };
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    if (denials.includes(error.code)) return { is: 'denied' };
    if (error.code === 'DAS_WAREHOUSE_EXECUTION_FAILED') return 'refused';
    throw error;
  }
}

/** What is stored, read from the table without policies. */
export async function readStored(
  ask: Ask,
  table: TableName,
  columns: readonly string[],
): Promise<ReadonlyMap<string, CellValue>> {
  const row = await attempt(ask, table, columns);
  const cells = new Map<string, CellValue>();
  if (row !== 'refused' && row.is === 'seen') {
    for (const [column, cell] of row.cells) if (cell.is === 'value') cells.set(column, cell);
  }
  if (cells.size === columns.length) return cells;
  throw new GovernanceError('DAS_POLICY_TEST_FAILED', 'what was stored cannot be read back', {
    place: table.join('.'),
    next: 'run the test as a role that owns what it makes',
  });
}
