import type { ResultSet } from '@das/core';
import { reaches, sees } from '../access/privileges.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { finalizedRoot, predecessorsOf } from '../tasks/task-graph.js';
import { notFound } from '../warehouse/errors.js';
import { objectRow } from './object-row.js';
import { rowNames } from './row-names.js';
import { isVisible, readLike, readLimit, scopeOf } from './show-scope.js';

const terse = ['created_on', 'name', 'kind', 'database_name', 'schema_name', 'schedule'];

/** `DESCRIBE TASK name`: the one row that SHOW TASKS has for it. */
export function describeTask(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  if (!reader.accept('DESC')) reader.expect('DESCRIBE');
  reader.expect('TASK');
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const schema = catalogue.schemaAt(path[0], path[1]);
  const task = schema && catalogue.find('TASK', schema.id, path[2]);
  const { roles } = state;
  if (task === undefined || !reaches(catalogue, roles, task) || !sees(roles, task)) {
    throw notFound('Task', path.join('.'));
  }
  return rowsResult(rowNames('TASK'), [objectRow(task, catalogue, state)]);
}

/** `SHOW [TERSE] TASKS [LIKE '…'] [IN …] [ROOT ONLY] [LIMIT n]`. */
export function showTasks(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  reader.expect('SHOW');
  const isTerse = reader.accept('TERSE');
  reader.expect('TASKS');
  const pattern = readLike(context);
  const isInside = scopeOf(context, 'TASK');
  const isRootOnly = reader.accept('ROOT', 'ONLY');
  const limit = readLimit(context);
  reader.expectEnd();
  const found = [...catalogue.ofKind('TASK')].filter(
    (task) =>
      isVisible(context, task) &&
      isInside(task) &&
      (pattern?.test(task.name) ?? true) &&
      (!isRootOnly ||
        (predecessorsOf(catalogue, task).length === 0 &&
          finalizedRoot(catalogue, task) === undefined)),
  );
  found.sort((a, b) => (catalogue.fullName(a) < catalogue.fullName(b) ? -1 : 1));
  const rows = found.slice(0, limit).map((task) => {
    const row = { ...objectRow(task, catalogue, state), kind: null };
    const names = isTerse ? terse : rowNames('TASK');
    return Object.fromEntries(names.map((name) => [name, row[name as keyof typeof row] ?? null]));
  });
  return rowsResult(isTerse ? terse : rowNames('TASK'), rows);
}
