import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

describe('any text', () => {
  it('comes back as it was, from a literal and from a bind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const literal = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
        expect(await account.value(`SELECT ${literal} AS X`)).toBe(text);
        expect(await account.value('SELECT ? AS X', 'ACCOUNTADMIN', [text])).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('may name a column, an alias and a table', async () => {
    await fc.assert(
      fc.asyncProperty(
        // A row is an object, in which this one name means something else, so it is refused by name.
        fc
          .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
          .filter((name) => name !== '__proto__'),
        async (name) => {
          const quoted = `"${name.replaceAll('"', '""')}"`;
          const rows = await account.run(
            `WITH ${quoted} AS (SELECT 1 AS ${quoted}) SELECT ${quoted}.${quoted} AS ${quoted} FROM ${quoted}`,
          );
          expect(rows).toEqual([{ [name]: 1 }]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
