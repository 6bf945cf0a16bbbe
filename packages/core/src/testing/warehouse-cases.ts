import { type AccountCaseId, accountCases } from './cases/account-cases.js';
import { type BindCaseId, bindCases } from './cases/bind-cases.js';
import { type CloneCaseId, cloneCases } from './cases/clone-cases.js';
import {
  type ConstraintPolicyCaseId,
  constraintPolicyCases,
} from './cases/constraint-policy-cases.js';
import { type DataMetricCaseId, dataMetricCases } from './cases/data-metric-cases.js';
import { type DatabaseRoleCaseId, databaseRoleCases } from './cases/database-role-cases.js';
import { type DmlCaseId, dmlCases } from './cases/dml-cases.js';
import {
  type DynamicTableCaseId,
  dynamicTableCases,
  type ShareCaseId,
  shareCases,
} from './cases/dynamic-table-cases.js';
import { type ErrorCaseId, errorCases } from './cases/error-cases.js';
import { type ExpressionCaseId, expressionCases } from './cases/expression-cases.js';
import { type FileFormatCaseId, fileFormatCases } from './cases/file-format-cases.js';
import { type FunctionCaseId, functionCases } from './cases/function-cases.js';
import { type GrantCaseId, grantCases } from './cases/grant-cases.js';
import { type HistoryCaseId, historyCases } from './cases/history-cases.js';
import { type IdentifierCaseId, identifierCases } from './cases/identifier-cases.js';
import { type InheritedGrantCaseId, inheritedGrantCases } from './cases/inherited-grant-cases.js';
import { type LoadCaseId, loadCases } from './cases/load-cases.js';
import { type MaskedCopyCaseId, maskedCopyCases } from './cases/masked-copy-cases.js';
import { type MaskingCaseId, maskingCases } from './cases/masking-cases.js';
import { type MetadataCaseId, metadataCases } from './cases/metadata-cases.js';
import { type NetworkCaseId, networkCases } from './cases/network-cases.js';
import { type PolicyRuleCaseId, policyRuleCases } from './cases/policy-rule-cases.js';
import { type QueryCaseId, queryCases } from './cases/query-cases.js';
import { type RefreshCaseId, refreshCases } from './cases/refresh-cases.js';
import { type RoleCaseId, roleCases } from './cases/role-cases.js';
import { type RowAccessCaseId, rowAccessCases } from './cases/row-access-cases.js';
import { type SequenceCaseId, sequenceCases } from './cases/sequence-cases.js';
import { type SessionCaseId, sessionCases } from './cases/session-cases.js';
import { type OutboundShareCaseId, outboundShareCases } from './cases/share-cases.js';
import { type ShowCaseId, showCases } from './cases/show-cases.js';
import { type StageCaseId, stageCases } from './cases/stage-cases.js';
import {
  type StreamCaseId,
  streamCases,
  type TaskCaseId,
  taskCases,
} from './cases/stream-cases.js';
import { type StreamOffsetCaseId, streamOffsetCases } from './cases/stream-offset-cases.js';
import { type TagCaseId, tagCases } from './cases/tag-cases.js';
import { type TagPropagationCaseId, tagPropagationCases } from './cases/tag-propagation-cases.js';
import { type TaskGraphCaseId, taskGraphCases } from './cases/task-graph-cases.js';
import { type TimeTravelCaseId, timeTravelCases } from './cases/time-travel-cases.js';
import { type TransactionCaseId, transactionCases } from './cases/transaction-cases.js';
import { type TypeCaseId, typeCases } from './cases/type-cases.js';
import { type UnloadCaseId, unloadCases } from './cases/unload-cases.js';
import { type UserCaseId, userCases } from './cases/user-cases.js';
import { type ViewCaseId, viewCases } from './cases/view-cases.js';
import type { CaseSet } from './conformance-case.js';

/** The id of a case of the suite: its group, and what holds. */
export type WarehouseCaseId =
  | TypeCaseId
  | BindCaseId
  | IdentifierCaseId
  | ExpressionCaseId
  | FunctionCaseId
  | QueryCaseId
  | DmlCaseId
  | TransactionCaseId
  | ErrorCaseId
  | RoleCaseId
  | GrantCaseId
  | InheritedGrantCaseId
  | DatabaseRoleCaseId
  | UserCaseId
  | AccountCaseId
  | MaskingCaseId
  | MaskedCopyCaseId
  | RowAccessCaseId
  | TagCaseId
  | TagPropagationCaseId
  | PolicyRuleCaseId
  | ConstraintPolicyCaseId
  | NetworkCaseId
  | ViewCaseId
  | TimeTravelCaseId
  | CloneCaseId
  | StreamCaseId
  | StreamOffsetCaseId
  | TaskCaseId
  | TaskGraphCaseId
  | SequenceCaseId
  | RefreshCaseId
  | DynamicTableCaseId
  | DataMetricCaseId
  | ShareCaseId
  | OutboundShareCaseId
  | StageCaseId
  | LoadCaseId
  | FileFormatCaseId
  | UnloadCaseId
  | MetadataCaseId
  | HistoryCaseId
  | ShowCaseId
  | SessionCaseId;

type GroupOf<Id extends string> = Id extends `${infer Group}/${string}` ? Group : never;

/** The parts of the suite: what stands before the slash of an id. */
export type CaseGroup = GroupOf<WarehouseCaseId>;

/** Every case of the suite. */
export const warehouseCases: CaseSet<WarehouseCaseId> = Object.freeze({
  ...typeCases,
  ...bindCases,
  ...identifierCases,
  ...expressionCases,
  ...functionCases,
  ...queryCases,
  ...dmlCases,
  ...transactionCases,
  ...errorCases,
  ...roleCases,
  ...grantCases,
  ...inheritedGrantCases,
  ...databaseRoleCases,
  ...userCases,
  ...accountCases,
  ...maskingCases,
  ...maskedCopyCases,
  ...rowAccessCases,
  ...tagCases,
  ...tagPropagationCases,
  ...policyRuleCases,
  ...constraintPolicyCases,
  ...networkCases,
  ...viewCases,
  ...timeTravelCases,
  ...cloneCases,
  ...streamCases,
  ...streamOffsetCases,
  ...taskCases,
  ...taskGraphCases,
  ...sequenceCases,
  ...dynamicTableCases,
  ...refreshCases,
  ...dataMetricCases,
  ...shareCases,
  ...outboundShareCases,
  ...stageCases,
  ...loadCases,
  ...fileFormatCases,
  ...unloadCases,
  ...metadataCases,
  ...historyCases,
  ...showCases,
  ...sessionCases,
});

/** The ids of the suite, in the order in which they run. */
export const warehouseCaseIds: readonly WarehouseCaseId[] = Object.keys(
  warehouseCases,
) as WarehouseCaseId[];
