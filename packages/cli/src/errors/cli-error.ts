import { DasError, type DasErrorOptions } from '@das/contracts';
import { type ExitCode, exitCodes } from './exit-code.js';

/** The codes of errors that the command line itself raises. */
export type CliErrorCode =
  /** An unknown command or option, a missing argument, or options that exclude each other. */
  | 'DAS_USAGE'
  /** No configuration file was found. */
  | 'DAS_CONFIG_NOT_FOUND'
  /** The configuration does not parse, cannot be read, or imports what is not there. */
  | 'DAS_CONFIG_UNREADABLE'
  /** The configuration threw an error of its own while it was loaded. */
  | 'DAS_CONFIG_FAILED'
  /** Access that was granted for a time goes on beyond it, or is written down nowhere. */
  | 'DAS_ACCESS_OVERDUE'
  /** The configuration does not export a domain. */
  | 'DAS_CONFIG_INVALID'
  /** The data folder cannot be made or written to. */
  | 'DAS_DATA_NOT_WRITABLE'
  /** There is no warehouse in the data folder. */
  | 'DAS_DATA_NO_WAREHOUSE'
  /** The log is there, but a half of its key is not. */
  | 'DAS_EVIDENCE_KEY_MISSING'
  /** The public key beside the log is not that of its private key. */
  | 'DAS_EVIDENCE_KEY_MISMATCH'
  /** The evidence log does not verify. */
  | 'DAS_EVIDENCE_NOT_VERIFIED'
  /** No promotion has the name. */
  | 'DAS_DOMAIN_UNKNOWN_PROMOTION'
  /** No contract has the name. */
  | 'DAS_DOMAIN_UNKNOWN_CONTRACT'
  /** Contracts changed in a way that breaks what was agreed, and nobody accepted it. */
  | 'DAS_CONTRACT_BREAKING'
  /** A change that was to be accepted is not there, or needs no acceptance. */
  | 'DAS_CONTRACT_UNKNOWN_CHANGE'
  /** The lockfile is not there. */
  | 'DAS_CONTRACT_LOCK_MISSING'
  /** The lockfile does not say what the contracts say. */
  | 'DAS_CONTRACT_LOCK_STALE'
  /** Clauses of a contract are not enforced. */
  | 'DAS_CONTRACT_NOT_ENFORCED'
  /** A role finds a classified column in clear, and nobody has cleared it. */
  | 'DAS_COVERAGE_EXPOSED'
  /** Git is not installed. */
  | 'DAS_GIT_UNAVAILABLE'
  /** The folder is in no repository. */
  | 'DAS_GIT_NO_REPOSITORY'
  /** Git does not know the commit, branch or tag. */
  | 'DAS_GIT_UNKNOWN_REFERENCE'
  /** Git failed otherwise. */
  | 'DAS_GIT_FAILED'
  /** A change was to be confirmed and was not. */
  | 'DAS_NOT_CONFIRMED'
  /** The statement would change something. */
  | 'DAS_QUERY_NOT_READ_ONLY'
  /** A plan would leave data bare, lock somebody out, or break a limit. */
  | 'DAS_PLAN_CHECK_FAILED'
  /** The file of approvals is none. */
  | 'DAS_APPROVALS_INVALID'
  /** The warehouse is not as it was deployed. */
  | 'DAS_DRIFT_FOUND'
  /** The checks found what may not pass. */
  | 'DAS_CHECK_FAILED'
  /** A scan found sensitive data in columns that are not declared as such. */
  | 'DAS_SCAN_UNDECLARED'
  /** The file that scans are kept in is not one. */
  | 'DAS_SCAN_FILE_INVALID'
  /** None of the records to scan could be decoded. */
  | 'DAS_SCAN_UNREADABLE'
  /** The database is not any more as it was read. */
  | 'DAS_IMPORT_CHANGED'
  /** The files of an import do not say what the database has. */
  | 'DAS_IMPORT_UNFAITHFUL'
  /** A file that was named on the command line cannot be read. */
  | 'DAS_FILE_UNREADABLE'
  /** A file cannot be written. */
  | 'DAS_FILE_NOT_WRITABLE'
  /** A file is in the way that DAS did not write. */
  | 'DAS_FILE_EXISTS'
  /** Telemetry is to be sent, and what sends it is not installed. */
  | 'DAS_TELEMETRY_SDK_MISSING'
  /** A signal stopped the command. */
  | 'DAS_INTERRUPTED'
  /** A fault in DAS. */
  | 'DAS_INTERNAL';

/** Which codes end the process otherwise than as a failed operation. */
const exitCodeOf: Partial<Record<CliErrorCode, ExitCode>> = {
  DAS_USAGE: exitCodes.usage,
  DAS_EVIDENCE_NOT_VERIFIED: exitCodes.notVerified,
  DAS_INTERRUPTED: exitCodes.interrupted,
};

/** An error of the command line. Its message holds no data value and no secret. */
export class CliError extends DasError<CliErrorCode> {
  readonly exitCode: ExitCode;

  constructor(code: CliErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'CliError';
    this.exitCode = exitCodeOf[code] ?? exitCodes.failed;
  }
}
