export type { DynamicTableRefresh } from './refresh/refresh-due.js';
export { serve } from './server/serve.js';
export { ServeError, type ServeErrorCode } from './server/serve-error.js';
export type {
  ServedWarehouse,
  ServeLimits,
  ServeOptions,
  ServeUser,
} from './server/serve-options.js';
export type { ScheduledFrom, TaskRun, TaskRunState } from './tasks/task-run.js';
export {
  type LocalWarehouse,
  type LocalWarehouseOptions,
  openLocalWarehouse,
} from './warehouse/open-local-warehouse.js';
export type { AccountSessionOptions, AgentType } from './warehouse/session-options.js';
