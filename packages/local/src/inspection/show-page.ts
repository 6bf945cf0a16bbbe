import type { ResultSet, Row } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** The most rows that SHOW may be asked for. */
const most = 10_000;

/** What comes last in SHOW: `[STARTS WITH '…'] [LIMIT n [FROM '…']]`. */
export interface ShowPage {
  /** The rows that are asked for, out of sorted ones. */
  readonly of: (rows: readonly Row[]) => readonly Row[];
}

/**
 * Reads the end of SHOW. The rows of `LIMIT n FROM '…'` follow the first one whose name begins so; where
 * none does, there are none.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-tables
 */
export function readPage({ reader }: StatementContext): ShowPage {
  const start = reader.accept('STARTS', 'WITH') ? reader.string() : undefined;
  const limit = reader.accept('LIMIT') ? reader.integer() : undefined;
  if (limit !== undefined && limit > most) {
    throw invalidStatement(`LIMIT of SHOW is at most ${most}`, 'LIMIT', 1003);
  }
  const from = limit !== undefined && reader.accept('FROM') ? reader.string() : undefined;
  if (reader.seesOperator('->')) throw unsupported('the pipe operator ->>', '->>');
  reader.expectEnd();
  const begins = (row: Row, text: string): boolean => String(row.name).startsWith(text);
  return {
    of: (rows) => {
      const named = start === undefined ? rows : rows.filter((row) => begins(row, start));
      if (from === undefined) return named.slice(0, limit);
      const at = named.findIndex((row) => begins(row, from));
      return at < 0 ? [] : named.slice(at + 1, at + 1 + (limit ?? most));
    },
  };
}

/** What SHOW TERSE answers. */
export function terseResult(rows: readonly Row[]): ResultSet {
  const short = rows.map((row) =>
    Object.fromEntries(terseNames.map((name) => [name, row[name] ?? null])),
  );
  return rowsResult(terseNames, short);
}

const terseNames: readonly string[] = [
  'created_on',
  'name',
  'kind',
  'database_name',
  'schema_name',
];
