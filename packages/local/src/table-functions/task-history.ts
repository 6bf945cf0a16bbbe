import { holds, holdsGlobal, reaches } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import type { TaskObject } from '../catalogue/task-object.js';
import type { Place } from '../compile/compile-expression.js';
import { duckString } from '../compile/typed.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import { metadataRows } from '../metadata/metadata-rows.js';
import { columnsOf } from '../metadata/metadata-view.js';
import { taskHistoryFunction } from '../metadata/run-history.js';
import type { CallReference } from '../query/query.js';
import { childrenOf, isStarted, predecessorsOf } from '../tasks/task-graph.js';
import { scheduledRuns } from '../tasks/task-history.js';
import { invalidStatement } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';
import { findEntity } from './find-entity.js';

const names = [
  'SCHEDULED_TIME_RANGE_START',
  'SCHEDULED_TIME_RANGE_END',
  'RESULT_LIMIT',
  'TASK_NAME',
  'DATABASE_NAME',
  'SCHEMA_NAME',
  'ERROR_ONLY',
  'ROOT_TASK_ID',
];

/**
 * `INFORMATION_SCHEMA.TASK_HISTORY(…)`: the runs of seven days, and the next one of each task.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/task_history
 */
export function taskHistory(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, names);
  const { compilation, frame } = place;
  const { catalogue, session } = compilation;
  compilation.tables.add('das_catalogue.task_runs');
  const now = `TIMESTAMP '${session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const scheduled = 'epoch_ms(h.scheduled)';
  const tests = [`${scheduled} >= ${now} - INTERVAL 7 DAY`];
  const text = (name: string): string => `json_extract_string(h.body, '$.${name}')`;
  const seesAll = holdsGlobal(catalogue, frame.roles, 'MONITOR EXECUTION');
  const tasks = [...catalogue.ofKind('TASK')].filter((task) => mayMonitor(task, place));
  if (!seesAll) tests.push(`h.task_id IN (${[0, ...tasks.map(({ id }) => id)].join(', ')})`);
  const start = args.time('SCHEDULED_TIME_RANGE_START');
  const end = args.time('SCHEDULED_TIME_RANGE_END');
  if (start !== undefined) tests.push(`${scheduled} >= ${start}`);
  if (end !== undefined) tests.push(`${scheduled} <= ${end}`);
  const name = args.text('TASK_NAME');
  if (name !== undefined) tests.push(`upper(${text('name')}) = upper(${duckString(name)})`);
  const database = args.name('DATABASE_NAME')?.at(-1);
  const schema = args.name('SCHEMA_NAME')?.at(-1);
  if (schema !== undefined && database === undefined) {
    throw invalidStatement('SCHEMA_NAME of TASK_HISTORY needs DATABASE_NAME', 'SCHEMA_NAME');
  }
  if (database !== undefined) {
    findDatabase(catalogue, frame.roles, database);
    tests.push(`${text('databaseName')} = ${duckString(database)}`);
  }
  if (database !== undefined && schema !== undefined) {
    findSchema(catalogue, frame.roles, database, schema);
    tests.push(`${text('schemaName')} = ${duckString(schema)}`);
  }
  const failures = "('FAILED', 'FAILED_AND_AUTO_SUSPENDED', 'CANCELLED')";
  if (args.boolean('ERROR_ONLY') === true) tests.push(`${text('state')} IN ${failures}`);
  const root = args.text('ROOT_TASK_ID');
  if (root !== undefined) tests.push(`${text('rootTaskId')} = ${duckString(root)}`);
  const limit = args.number('RESULT_LIMIT', { min: 1, max: 10_000 }) ?? 100;
  const next = scheduledRuns({ catalogue, clock: () => session.now }).map(
    (run) =>
      ` UNION ALL SELECT ${run.taskId}, ${Date.parse(run.scheduledTime)}, ${duckString(JSON.stringify(run))}`,
  );
  const runs = `(SELECT task_id, scheduled, body FROM das_catalogue.task_runs${next.join('')}) AS h`;
  return historyTable(
    taskHistoryFunction,
    `(SELECT * FROM ${runs} WHERE ${tests.join(' AND ')} ORDER BY h.scheduled DESC LIMIT ${limit}) AS h`,
  );
}

function mayMonitor(task: TaskObject, { compilation, frame }: Place): boolean {
  const may = holds(frame.roles, task, 'MONITOR') || holds(frame.roles, task, 'OPERATE');
  return may && reaches(compilation.catalogue, frame.roles, task);
}

const dependentColumns =
  columnsOf(`CREATED_ON:time NAME DATABASE_NAME SCHEMA_NAME OWNER COMMENT WAREHOUSE
  SCHEDULE PREDECESSORS:array STATE DEFINITION CONDITION`);

/**
 * `INFORMATION_SCHEMA.TASK_DEPENDENTS(TASK_NAME => …)`: a task, and those that run after it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/task_dependents
 */
export function taskDependents(call: CallReference, place: Place, database: string): CalledTable {
  const args = new CallArguments(call, place, ['TASK_NAME', 'RECURSIVE']);
  const { catalogue } = place.compilation;
  const path = args.name('TASK_NAME');
  if (path === undefined) throw invalidStatement('TASK_DEPENDENTS needs TASK_NAME', 'TASK_NAME');
  const root = findEntity(path, 'TASK', place, database);
  const found: TaskObject[] = [];
  const visit = (task: TaskObject, isDeep: boolean): void => {
    for (const child of childrenOf(catalogue, task)) {
      if (found.some(({ id }) => id === child.id)) continue;
      found.push(child);
      if (isDeep) visit(child, true);
    }
  };
  if (root.kind === 'TASK') {
    found.push(root);
    visit(root, args.boolean('RECURSIVE') ?? true);
  }
  return metadataRows(
    dependentColumns,
    found
      .filter((task) => mayMonitor(task, place))
      .map((task) => {
        const of = catalogue.container(task);
        const before = predecessorsOf(catalogue, task).map((each) => catalogue.fullName(each));
        return {
          CREATED_ON: new Date(task.createdOn),
          NAME: task.name,
          DATABASE_NAME: of.database,
          SCHEMA_NAME: of.schema,
          OWNER: granteeOf(catalogue, task.owner).name,
          COMMENT: task.comment,
          WAREHOUSE: task.warehouse ?? null,
          SCHEDULE: task.schedule ?? null,
          PREDECESSORS: JSON.stringify(before),
          STATE: isStarted(catalogue, task) ? 'started' : 'suspended',
          DEFINITION: task.text,
          CONDITION: task.condition ?? null,
        };
      }),
  );
}
