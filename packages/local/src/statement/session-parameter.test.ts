import { describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

describe('session parameters', () => {
  it('are shown with their value, default and level', async () => {
    const account = await Account.open();
    await account.run("ALTER SESSION SET QUERY_TAG = 'nightly' LOCK_TIMEOUT = 10");
    expect(await account.run("SHOW PARAMETERS LIKE 'L%TIMEOUT' IN SESSION")).toEqual([
      {
        key: 'LOCK_TIMEOUT',
        value: '10',
        default: '43200',
        level: 'SESSION',
        description: '',
        type: 'NUMBER',
      },
    ]);
    await account.run('ALTER SESSION UNSET QUERY_TAG, LOCK_TIMEOUT');
    expect(await account.run("SHOW PARAMETERS LIKE 'QUERY_TAG'")).toMatchObject([
      { value: '', level: '' },
    ]);
    await account.warehouse.close();
  });

  it('are refused when the engine does not know them or could not honour them', async () => {
    const account = await Account.open();
    for (const [text, code] of [
      ["ALTER SESSION SET NOTHING = 'x'", 'DAS_WAREHOUSE_UNSUPPORTED'],
      ["ALTER SESSION SET TIMEZONE = 'Europe/Paris'", 'DAS_WAREHOUSE_UNSUPPORTED'],
      ["ALTER SESSION SET LOCK_TIMEOUT = 'soon'", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
      ['ALTER SESSION SET LOCK_TIMEOUT = -1', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
      ["ALTER SESSION SET AUTOCOMMIT = 'maybe'", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
      ["ALTER SESSION SET __PROTO__ = 'x'", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ] as const) {
      expect([text, await account.code(text)]).toEqual([text, code]);
    }
    await account.warehouse.close();
  });

  it('change nothing when one of several is refused', async () => {
    const account = await Account.open();
    await account.code("ALTER SESSION SET QUERY_TAG = 'x', NOTHING = 1");
    expect(await account.run("SHOW PARAMETERS LIKE 'QUERY_TAG'")).toMatchObject([{ value: '' }]);
    await account.warehouse.close();
  });
});

describe('what drivers and dbt ask for', () => {
  it('is shown: tables and views together, and that there are no functions', async () => {
    const account = await Account.open();
    await account.runAll([
      ...basics,
      'CREATE TABLE D.S.T (N NUMBER)',
      'CREATE VIEW D.S.V AS SELECT N FROM D.S.T',
      'CREATE TABLE D.S.HIDDEN (N NUMBER)',
      'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
      'GRANT SELECT ON VIEW D.S.V TO ROLE READER',
    ]);
    const shown = async (role: string): Promise<unknown> =>
      (await account.run('SHOW OBJECTS IN SCHEMA D.S LIMIT 100', role)).map((row) => [
        row.name,
        row.kind,
        row.schema_name,
        row.is_dynamic,
      ]);
    expect(await shown('READER')).toEqual([
      ['T', 'TABLE', 'S', 'N'],
      ['V', 'VIEW', 'S', 'N'],
    ]);
    expect(await shown('ACCOUNTADMIN')).toHaveLength(3);
    expect(await account.run('SHOW USER FUNCTIONS IN D.S')).toEqual([]);
    await account.warehouse.close();
  });

  it('is answered: the version, and times in UTC', async () => {
    const account = await Account.open();
    expect(await account.value('SELECT CURRENT_VERSION()')).toMatch(/^\d+\.\d+\.\d+$/);
    expect(
      await account.value(
        "SELECT CONVERT_TIMEZONE('UTC', CAST('2026-01-31 12:00:00' AS TIMESTAMP_NTZ))::VARCHAR",
      ),
    ).toMatch(/^2026-01-31 12:00:00/);
    expect(await account.code("SELECT CONVERT_TIMEZONE('Europe/Paris', CURRENT_TIMESTAMP())")).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
    await account.warehouse.close();
  });
});
