export { defineContract } from './define-contract.js';
export { ContractError, type ContractErrorCode } from './errors/contract-error.js';
export { DasError, type DasErrorOptions } from './errors/das-error.js';
export {
  type Classification,
  classifications,
  isMoreSensitive,
  isProtected,
} from './model/classification.js';
export type {
  ColumnDeclaration,
  ContractColumn,
  PhysicalType,
  SemanticType,
} from './model/column.js';
export type {
  AnyContract,
  ColumnName,
  Compatibility,
  Contract,
  ContractDefinition,
  ContractDocument,
  RecordIssue,
  RecordResult,
} from './model/contract.js';
export { type Duration, durationInSeconds } from './model/duration.js';
export { type RangeBounds, type Rule, rule } from './model/rule.js';
export { defaultRetention, type Retention, type ServiceLevelObjectives } from './model/slo.js';
export type { StandardIssue, StandardResult, StandardSchemaV1 } from './schema/standard-schema.js';
