/** The codes of what a verification finds. */
export type EvidenceProblemCode =
  /** A file that the log needs is not there. */
  | 'DAS_EVIDENCE_MISSING_FILE'
  /** A file or an entry that does not parse, or has not the length that its name says. */
  | 'DAS_EVIDENCE_MALFORMED'
  /** A checkpoint or an entry without a good signature of the log's key. */
  | 'DAS_EVIDENCE_BAD_SIGNATURE'
  /** An entry that is not the one in the tree. */
  | 'DAS_EVIDENCE_CHANGED_ENTRY'
  /** A tile whose hashes are not those of the tree. */
  | 'DAS_EVIDENCE_CHANGED_TILE'
  /** A signed checkpoint whose root is not that of the entries. */
  | 'DAS_EVIDENCE_ROOT_MISMATCH'
  /** A checkpoint that is older than another one that the log signed. */
  | 'DAS_EVIDENCE_ROLLED_BACK'
  /** A log that does not extend the size and root that were expected. */
  | 'DAS_EVIDENCE_UNEXPECTED';

/** Where a problem is. */
export interface EvidencePlace {
  /** The path of the file inside the store. */
  readonly file: string;
  /** The index of the entry in the log, from 0, when the problem is one entry's. */
  readonly entry?: number;
}

/** One thing that is wrong with a log. */
export interface EvidenceProblem {
  readonly code: EvidenceProblemCode;
  readonly place: EvidencePlace;
  /** What is wrong, without a value of an entry. */
  readonly message: string;
}

/** What came of verifying a log. */
export type EvidenceVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      /** The number of leaves. */
      readonly size: number;
      /** The root of the tree, base64 as in the checkpoint. */
      readonly root: string;
    }
  | { readonly ok: false; readonly problems: readonly EvidenceProblem[] };
