import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about policies and roles. */
export type GovernanceErrorCode =
  | 'DAS_GOVERNANCE_INVALID_MASK'
  | 'DAS_GOVERNANCE_INVALID_POLICY'
  | 'DAS_GOVERNANCE_INVALID_ROLE';

/** A policy or role that cannot be declared. */
export class GovernanceError extends DasError<GovernanceErrorCode> {
  constructor(code: GovernanceErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'GovernanceError';
  }
}
