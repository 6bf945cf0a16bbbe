import { DasError, type DasErrorOptions } from '../../errors/das-error.js';

/** The codes of errors about documents of the Open Data Contract Standard. */
export type OdcsErrorCode =
  | 'DAS_ODCS_NOT_YAML'
  | 'DAS_ODCS_NOT_A_CONTRACT'
  | 'DAS_ODCS_UNSUPPORTED_VERSION'
  | 'DAS_ODCS_INVALID'
  | 'DAS_ODCS_NOT_EXPORTABLE';

/** One fault of a document: where, and what was expected there. Never what was found. */
export interface OdcsFault {
  /** A JSON pointer (RFC 6901), such as `/schema/0/properties/3/logicalType`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** From 1, or `undefined` for a document that was not read from text. */
  readonly line: number | undefined;
  /** From 1, or `undefined` for a document that was not read from text. */
  readonly column: number | undefined;
}

/** A document that cannot be read or written, with all its faults; the first one makes the message. */
export class OdcsError extends DasError<OdcsErrorCode> {
  readonly faults: readonly OdcsFault[];

  constructor(
    code: OdcsErrorCode,
    message: string,
    faults: readonly OdcsFault[],
    options: DasErrorOptions = {},
  ) {
    super(code, message, options);
    this.name = 'OdcsError';
    this.faults = faults;
  }
}
