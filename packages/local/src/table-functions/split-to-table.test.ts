import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE SPLITTABLE (V VARCHAR)',
    "INSERT INTO SPLITTABLE VALUES ('a.b.c'), ('d'), (''), (NULL)",
    "CREATE MASKING POLICY HIDE AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*.*' END",
    "CREATE TABLE P AS SELECT 'secret.value' AS V",
    'ALTER TABLE P ALTER COLUMN V SET MASKING POLICY HIDE',
    'GRANT SELECT ON TABLE P TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('SPLIT_TO_TABLE', () => {
  it('splits a constant', async () => {
    expect(
      await account.column(
        "SELECT TABLE1.VALUE FROM TABLE(SPLIT_TO_TABLE('a.b', '.')) AS TABLE1 ORDER BY TABLE1.VALUE",
      ),
    ).toEqual(['a', 'b']);
  });

  it.each([
    "SELECT V, INDEX, VALUE FROM SPLITTABLE, LATERAL SPLIT_TO_TABLE(SPLITTABLE.V, '.') ORDER BY SEQ, INDEX",
    "SELECT V, INDEX, VALUE FROM SPLITTABLE, TABLE(SPLIT_TO_TABLE(V, '.')) ORDER BY SEQ, INDEX",
  ])('splits the texts of a table, and leaves NULL out: %s', async (text) => {
    const rows = await account.run(text);
    expect(rows).toHaveLength(5);
    expect(rows).toEqual(
      expect.arrayContaining([
        { V: 'a.b.c', INDEX: 1, VALUE: 'a' },
        { V: 'a.b.c', INDEX: 3, VALUE: 'c' },
        { V: 'd', INDEX: 1, VALUE: 'd' },
        { V: '', INDEX: 1, VALUE: '' },
      ]),
    );
  });

  it('splits only what the role may see', async () => {
    const text = "SELECT VALUE FROM P, LATERAL SPLIT_TO_TABLE(V, '.')";
    expect(await account.column(text, 'READER')).toEqual(['*', '*']);
  });

  it('has three columns', async () => {
    const [row = {}] = await account.run("SELECT * FROM TABLE(SPLIT_TO_TABLE('a', '.'))");
    expect(row).toEqual({ SEQ: 1, INDEX: 1, VALUE: 'a' });
  });
});
