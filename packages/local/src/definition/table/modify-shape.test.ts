import { afterAll, beforeAll, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY D.S.STRICT AS (V VARCHAR) RETURNS VARCHAR -> IFF(CURRENT_ROLE() = 'CLEARED', V, '***')",
    'CREATE TAG D.S.LEVEL',
    `CREATE TABLE D.S.PEOPLE (ID NUMBER(3,0) NOT NULL, NAME VARCHAR(5) WITH MASKING POLICY D.S.STRICT)`,
    "INSERT INTO D.S.PEOPLE VALUES (1, 'Ada')",
    'GRANT SELECT ON TABLE D.S.PEOPLE TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

it('widens types in one statement, and what is masked stays masked', async () => {
  await account.run(
    'ALTER TABLE D.S.PEOPLE MODIFY COLUMN ID SET DATA TYPE NUMBER(12,0), COLUMN NAME TYPE VARCHAR(40)',
  );
  await account.run("INSERT INTO D.S.PEOPLE VALUES (123456789012, 'A name of many letters')");
  const masked = 'SELECT LISTAGG(DISTINCT NAME) FROM D.S.PEOPLE';
  expect(await account.value(masked, 'READER')).toBe('***');
  expect(await account.value('SELECT MAX(ID) FROM D.S.PEOPLE', 'READER')).toBe(123456789012);
});

it('lets a column be NULL, and not again while one is', async () => {
  await account.run('ALTER TABLE D.S.PEOPLE ALTER COLUMN ID DROP NOT NULL');
  await account.run("INSERT INTO D.S.PEOPLE VALUES (NULL, 'Eve')");
  const refuse = 'ALTER TABLE D.S.PEOPLE ALTER COLUMN ID SET NOT NULL';
  await expect(account.run(refuse)).rejects.toThrow();
  await account.run('DELETE FROM D.S.PEOPLE WHERE ID IS NULL');
  await account.run(refuse);
  await expect(account.run('INSERT INTO D.S.PEOPLE (ID) VALUES (NULL)')).rejects.toThrow();
});

it.each([
  'ALTER TABLE D.S.PEOPLE MODIFY COLUMN NAME SET DATA TYPE VARCHAR(2)',
  'ALTER TABLE D.S.PEOPLE MODIFY COLUMN NAME SET DATA TYPE NUMBER(3,0)',
  'ALTER TABLE D.S.PEOPLE MODIFY COLUMN NO_SUCH DROP NOT NULL',
  'ALTER TABLE D.S.PEOPLE MODIFY COLUMN ID DROP NOT NULL COMMENT',
])('is refused: %s', async (statement) => {
  await expect(account.run(statement)).rejects.toThrow();
});

it('is refused to a role that does not own the table', async () => {
  const statement = 'ALTER TABLE D.S.PEOPLE MODIFY COLUMN ID DROP NOT NULL';
  await expect(account.run(statement, 'READER')).rejects.toThrow();
});

it('sets tags of several columns in one statement', async () => {
  await account.run(
    "ALTER TABLE D.S.PEOPLE MODIFY COLUMN ID SET TAG D.S.LEVEL = 'low', COLUMN NAME SET TAG D.S.LEVEL = 'high'",
  );
  const level = (column: string) =>
    account.value(`SELECT SYSTEM$GET_TAG('D.S.LEVEL', 'D.S.PEOPLE.${column}', 'COLUMN')`);
  expect([await level('ID'), await level('NAME')]).toEqual(['low', 'high']);
});
