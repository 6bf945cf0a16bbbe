import { describe, expect, test } from 'vitest';
import { fromDriverError } from './from-driver-error.js';

const secret = 'S3CRET';

/** As the driver throws it: values in the message, the session token in the cause. */
function driverError(fields: Record<string, unknown>): Error {
  return Object.assign(new Error(`Numeric value '${secret}' is not recognized`), {
    data: { queryId: '01b0-query', message: secret },
    ...fields,
    cause: Object.assign(new Error(secret), { config: { headers: secret } }, fields.cause),
  });
}

const statement = { kind: 'write', place: 'INSERT INTO' } as const;

describe('an error about a statement', () => {
  test.each([
    ['000002', '0A000', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['000604', '57014', 'DAS_WAREHOUSE_CANCELLED'],
    ['000606', '57P03', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['000625', '57014', 'DAS_WAREHOUSE_CONFLICT'],
    ['000904', '42000', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['001003', '42000', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['002002', '42710', 'DAS_WAREHOUSE_ALREADY_EXISTS'],
    ['002003', '42S02', 'DAS_WAREHOUSE_NOT_FOUND'],
    ['002043', '02000', 'DAS_WAREHOUSE_NOT_FOUND'],
    ['003001', '42501', 'DAS_WAREHOUSE_NOT_AUTHORIZED'],
    ['100038', '22018', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['100051', '22012', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['390111', '08001', 'DAS_WAREHOUSE_UNAVAILABLE'],
    ['999999', 'XX000', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['999999', undefined, 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['999998', '42601', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
  ])('%s (%s) is %s, with its number and state', (code, sqlState, expected) => {
    const error = fromDriverError(driverError({ code, sqlState }), statement);
    expect(error).toMatchObject({
      code: expected,
      number: Number(code),
      sqlState,
      place: 'query 01b0-query',
      next: expect.any(String),
      isRetryable: expected === 'DAS_WAREHOUSE_CONFLICT',
    });
  });

  test('is about the role where the statement names one', () => {
    const use = { kind: 'write', place: 'USE ROLE', subject: 'role' } as const;
    for (const code of ['002043', '003013']) {
      expect(fromDriverError(driverError({ code, sqlState: '02000' }), use)).toMatchObject({
        code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
      });
    }
  });
});

describe('an error about the connection', () => {
  const broken = { code: 401001, name: 'NetworkError', cause: { code: 'ECONNRESET' } };

  test('leaves the outcome of a write unknown, and says that it may not be run again', () => {
    expect(fromDriverError(driverError(broken), statement)).toMatchObject({
      code: 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
      isRetryable: false,
    });
    const refused = { code: 401002, name: 'RequestFailedError', response: { statusCode: 503 } };
    expect(fromDriverError(driverError(refused), statement)).toMatchObject({
      code: 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN',
    });
  });

  test('may be tried again when nothing was sent, or nothing could be changed', () => {
    const neverSent = { ...broken, cause: { code: 'ECONNREFUSED' } };
    for (const [fields, attempt] of [
      [neverSent, statement],
      [broken, { kind: 'read', place: 'SELECT' }],
      [broken, { kind: 'login', place: 'x' }],
    ] as const) {
      expect(fromDriverError(driverError(fields), attempt)).toMatchObject({
        code: 'DAS_WAREHOUSE_UNAVAILABLE',
        isRetryable: true,
      });
    }
  });

  test('is none when the driver refused what it was given, and sent nothing', () => {
    expect(fromDriverError(driverError({ code: 409008 }), statement)).toMatchObject({
      code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
    });
    expect(fromDriverError(driverError({ code: 404026 }), statement)).toMatchObject({
      code: 'DAS_SNOWFLAKE_CONFIGURATION_INVALID',
    });
  });

  test('is not tried again for a certificate', () => {
    const certificate = { ...broken, cause: { code: 'CERT_HAS_EXPIRED' } };
    const error = fromDriverError(driverError(certificate), { kind: 'login', place: 'x' });
    expect(error).toMatchObject({ code: 'DAS_WAREHOUSE_UNAVAILABLE', isRetryable: false });
  });
});

test('a refused login says so, and the role is told apart', () => {
  const login = { kind: 'login', place: 'Snowflake account a' } as const;
  expect(fromDriverError(driverError({ code: '390100' }), login)).toMatchObject({
    code: 'DAS_SNOWFLAKE_LOGIN_REFUSED',
  });
  expect(fromDriverError(driverError({ code: '390189' }), login)).toMatchObject({
    code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
  });
});

test('no error repeats what the driver says, or keeps it as its cause', () => {
  for (const code of ['100038', '002003', '390100', 401001, 404006, undefined]) {
    for (const kind of ['login', 'read', 'write'] as const) {
      const error = fromDriverError(driverError({ code, sqlState: '22018' }), { kind, place: 'x' });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
      expect(error.cause).toBeUndefined();
    }
  }
});
