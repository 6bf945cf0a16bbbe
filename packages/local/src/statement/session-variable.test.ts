import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (N NUMBER, X VARCHAR)',
    "INSERT INTO D.S.T VALUES (1, 'a'), (2, 'b'), (3, NULL)",
  ]);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/session-variables */
describe('a session variable', () => {
  it('stands where a literal may, with the type of its value', async () => {
    await account.runAll([
      'SET low = 2',
      "SET (label, Big) = ('it''s', 12345678901234567890.12)",
      'SET most = (SELECT MAX(N) FROM T)',
      "SET day = '2024-02-03'::DATE",
    ]);
    expect(
      await account.column('SELECT N FROM T WHERE N BETWEEN $LOW AND $most ORDER BY N'),
    ).toEqual([2, 3]);
    expect(
      await account.run(
        'SELECT $label AS A, $low + 1 AS B, $BIG = 12345678901234567890.12 AS C, DATEADD(day, 1, $day)::VARCHAR AS D',
      ),
    ).toEqual([{ A: "it's", B: 3, C: true, D: '2024-02-04' }]);
    expect(await account.value("SELECT GETVARIABLE('LOW')")).toBe('2');
    expect(await account.value("SELECT GETVARIABLE('low')")).toBeNull();
  });

  it('is another one as soon as it is set again, in a statement that was run before', async () => {
    const query = 'SELECT COUNT(*) FROM T WHERE N >= $least';
    await account.run('SET least = 1');
    expect(await account.value(query)).toBe(3);
    await account.run('SET least = $least + 2');
    expect(await account.value(query)).toBe(1);
  });

  it('stands in DML', async () => {
    await account.runAll([
      'CREATE TABLE W1 (N NUMBER, X VARCHAR)',
      "SET (n, x) = (7, 'seven')",
      'INSERT INTO W1 VALUES ($n, $x)',
      "UPDATE W1 SET X = $x || '!' WHERE N = $n",
    ]);
    expect(await account.run('SELECT * FROM W1')).toEqual([{ N: 7, X: 'seven!' }]);
  });

  it('is shown, unset, and belongs to its session', async () => {
    await account.run('UNSET (low, label, big, most, day, least, n, x)');
    await account.runAll(['SET (b, a) = (1.5, NULL)']);
    expect(await account.run('SHOW VARIABLES')).toMatchObject([
      { name: 'A', value: null, type: 'text' },
      { name: 'B', value: '1.5', type: 'fixed' },
    ]);
    expect(await account.run("SHOW VARIABLES LIKE 'b'")).toHaveLength(1);
    const other = await account.session('SYSADMIN');
    await expect(other.execute({ text: 'SELECT $b', binds: [] })).rejects.toThrow('does not exist');
    await account.run('UNSET b');
    await expect(account.run('SELECT $b')).rejects.toThrow('$B does not exist');
  });

  it('takes what its role may see, and says nothing of it in an error', async () => {
    await account.runAll([
      "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> '*'",
      'CREATE TABLE SECRET (X VARCHAR WITH MASKING POLICY M)',
      "INSERT INTO SECRET VALUES ('secret-value')",
      'SET x = (SELECT X FROM SECRET)',
    ]);
    expect(await account.value('SELECT $x')).toBe('*');
    await account.run("SET x = 'secret-value'");
    const error = await account.run('SELECT $x::NUMBER').catch((reason: Error) => reason.message);
    expect(error).not.toContain('secret-value');
  });

  it.each([
    "SET v = PARSE_JSON('{}')",
    'CREATE VIEW V AS SELECT $x AS A',
    'CREATE MASKING POLICY MX AS (V VARCHAR) RETURNS VARCHAR -> $x',
    "CREATE DYNAMIC TABLE DX TARGET_LAG = '1 minute' WAREHOUSE = W AS SELECT $x AS A FROM T",
    'CREATE TABLE DT (A VARCHAR DEFAULT $x)',
    'SELECT * FROM IDENTIFIER($x)',
    'SELECT * FROM TABLE($x)',
  ])('is refused in %s', async (statement) => {
    await account.run("SET x = 'T'");
    expect(await account.code(statement)).toMatch(/UNSUPPORTED|INVALID/);
  });

  it.each(['SET (a, b) = (1)', 'SET a', 'SET a = ', 'SET $a = 1', 'UNSET', 'SET a = 1, 2'])(
    'is refused when it is written as %s',
    async (statement) => {
      expect(await account.code(statement)).toMatch(/UNSUPPORTED|INVALID/);
    },
  );

  it('has at most 16 KB', async () => {
    expect(await account.code("SET a = REPEAT('x', 16385)")).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    expect(await account.code("SET a = REPEAT('x', 16384)")).toBe('none');
  });
});
