import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors that `@das/core` throws, beside those of contracts and warehouses. */
export type CoreErrorCode =
  | 'DAS_ADOPT_REFUSED'
  | 'DAS_DOMAIN_INVALID'
  | 'DAS_DOMAIN_UNPROTECTED_COLUMN'
  | 'DAS_DOMAIN_UNKNOWN_COLLECTOR'
  | 'DAS_DOMAIN_WEAKENS_PLATFORM'
  | 'DAS_COLLECT_ABANDONED'
  | 'DAS_COLLECT_DEAD_LETTER_FAILED'
  | 'DAS_COLLECT_DRY_RUN'
  | 'DAS_COLLECT_FENCED'
  | 'DAS_COLLECT_INVALID_OPTION'
  | 'DAS_COLLECT_LOAD_MISMATCH'
  | 'DAS_COLLECT_SCHEMA_DRIFT'
  | 'DAS_COLLECT_SOURCE_CHANGED'
  | 'DAS_COLLECT_SOURCE_ENDED'
  | 'DAS_COLLECT_SOURCE_UNREADABLE'
  | 'DAS_COLLECT_TRANSFORM_INVALID'
  | 'DAS_REPLAY_NOTHING'
  | 'DAS_REPLAY_UNSUPPORTED'
  | 'DAS_PROMOTION_INVALID'
  | 'DAS_PROMOTION_DECLASSIFIES'
  | 'DAS_PROMOTION_AUDIT_FAILED'
  | 'DAS_PLAN_DESTROYS_DATA'
  | 'DAS_PLAN_INVALID'
  | 'DAS_PLAN_LOWERS_PROTECTION'
  | 'DAS_PLAN_MADE_BY_ANOTHER'
  | 'DAS_PLAN_RECORD_UNREADABLE'
  | 'DAS_PLAN_TRUNCATED'
  | 'DAS_PLAN_UNKNOWN_ROLE'
  | 'DAS_PLAN_UNKNOWN_TARGET'
  | 'DAS_PLAN_UNSUPPORTED_CHANGE'
  | 'DAS_APPLY_FAILED'
  | 'DAS_APPLY_INVALID_OPTION'
  | 'DAS_APPLY_STALE_PLAN';

/** An error about a domain, a collection, a promotion or a deployment. */
export class CoreError extends DasError<CoreErrorCode> {
  constructor(code: CoreErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'CoreError';
  }
}
