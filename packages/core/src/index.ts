export { consumes, DasError, defineContract, foreignKey, rule } from '@das/contracts';
export {
  type AccessDeclaration,
  type AccessRoleDeclaration,
  type MaskingPolicyDeclaration,
  type RowAccessPolicyDeclaration,
  type Tier,
  type TypeFamily,
  tiers,
} from './access/declarations.js';
export {
  Collector,
  type CollectorClass,
  type CollectorContext,
  type ContractInput,
  type FlushLimits,
  type FlushSummary,
} from './collector/collector.js';
export { type DecodedRecord, decodeJson } from './collector/decode-json.js';
export type { CollectorRun } from './collector/land-source.js';
export { type ReplayFrom, type ReplayOptions, replay } from './collector/replay.js';
export { type RunCollectorOptions, runCollector } from './collector/run-collector.js';
export type {
  Leases,
  PartitionAssignment,
  PartitionLag,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
  SourceRecord,
} from './collector/source.js';
export { type ApplyOptions, type ApplyResult, apply } from './deploy/apply.js';
export { type Plan, type PlanStep, plan } from './deploy/plan.js';
export { compileDomain } from './domain/compile-domain.js';
export {
  collectorOf,
  collectorsOf,
  type Domain,
  type DomainDefinition,
  defineDomain,
} from './domain/define-domain.js';
export { type DomainNames, domainNames, type TableName } from './domain/domain-names.js';
export { definePlatform, type Platform, type PlatformDefinition } from './domain/platform.js';
export { enforcementOf } from './enforcement/enforcement-of.js';
export { CoreError, type CoreErrorCode } from './errors/core-error.js';
export type {
  EvidenceEvent,
  EvidenceKind,
  EvidenceReceipt,
  EvidenceRecorder,
  EvidenceSubject,
  JsonValue,
} from './evidence/evidence-recorder.js';
export type { LandingProgress } from './landing/landing.js';
export type { QuarantineReason } from './landing/landing-columns.js';
export type { PromotionWarning } from './promotion/audit-table.js';
export { deidentify } from './promotion/deidentify.js';
export {
  type DeclassifiedExpression,
  type DeidentifiedExpression,
  declassified,
  type Expression,
} from './promotion/expression.js';
export { orderPromotions } from './promotion/order-promotions.js';
export {
  audited,
  bronze,
  dynamicTable,
  type Promotion,
  type PromotionDefinition,
  type PromotionStrategy,
  platinum,
  promotion,
  silver,
  type TierTable,
} from './promotion/promotion.js';
export {
  type PromotionRun,
  type RunPromotionOptions,
  runPromotion,
} from './promotion/run-promotion.js';
export type { Resource } from './resources/resource.js';
export { type MeasureSlosOptions, measureSlos, type SloStatus } from './slo/measure-slos.js';
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
