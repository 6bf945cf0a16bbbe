import { simple } from '../datatype/data-type.js';
import type { ValuesQuery } from '../query/query.js';
import { invalidStatement } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import type { CompiledQuery, OutputColumn } from './compile-query.js';
import { unify } from './convert.js';
import { typed } from './typed.js';

/** Compiles `VALUES (…), (…)`, whose columns are called `COLUMN1`, `COLUMN2`, … */
export function compileValues(query: ValuesQuery, place: Place): CompiledQuery {
  const one = { ...place, drawsNumbers: true };
  const { value: rows, projection } = place.compilation.collect(() =>
    query.rows.map((row) => row.map((cell) => compileExpression(cell, one))),
  );
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.some((row) => row.length !== width)) {
    throw invalidStatement('the rows of VALUES have different numbers of columns');
  }
  const columns: OutputColumn[] = [];
  const cells: string[][] = rows.map(() => []);
  for (let at = 0; at < width; at += 1) {
    const column = rows.map((row) => row[at] ?? typed('NULL', simple('NULL')));
    const { type, sql } = unify(column, 'a column of VALUES');
    columns.push({ name: `COLUMN${at + 1}`, type, sql: `o${at + 1}`, projection });
    for (const [row, cell] of sql.entries()) cells[row]?.push(cell);
  }
  const alias = place.compilation.alias('r');
  const names = columns.map((column) => column.sql).join(', ');
  const values = cells.map((row) => `(${row.join(', ')})`).join(', ');
  return { sql: `SELECT ${names} FROM (VALUES ${values}) AS ${alias}(${names})`, columns };
}
