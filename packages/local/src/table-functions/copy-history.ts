import { holdsGlobal, reaches, sees } from '../access/privileges.js';
import { isRelation } from '../catalogue/catalogue-object.js';
import type { Place } from '../compile/compile-expression.js';
import { loadsOf } from '../metadata/loads-of.js';
import { copyHistoryFunction } from '../metadata/run-history.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, notFound, unsupported } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';
import { findEntity } from './find-entity.js';

/**
 * `INFORMATION_SCHEMA.COPY_HISTORY(TABLE_NAME => …, START_TIME => …)`: the loads of one table in
 * fourteen days.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/copy_history
 */
export function copyHistory(call: CallReference, place: Place, database: string): CalledTable {
  const args = new CallArguments(call, place, [
    'TABLE_NAME',
    'START_TIME',
    'END_TIME',
    'PIPE_NAME',
  ]);
  if (args.has('PIPE_NAME')) throw unsupported('pipes', 'PIPE_NAME');
  const name = args.name('TABLE_NAME');
  const start = args.time('START_TIME');
  if (name === undefined || start === undefined) {
    throw invalidStatement('COPY_HISTORY needs TABLE_NAME and START_TIME', 'COPY_HISTORY');
  }
  const table = findEntity(name, 'TABLE', place, database);
  const { compilation, frame } = place;
  const { catalogue, session } = compilation;
  const mayRead =
    holdsGlobal(catalogue, frame.roles, 'MONITOR') ||
    (sees(frame.roles, table) && reaches(catalogue, frame.roles, table));
  if (!isRelation(table) || !mayRead) throw notFound('Table', name.join('.'));
  const now = `TIMESTAMP '${session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const tests = [
    `h.loaded_at >= ${now} - INTERVAL 14 DAY`,
    `h.loaded_at >= ${start}`,
    `h.loaded_at <= ${args.time('END_TIME') ?? now}`,
  ];
  const rows = loadsOf([table], compilation);
  return historyTable(
    copyHistoryFunction,
    `(SELECT * FROM ${rows} AS h WHERE ${tests.join(' AND ')}) AS h`,
  );
}
