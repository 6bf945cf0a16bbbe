import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

const key = fc.integer({ min: 0, max: 9 });

/** A change, as DML on any table. */
const change: fc.Arbitrary<(table: string) => string> = fc.oneof(
  fc.tuple(key, key).map(
    ([a, b]) =>
      (table: string) =>
        `INSERT INTO ${table} VALUES (${a}, ${b})`,
  ),
  fc.tuple(key, key).map(
    ([a, b]) =>
      (table: string) =>
        `UPDATE ${table} SET B = B + ${b} WHERE A = ${a}`,
  ),
  fc.tuple(key, key).map(
    ([a, b]) =>
      (table: string) =>
        `UPDATE ${table} SET A = ${a} WHERE B = ${b}`,
  ),
  key.map((a) => (table: string) => `DELETE FROM ${table} WHERE A = ${a}`),
  key.map((a) => (table: string) => `DELETE FROM ${table} WHERE B > ${a}`),
  key.map(
    (a) => (table: string) => `INSERT INTO ${table} SELECT A + ${a}, B FROM ${table} WHERE A < 3`,
  ),
  key.map(
    (a) => (table: string) =>
      `INSERT OVERWRITE INTO ${table} SELECT DISTINCT A, B FROM ${table} WHERE A <> ${a}`,
  ),
  fc.tuple(key, key).map(
    ([a, b]) =>
      (table: string) =>
        `MERGE INTO ${table} T USING (SELECT ${a} AS A, ${b} AS B) S ON T.A = S.A WHEN MATCHED AND T.B > 5 THEN DELETE WHEN MATCHED THEN UPDATE SET B = S.B WHEN NOT MATCHED THEN INSERT (A, B) VALUES (S.A, S.B)`,
  ),
  fc.constant((table: string) => `TRUNCATE TABLE ${table}`),
);

const step = fc.oneof(
  { weight: 9, arbitrary: change },
  { weight: 1, arbitrary: fc.constantFrom('COMMIT', 'ROLLBACK') },
);

it('a transaction ends with what the same statements give one by one', {
  timeout: 60_000,
}, async () => {
  await using account = await Account.open();
  await account.runAll(basics);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      await account.runAll([
        'CREATE OR REPLACE TABLE T (A NUMBER, B NUMBER)',
        'CREATE OR REPLACE TABLE PLAIN (A NUMBER, B NUMBER)',
        'INSERT INTO T VALUES (1, 1), (2, 2), (3, 3)',
        'INSERT INTO PLAIN SELECT * FROM T',
        'CREATE OR REPLACE TABLE COMMITTED AS SELECT * FROM T',
        'BEGIN',
      ]);
      const content = async (table: string, role = 'ACCOUNTADMIN'): Promise<string> =>
        JSON.stringify(await account.run(`SELECT A, B FROM D.S.${table} ORDER BY A, B`, role));
      const outside = await account.session('ACCOUNTADMIN', { warehouse: 'W' });
      const say = async (text: string): Promise<void> => {
        await outside.execute({ text, binds: [] });
      };
      for (const each of [...steps, 'COMMIT' as const]) {
        if (each === 'COMMIT') {
          await say('INSERT OVERWRITE INTO COMMITTED SELECT * FROM PLAIN');
          await account.runAll(['COMMIT']);
          expect(await content('T')).toBe(await content('COMMITTED'));
          await account.run('BEGIN');
        } else if (each === 'ROLLBACK') {
          await account.run('ROLLBACK');
          await say('INSERT OVERWRITE INTO PLAIN SELECT * FROM COMMITTED');
          await account.run('BEGIN');
        } else {
          const failures = await Promise.all([
            failure(account.run(each('T'))),
            failure(say(each('PLAIN'))),
          ]);
          expect(failures[0]).toBe(failures[1]);
        }
        expect(await content('T')).toBe(await content('PLAIN'));
      }
      await account.run('COMMIT');
    }),
    { numRuns: 40 },
  );
});

/** The code of the error that work ends with. */
async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}
