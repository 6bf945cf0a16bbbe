export { consumes, DasError, defineContract, foreignKey, rule } from '@das/contracts';
export {
  type AccessDeclaration,
  type AccessRoleDeclaration,
  type AggregationPolicyDeclaration,
  type BudgetDeclaration,
  type ClassificationFramework,
  type ClassificationLevel,
  type ListingDeclaration,
  type MaskingPolicyDeclaration,
  type NamedMask,
  type NetworkPolicyDeclaration,
  type NetworkRuleDeclaration,
  type PolicyArgument,
  type ProjectionPolicyDeclaration,
  type RowAccessPolicyDeclaration,
  type RowMapping,
  type ShareDeclaration,
  type SpendingBudgetDeclaration,
  type TagDeclaration,
  type Tier,
  type TypeFamily,
  tiers,
  type WarehouseDeclaration,
} from './access/declarations.js';
export { signatureType, typeFamily } from './access/mask-expression.js';
export type { ByteSize } from './collector/byte-size.js';
export {
  Collector,
  type CollectorClass,
  type CollectorContext,
  type ContractColumnName,
  type ContractInput,
  type FlushLimits,
  type FlushSummary,
  type Transformed,
} from './collector/collector.js';
export type { CollectorRate } from './collector/collector-rate.js';
export type { DeadLetter, DeadLetterRecord } from './collector/dead-letter.js';
export { type DecodedRecord, decodeJson } from './collector/decode-json.js';
export type { Deduplication } from './collector/deduplication.js';
export type { DriftPolicy } from './collector/drift-policy.js';
export type { Coercion, FieldPolicies, FieldPolicy } from './collector/field-policies.js';
export type { CollectorRun } from './collector/land-source.js';
export type { LatenessPolicy } from './collector/lateness-policy.js';
export type { RecordContext } from './collector/record-context.js';
export { type ReplayFrom, type ReplayOptions, replay } from './collector/replay.js';
export { type RunCollectorOptions, runCollector } from './collector/run-collector.js';
export type {
  SensitiveAction,
  SensitiveColumn,
  SensitivePolicy,
} from './collector/sensitive-policy.js';
export type {
  Leases,
  PartitionAssignment,
  PartitionLag,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
  SourceRange,
  SourceRecord,
} from './collector/source.js';
export { type ActualState, emptyState } from './deploy/actual-state.js';
export { type Adoption, type AdoptOptions, adopt } from './deploy/adopt.js';
export { type ApplyOptions, type ApplyResult, apply } from './deploy/apply.js';
export { dependenciesOf } from './deploy/dependencies.js';
export { parallelStages, type StagedStep } from './deploy/parallel-stages.js';
export { type Plan, plan, planDomains } from './deploy/plan.js';
export { planDigest } from './deploy/plan-digest.js';
export type { PlanOptions, PlanScope } from './deploy/plan-options.js';
export { planResources } from './deploy/plan-resources.js';
export { applyEffect, type Effect, type PlanStep } from './deploy/plan-step.js';
export { readActualState, readActualStates } from './deploy/read-actual-state.js';
export { readPlan, savePlan } from './deploy/saved-plan.js';
export { type AddressBits, addressBits } from './domain/address-bits.js';
export type { DomainBudget } from './domain/check-budget.js';
export type { MaskingApproval } from './domain/check-platform-rules.js';
export { compileDomain } from './domain/compile-domain.js';
export type { DataMetricOptions, MetricSchedule } from './domain/data-metrics.js';
export {
  collectorOf,
  collectorsOf,
  type Domain,
  type DomainDefinition,
  defineDomain,
} from './domain/define-domain.js';
export { type DomainNames, domainNames, type TableName } from './domain/domain-names.js';
export { driftColumn, driftPrefix } from './domain/drift-protection.js';
export {
  type Imported,
  type ImportedColumn,
  type ImportedTable,
  type ImportedTableDefinition,
  importedClassifications,
  importedTable,
} from './domain/imported.js';
export { maskingPolicyName } from './domain/masking-policy-resource.js';
export { definePlatform, type Platform, type PlatformDefinition } from './domain/platform.js';
export type { TierGrants } from './domain/tier-grants.js';
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
export type { DeploymentApproval } from './evidence/record-approval.js';
export type { Finding as RejectionFinding } from './landing/finding.js';
export type { QuarantineReason } from './landing/landing-columns.js';
export type { FindingAction, LandingObserver } from './landing/landing-observer.js';
export type { FindingCount, LandingProgress } from './landing/landing-progress.js';
export type { RejectionReport, RejectionSample } from './landing/rejection-samples.js';
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
export { expressionFault, type SqlToken, sqlTokens } from './promotion/sql-tokens.js';
export { createStatements } from './resources/create-statement.js';
export { listingManifest } from './resources/listing.js';
export { openedTo } from './resources/opened-share.js';
export {
  addressOf,
  type BudgetedObject,
  type BudgetResource,
  type ColumnResource,
  type DataMetricFunctionResource,
  type DataMetricResource,
  type DynamicTableResource,
  type Grantee,
  type GrantResource,
  type InheritingKind,
  inheritingKinds,
  type ListingContent,
  type ListingResource,
  type ListingTarget,
  type ListingTargets,
  type MaskingPolicyResource,
  type NetworkPolicyResource,
  type NetworkRuleResource,
  nameIn,
  type Resource,
  type RowAccessPolicyResource,
  resourceKinds,
  type Securable,
  type TableResource,
  type TagAssignment,
  type TagResource,
} from './resources/resource.js';
export { tagPropagation } from './resources/tag.js';
export type {
  CollectorHealth,
  CollectorOutcome,
  CollectorState,
} from './runtime/collector-health.js';
export { type CollectorProcess, superviseCollector } from './runtime/collector-process.js';
export {
  type CollectorSupervisor,
  type SupervisorHealth,
  type SupervisorOptions,
  superviseCollectors,
} from './runtime/collector-supervisor.js';
export { type ServedHealth, type ServeHealthOptions, serveHealth } from './runtime/serve-health.js';
export type {
  RestartOptions,
  StateChange,
  SuperviseOptions,
} from './runtime/supervise-options.js';
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
