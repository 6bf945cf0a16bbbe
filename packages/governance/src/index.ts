export {
  type AggregationPolicyDefinition,
  aggregationPolicy,
} from './aggregation/aggregation-policy.js';
export type {
  AccessEnd,
  AccessGrant,
  AccessList,
  AccessPlace,
  AccessRequest,
  AccessState,
  ExpiryState,
  ListedGrant,
} from './break-glass/access-grant.js';
export { carrierPrefix, carrierRole, expiryTask } from './break-glass/access-names.js';
export { type AccessUse, recordAccessUse } from './break-glass/access-use.js';
export { grantAccess } from './break-glass/grant-access.js';
export { listAccess } from './break-glass/list-access.js';
export { revokeAccess } from './break-glass/revoke-access.js';
export { settleAccess } from './break-glass/settle-access.js';
export { checkPlan } from './checks/check-plan.js';
export type { Approval, CheckedPlan, PlanCheckContext } from './checks/plan-context.js';
export { type PlanRuleName, planRules } from './checks/plan-rules.js';
export { type Clearance, clearancesOf } from './coverage/clearance.js';
export { compareProof, type ProofMismatch } from './coverage/compare-proof.js';
export { type CoverageOptions, coverage } from './coverage/coverage.js';
export { coverageDocument } from './coverage/coverage-document.js';
export { coverageFindings, describeReason, isExposed } from './coverage/coverage-findings.js';
export {
  type CoveragePageOptions,
  cellNotes,
  coverageHtml,
  stateWords,
} from './coverage/coverage-html.js';
export type { CoverageProof, SeenColumn } from './coverage/coverage-proof.js';
export {
  type AccessPath,
  type CoverageCell,
  type CoverageColumn,
  type CoverageReport,
  type CoverageRole,
  type CoverageState,
  type CoveringPolicy,
  coverageStates,
  type ExposureReason,
  type RoleCombination,
  type RowCoverage,
} from './coverage/coverage-report.js';
export { coverageRules } from './coverage/coverage-rules.js';
export { proveCoverage } from './coverage/prove-coverage.js';
export { type CoverageSelection, selectCoverage } from './coverage/select-coverage.js';
export type { Subject, SubjectType } from './coverage/session-roles.js';
export { type DriftOptions, drift } from './drift/drift.js';
export type { DriftFinding, DriftOrigin } from './drift/drift-finding.js';
export { type DriftGrade, type DriftRule, driftGrades } from './drift/drift-rule.js';
export { type DriftRuleName, driftRules } from './drift/drift-rules.js';
export { GovernanceError, type GovernanceErrorCode } from './errors/governance-error.js';
export {
  type Danger,
  type Finding,
  type FindingPlace,
  placeText,
  type Severity,
  severities,
} from './findings/finding.js';
export { approvalRules, fixtureRules, policyTestRules } from './findings/repository-rules.js';
export { findingOf, type Rule, type RuleCatalogue } from './findings/rule.js';
export {
  type ClassificationFrameworkDefinition,
  classificationFramework,
  type LevelDefinition,
} from './framework/classification-framework.js';
export {
  type DatabaseImport,
  type ImportOptions,
  importDatabase,
} from './import/import-database.js';
export type { ImportedFile } from './import/import-files.js';
export { type ImportNote, type ImportOutcome, unreadKinds } from './import/import-note.js';
export type { FutureGrant, LintContext, LintedUser } from './lint/lint-context.js';
export { lintDomain } from './lint/lint-domain.js';
export { type LintRuleName, lintRules } from './lint/lint-rules.js';
export { type Mask, type MaskName, maskNames } from './masking/mask.js';
export { formatMaskUri, type MaskUri, parseMaskUri } from './masking/mask-uri.js';
export { type MaskingPolicyDefinition, maskingPolicy } from './masking/masking-policy.js';
export { standardMasking } from './masking/standard-masking.js';
export { type NetworkPolicyDefinition, networkPolicy } from './network/network-policy.js';
export { networkRule } from './network/network-rule.js';
export { type ObserveOptions, observe } from './observe/observe.js';
export type {
  ObservedAttachment,
  ObservedChange,
  ObservedColumn,
  ObservedGrant,
  ObservedMember,
  ObservedObject,
  ObservedState,
  ObservedTag,
} from './observe/observed-state.js';
export { readDeployed } from './observe/read-deployed.js';
export {
  type ProjectionPolicyDefinition,
  projectionPolicy,
} from './projection/projection-policy.js';
export { type AccessRoleDefinition, accessRole } from './roles/access-role.js';
export {
  type RowAccessPolicyDefinition,
  type RowMappingDefinition,
  rowAccessPolicy,
} from './rows/row-access-policy.js';
export { type ListingDefinition, listing } from './shares/listing.js';
export { type ShareDefinition, share } from './shares/share.js';
export { type TagAssignment, type TagDefinition, tag, tagged } from './tags/tag.js';
export {
  type MaskingTemplate,
  maskingTemplates,
  type TemplateMaskingOptions,
  templateMasking,
} from './templates/masking-templates.js';
export { type BudgetDefinition, budget } from './warehouses/budget.js';
export { type WarehouseDefinition, warehouse } from './warehouses/warehouse.js';
