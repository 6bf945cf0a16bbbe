import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about transforms. */
export type PrivacyErrorCode = 'DAS_PRIVACY_SHORT_KEY';

/** A transform that was set up in a way that would not protect. Thrown before any value is touched. */
export class PrivacyError extends DasError<PrivacyErrorCode> {
  constructor(code: PrivacyErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'PrivacyError';
  }
}
