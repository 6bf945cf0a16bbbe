export {
  CaseWorld,
  type ConformanceRole,
  conformanceDatabase,
  conformanceRoles,
  conformanceWarehouse,
} from './testing/case-world.js';
export type { CaseSet, ConformanceCase } from './testing/conformance-case.js';
export {
  type DescribeWarehouseOptions,
  type Difference,
  describeWarehouse,
  type TestRunner,
} from './testing/describe-warehouse.js';
export {
  type RandomDomainOptions,
  type RandomDomains,
  randomDomains,
} from './testing/random-domain.js';
export {
  type CaseGroup,
  type WarehouseCaseId,
  warehouseCaseIds,
  warehouseCases,
} from './testing/warehouse-cases.js';
