import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about policies and roles. */
export type GovernanceErrorCode =
  | 'DAS_GOVERNANCE_INVALID_MASK'
  | 'DAS_GOVERNANCE_INVALID_POLICY'
  | 'DAS_GOVERNANCE_INVALID_ROLE'
  | 'DAS_GOVERNANCE_INVALID_NETWORK'
  | 'DAS_GOVERNANCE_INVALID_TAG'
  | 'DAS_GOVERNANCE_INVALID_SHARE'
  | 'DAS_GOVERNANCE_INVALID_WAREHOUSE'
  | 'DAS_GOVERNANCE_INVALID_FRAMEWORK'
  | 'DAS_POLICY_TEST_INVALID'
  | 'DAS_POLICY_TEST_FAILED'
  | 'DAS_ACCESS_INVALID_REQUEST'
  | 'DAS_ACCESS_UNKNOWN_ROLE'
  | 'DAS_ACCESS_UNKNOWN_USER'
  | 'DAS_ACCESS_SENSITIVE_REASON'
  | 'DAS_ACCESS_ALREADY_GRANTED'
  | 'DAS_ACCESS_NOT_FOUND'
  | 'DAS_COVERAGE_STALE_PROOF'
  | 'DAS_COVERAGE_WAREHOUSE_NOT_EMPTY'
  | 'DAS_ACCESS_NOT_ENFORCED'
  | 'DAS_OBSERVE_TRUNCATED'
  | 'DAS_OBSERVE_NO_DATABASE'
  | 'DAS_OBSERVE_NOT_DEPLOYED'
  | 'DAS_IMPORT_DEPLOYED'
  | 'DAS_IMPORT_UNNAMEABLE';

/** A policy or role that cannot be declared. */
export class GovernanceError extends DasError<GovernanceErrorCode> {
  constructor(code: GovernanceErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'GovernanceError';
  }
}
