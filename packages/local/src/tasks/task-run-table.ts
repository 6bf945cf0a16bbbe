/** The bookkeeping table of the runs of tasks. */
export const taskRunTable: string =
  'CREATE TABLE IF NOT EXISTS das_catalogue.task_runs (key VARCHAR NOT NULL, task_id BIGINT NOT NULL, root_id BIGINT NOT NULL, scheduled BIGINT NOT NULL, state VARCHAR NOT NULL, body VARCHAR NOT NULL)';
