import { beforeAll, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;

beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE PATTERNS (P VARCHAR)',
    "INSERT INTO PATTERNS VALUES ('(?=secret)'), ('[secret'), ('*secret')",
  ]);
  return () => account[Symbol.asyncDispose]();
});

it.each(['(?=secret)', '[secret', '*secret'])(
  'a regular expression that cannot be read is named as one, without its text: %s',
  async (pattern) => {
    const query = `SELECT REGEXP_COUNT('x', P) FROM PATTERNS WHERE P = '${pattern}'`;
    const error = await account.run(query).then(
      () => undefined,
      (failure: Error & { number?: number }) => failure,
    );
    expect(error?.message).toContain('regular expression');
    expect(error?.message).not.toContain('secret');
    expect(error?.number).toBe(100_048);
  },
);
