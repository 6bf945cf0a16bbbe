import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors of the server. */
export type ServeErrorCode =
  /** Another address than loopback without users: everybody who reaches it could do everything. */
  | 'DAS_SERVE_USERS_NEEDED'
  /** The options contradict each other. */
  | 'DAS_SERVE_INVALID_OPTIONS'
  /** The address or the port cannot be listened on. */
  | 'DAS_SERVE_CANNOT_LISTEN';

/** The server could not start. */
export class ServeError extends DasError<ServeErrorCode> {
  constructor(code: ServeErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'ServeError';
  }
}
