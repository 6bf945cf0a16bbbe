export { DasError, defineContract, rule } from '@das/contracts';
export type {
  EvidenceEvent,
  EvidenceKind,
  EvidenceReceipt,
  EvidenceRecorder,
  EvidenceSubject,
  JsonValue,
} from './evidence/evidence-recorder.js';
export {
  type BindValue,
  quoteIdentifier,
  quoteLiteral,
  type SqlFragment,
  type Statement,
  sql,
} from './warehouse/statement.js';
export type {
  ExecuteOptions,
  ResultColumn,
  ResultSet,
  Row,
  Session,
  SessionOptions,
  UploadContent,
  Value,
  Warehouse,
} from './warehouse/warehouse.js';
export {
  WarehouseError,
  type WarehouseErrorCode,
  type WarehouseErrorOptions,
} from './warehouse/warehouse-error.js';
