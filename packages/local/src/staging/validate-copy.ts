import type { ResultSet, Row } from '@das/core';
import { formatType } from '../datatype/data-type.js';
import { resultValue } from '../shaping/result-value.js';
import { faultKindOf, faultNumbers, reportFault } from './load-faults.js';
import { countFaults, faultError, type Load, openForLoad } from './load-file.js';
import type { Validation } from './read-copy.js';
import type { StagedFile } from './stage-folder.js';

const text = 'VARCHAR(16777216)';
const number = 'NUMBER(38,0)';

const columns: readonly (readonly [string, string])[] = [
  ['ERROR', text],
  ['FILE', text],
  ['LINE', number],
  ['CHARACTER', number],
  ['BYTE_OFFSET', number],
  ['CATEGORY', text],
  ['CODE', number],
  ['SQL_STATE', text],
  ['COLUMN_NAME', text],
  ['ROW_NUMBER', number],
  ['ROW_START_LINE', number],
  ['REJECTED_RECORD', text],
];

/** `VALIDATION_MODE`: looks at the files, and loads nothing. */
export async function validateCopy(
  load: Load,
  files: readonly StagedFile[],
  mode: Validation,
): Promise<ResultSet> {
  return typeof mode === 'object'
    ? await firstRows(load, files, mode.rows)
    : await allFaults(load, files);
}

/** The faults of all files. The record itself is not told: it may hold what the reader may not see. */
async function allFaults(load: Load, files: readonly StagedFile[]): Promise<ResultSet> {
  const { connection } = load.context.state;
  const rows: Row[] = [];
  for (const file of files) {
    const opened = await openForLoad(load, file, true);
    try {
      const reader = await connection.runAndReadAll(
        `SELECT n, l, pos, e FROM (${opened.query.faults}) WHERE e IS NOT NULL ORDER BY n`,
      );
      for (const [n, line, character, code] of reader.getRows()) {
        const { message, columnName } = reportFault(String(code), load.table);
        const known = faultNumbers[faultKindOf(String(code))];
        rows.push({
          ERROR: message,
          FILE: opened.name,
          LINE: Number(line),
          CHARACTER: character === null ? null : Number(character),
          BYTE_OFFSET: null,
          CATEGORY: columnName === null ? 'parsing' : 'conversion',
          CODE: known?.number ?? 100_000,
          SQL_STATE: known?.sqlState ?? '22000',
          COLUMN_NAME: columnName,
          ROW_NUMBER: Number(n),
          ROW_START_LINE: Number(line),
          REJECTED_RECORD: null,
        });
      }
    } finally {
      await opened.source.drop();
    }
  }
  return { columns: columns.map(([name, type]) => ({ name, type })), rows, rowsAffected: 0 };
}

/** The first rows as they would be loaded; a fault among them stops the statement. */
async function firstRows(
  load: Load,
  files: readonly StagedFile[],
  limit: number,
): Promise<ResultSet> {
  const { connection } = load.context.state;
  const rows: Row[] = [];
  const shown = load.table.columns;
  for (const file of files) {
    if (rows.length >= limit) break;
    const opened = await openForLoad(load, file, true);
    try {
      const { query } = opened;
      const { errors, first } = await countFaults(load, opened, limit - rows.length);
      if (errors > 0) throw faultError(load, opened.name, first);
      const reader = await connection.runAndReadAll(`${query.strict} LIMIT ${limit - rows.length}`);
      for (const values of reader.getRows()) {
        const row: Record<string, Row[string]> = {};
        for (const column of shown) {
          const at = query.physical.indexOf(`c${column.id}`);
          row[column.name] = resultValue(values[at], column.type);
        }
        rows.push(row);
      }
    } finally {
      await opened.source.drop();
    }
  }
  return {
    columns: shown.map(({ name, type }) => ({ name, type: formatType(type) })),
    rows,
    rowsAffected: 0,
  };
}
