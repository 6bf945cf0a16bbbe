export { defineContract } from './define-contract.js';
export { ContractError, type ContractErrorCode } from './errors/contract-error.js';
export { DasError, type DasErrorOptions } from './errors/das-error.js';
export { RecordError } from './errors/record-error.js';
export {
  type Classification,
  classifications,
  isMoreSensitive,
  isProtected,
} from './model/classification.js';
export type {
  ColumnDeclaration,
  ColumnDetails,
  ContractColumn,
  PhysicalType,
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
export type { StandardIssue, StandardResult, StandardSchemaV1 } from './schema/standard-schema.js';
