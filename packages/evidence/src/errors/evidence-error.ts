import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors of the evidence log. */
export type EvidenceErrorCode =
  /** An event that cannot be written as a statement: a kind, date, digest or value that is not allowed. */
  | 'DAS_EVIDENCE_INVALID_EVENT'
  /** A string of an event looks like personal data. Nothing was written. */
  | 'DAS_EVIDENCE_SENSITIVE_DATA'
  /** A signed entry of more than 65,535 bytes. */
  | 'DAS_EVIDENCE_TOO_LARGE'
  /** A signed note, checkpoint, envelope or statement that does not parse. */
  | 'DAS_EVIDENCE_MALFORMED'
  /** A key, or the text of one, that does not parse or is not Ed25519. */
  | 'DAS_EVIDENCE_INVALID_KEY'
  /** A name that no key or log may have. */
  | 'DAS_EVIDENCE_INVALID_ORIGIN'
  /** A log that another key signed, or that has another origin. */
  | 'DAS_EVIDENCE_WRONG_KEY'
  /** A private key file that others than its owner can read. */
  | 'DAS_EVIDENCE_EXPOSED_KEY'
  /** A folder without any file of an evidence log. */
  | 'DAS_EVIDENCE_NOT_A_LOG'
  /** Tiles or older checkpoints without a `checkpoint` file beside them. */
  | 'DAS_EVIDENCE_MISSING_CHECKPOINT'
  /** A `checkpoint` that is older than another one that the log signed. */
  | 'DAS_EVIDENCE_ROLLED_BACK'
  /** Files of the log that are missing, changed, or disagree with the checkpoint. */
  | 'DAS_EVIDENCE_DAMAGED'
  /** A place where the log's files cannot be written. */
  | 'DAS_EVIDENCE_NOT_WRITABLE'
  /** A path that no evidence store holds. */
  | 'DAS_EVIDENCE_INVALID_PATH'
  /** A file that must be new and is not. */
  | 'DAS_EVIDENCE_ALREADY_EXISTS'
  /** The store failed for another reason: a full disk, a broken connection. */
  | 'DAS_EVIDENCE_STORE_FAILED'
  /** Another writer held the log's lock for too long. */
  | 'DAS_EVIDENCE_LOCKED'
  /** An index or a range outside the log. */
  | 'DAS_EVIDENCE_OUT_OF_RANGE'
  /** A log that was closed before the call. */
  | 'DAS_EVIDENCE_CLOSED';

/** An evidence log that refuses. Its message never holds a value of an event or a key. */
export class EvidenceError extends DasError<EvidenceErrorCode> {
  constructor(code: EvidenceErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'EvidenceError';
  }
}
