export type { ConsumerPin } from './consumers/consumer-pin.js';
export {
  type ConsumedContract,
  type ConsumesOptions,
  consumes,
  type TypedConsumerPin,
} from './consumers/consumes.js';
export {
  type DatasheetFormat,
  type DatasheetOptions,
  datasheetFile,
  toDatasheet,
} from './datasheet/to-datasheet.js';
export { toDatasheetIndex } from './datasheet/to-datasheet-index.js';
export { defineContract } from './define-contract.js';
export { nearMiss } from './definition/near-miss.js';
export {
  type ContractFromDocumentOptions,
  contractFromDocument,
} from './document/contract-from-document.js';
export type { Json, JsonObject } from './document/json.js';
export type { Unverifiable } from './document/schema-from-shape.js';
export type { ContractDeployment, PromotionKind } from './enforcement/deployment.js';
export type {
  EnforcedClause,
  EnforcementReport,
  Enforcer,
} from './enforcement/enforced-clause.js';
export { enforcementReport } from './enforcement/enforcement-report.js';
export { ContractError, type ContractErrorCode } from './errors/contract-error.js';
export { DasError, type DasErrorOptions } from './errors/das-error.js';
export { RecordError } from './errors/record-error.js';
export { type ChangeRule, changeRules } from './evolution/change-rules.js';
export {
  type CompareOptions,
  type ContractSource,
  compareContracts,
} from './evolution/compare-contracts.js';
export type {
  Acceptance,
  Bump,
  ChangeSeverity,
  ContractChange,
  ContractComparison,
  Verdict,
} from './evolution/contract-change.js';
export type { RuleFacts } from './evolution/rules/rule-facts.js';
export {
  type JsonSchema,
  type JsonSchemaTarget,
  jsonSchemaAnnotations,
} from './json-schema/json-schema.js';
export { type JsonSchemaOptions, toJsonSchema } from './json-schema/to-json-schema.js';
export { compareLocks, type LockComparison } from './lockfile/compare-locks.js';
export type { ContractLock, LockedContract, Tombstone } from './lockfile/contract-lock.js';
export { formatLock } from './lockfile/format-lock.js';
export { type LockOptions, lockContracts } from './lockfile/lock-contracts.js';
export { LockError, type LockErrorCode, type LockFault } from './lockfile/lock-error.js';
export { parseLock } from './lockfile/parse-lock.js';
export {
  type Classification,
  classifications,
  isMoreSensitive,
  isProtected,
} from './model/classification.js';
export {
  type ColumnDeclaration,
  type ColumnDetails,
  type ContractColumn,
  type PhysicalType,
  unsizedTypes,
} from './model/column.js';
export type {
  AnyContract,
  ColumnDeclarations,
  ColumnName,
  Contract,
  ContractDefinition,
  Masked,
  RecordIssue,
  RecordResult,
} from './model/contract.js';
export type { Compatibility, ContractDocument, ContractStatus } from './model/contract-document.js';
export type { Deprecation, IsoDate } from './model/deprecation.js';
export { type Duration, durationInSeconds } from './model/duration.js';
export { type ForeignKey, foreignKey, type KeyReference, type KeyTarget } from './model/key.js';
export type { ClassificationsOf, MaskedRow, MaskedValue } from './model/masked-row.js';
export {
  type AcceptedValuesRule,
  type Baseline,
  type CompletenessRule,
  columnsOfRule,
  type DriftRule,
  type DuplicatesRule,
  type Expectation,
  type FreshnessRule,
  type NotNullRule,
  type PatternRule,
  type QualityDimension,
  type RangeRule,
  type ReferentialRule,
  type RowCountRule,
  type Rule,
  type RuleDetails,
  type RuleKind,
  type Severity,
  type SqlRule,
  type UniqueRule,
} from './model/rule.js';
export {
  type RangeBounds,
  type RuleBuilder,
  type RuleOptions,
  rule,
} from './model/rule-builder.js';
export {
  type KnownSemanticType,
  type SafeHarborLetter,
  type SemanticType,
  safeHarborLetterOf,
  semanticTypes,
} from './model/semantic-type.js';
export { defaultRetention, type Retention, type ServiceLevelObjectives } from './model/slo.js';
export {
  type Audience,
  audiences,
  type Sharing,
  type SupportChannel,
  type TermsOfUse,
} from './model/support.js';
export type {
  BigintShape,
  BooleanShape,
  DateShape,
  EnumShape,
  EnumValue,
  IntersectionShape,
  ListShape,
  NumberShape,
  ObjectShape,
  OpaqueShape,
  PlainShape,
  RecordShape,
  StringShape,
  TupleShape,
  UnionShape,
  ValueShape,
} from './model/value-shape.js';
export type {
  DataProduct,
  DataProductDefinition,
  DataProductDetails,
  DataProductDocument,
} from './product/data-product.js';
export { defineDataProduct } from './product/define-data-product.js';
export {
  type CompiledRule,
  type CompileRuleOptions,
  compileRule,
  type FailingRows,
  type MeasuredValue,
  type TablePath,
} from './quality/compile-rule.js';
export { emptyBinShare } from './quality/drift-query.js';
export { judgeMeasure, type MeasureVerdict, meets } from './quality/expectation.js';
export { quoteIdentifier, quoteLiteral } from './quality/quoting.js';
export { type RowRule, type RuleColumn, rowRuleOf } from './quality/row-rule.js';
export type { StandardIssue, StandardResult, StandardSchemaV1 } from './schema/standard-schema.js';
