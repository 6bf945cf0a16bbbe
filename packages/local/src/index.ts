export type { DynamicTableRefresh } from './refresh/refresh-due.js';
export {
  type LocalWarehouse,
  type LocalWarehouseOptions,
  openLocalWarehouse,
} from './warehouse/open-local-warehouse.js';
