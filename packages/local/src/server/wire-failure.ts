/** An answer that says no: what a driver reads as `code`, `sqlState` and `message`. */
export class WireFailure extends Error {
  readonly code: string;
  readonly sqlState: string;
  /** The status of HTTP: drivers read the body only of 200. */
  readonly status: number;

  constructor(code: string, sqlState: string, message: string, status = 200) {
    super(message);
    this.name = 'WireFailure';
    this.code = code;
    this.sqlState = sqlState;
    this.status = status;
  }
}

/** The codes of the session layer, as the open drivers of Snowflake know them (`gs_errors.js`, `network.py`). */
export const sessionFailures = {
  wrongCredentials: (): WireFailure =>
    new WireFailure('390100', '08001', 'Incorrect username or password was specified.'),
  disabledUser: (): WireFailure =>
    new WireFailure(
      '390101',
      '08001',
      'User access disabled. Contact your local system administrator.',
    ),
  expiredPassword: (): WireFailure =>
    new WireFailure('390106', '08001', 'The password has expired and must be changed.'),
  invalidToken: (): WireFailure => new WireFailure('390104', '08001', 'Session token is invalid.'),
  goneSession: (): WireFailure =>
    new WireFailure('390111', '08001', 'Session no longer exists. New login required.'),
  expiredSession: (): WireFailure =>
    new WireFailure('390112', '08001', 'Session token has expired; renew it or log in again.'),
  expiredMaster: (): WireFailure =>
    new WireFailure('390114', '08001', 'Master token has expired; log in again.'),
  invalidKeyToken: (): WireFailure => new WireFailure('390144', '08001', 'JWT token is invalid.'),
  roleNotGranted: (role: string): WireFailure =>
    new WireFailure(
      '390189',
      '08001',
      `Role '${role}' specified in the connect string does not exist or not authorized.`,
    ),
  addressRefused: (address: string): WireFailure =>
    new WireFailure(
      '390422',
      '08001',
      `Incoming request with IP/Token ${address} is not allowed to access Snowflake. Contact your account administrator.`,
    ),
  badRequest: (message: string): WireFailure => new WireFailure('390400', '08001', message),
} as const;
