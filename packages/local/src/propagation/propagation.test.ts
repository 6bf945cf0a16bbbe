import { sql } from '@das/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import { openLocalWarehouse } from '../index.js';

let account: Account;
let schemas = 0;
/** The schema of a test, in which its sessions are not. */
let place = '';
const both = 'PROPAGATE = ON_DEPENDENCY_AND_DATA_MOVEMENT';

beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

beforeEach(async () => {
  schemas += 1;
  place = `D.P${schemas}`;
  await account.runAll([
    `CREATE SCHEMA ${place}`,
    `CREATE TAG ${place}.CLASS ${both}`,
    `CREATE TABLE ${place}.T (K NUMBER, A VARCHAR WITH TAG (${place}.CLASS = 'pii'), B VARCHAR)`,
    `INSERT INTO ${place}.T VALUES (1, 'a', 'b')`,
  ]);
});

/** The tags of columns: `COLUMN=value METHOD`. */
async function tagsOf(name: string): Promise<readonly string[]> {
  const rows = await account.run(
    `SELECT COLUMN_NAME AS C, TAG_VALUE AS V, APPLY_METHOD AS M FROM TABLE(D.INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('${place}.${name}', 'table'))`,
  );
  return rows.map(({ C, V, M }) => `${C}=${V} ${M}`).sort();
}

async function run(...texts: readonly string[]): Promise<void> {
  for (const text of texts) await account.run(text.replaceAll('$S', place));
}

async function refusal(text: string): Promise<string> {
  const error = await account.run(text.replaceAll('$S', place)).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return error instanceof Error ? error.message : 'none';
}

describe('tags that propagate', () => {
  it('go to dynamic tables, and follow there', async () => {
    await run(
      "CREATE DYNAMIC TABLE $S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT A AS X, B FROM $S.T",
    );
    expect(await tagsOf('DT')).toEqual(['X=pii PROPAGATED']);
    await run("ALTER TABLE $S.T MODIFY COLUMN A SET TAG $S.CLASS = 'phi'");
    expect(await tagsOf('DT')).toEqual(['X=phi PROPAGATED']);
  });

  it('go with data once to a dynamic table, where they do not follow', async () => {
    await run(
      'ALTER TAG $S.CLASS SET PROPAGATE = ON_DATA_MOVEMENT',
      "CREATE DYNAMIC TABLE $S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT A FROM $S.T",
      'ALTER TABLE $S.T MODIFY COLUMN A UNSET TAG $S.CLASS',
    );
    expect(await tagsOf('DT')).toEqual(['A=pii PROPAGATED']);
  });

  it('go on from a table that data was moved to, to the view on it', async () => {
    await run(
      'CREATE TABLE $S.C (A VARCHAR)',
      'CREATE VIEW $S.V AS SELECT A FROM $S.C',
      'INSERT INTO $S.C SELECT A FROM $S.T',
    );
    expect(await tagsOf('V')).toEqual(['A=pii PROPAGATED']);
  });

  it('leave what depends when the source is dropped', async () => {
    await run(
      'CREATE VIEW $S.V AS SELECT A FROM $S.T',
      'CREATE VIEW $S.W AS SELECT A FROM $S.V',
      'DROP TABLE $S.T',
    );
    expect(await tagsOf('V')).toEqual([]);
    expect(await tagsOf('W')).toEqual([]);
  });

  it('stay on the rows of a dynamic table when the source or its column goes', async () => {
    const make = [
      'CREATE OR REPLACE TABLE $S.SOURCE AS SELECT A, 1 AS N FROM $S.T',
      "CREATE OR REPLACE DYNAMIC TABLE $S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT A FROM $S.SOURCE",
    ];
    for (const change of [
      'ALTER TABLE $S.SOURCE DROP COLUMN A',
      'CREATE OR REPLACE TABLE $S.SOURCE (A VARCHAR)',
      'DROP TABLE $S.SOURCE',
    ]) {
      await run(...make);
      expect(await tagsOf('DT')).toEqual(['A=pii PROPAGATED']);
      await run(change);
      expect(await tagsOf('DT')).toEqual(['A=pii PROPAGATED']);
    }
  });

  it('come from what has the name of the source now', async () => {
    await run(
      'CREATE TABLE $S.SOURCE (A VARCHAR)',
      'CREATE TABLE $S.OTHER (N NUMBER, A VARCHAR)',
      "CREATE DYNAMIC TABLE $S.DT TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT A FROM $S.SOURCE",
      'CREATE VIEW $S.V AS SELECT A FROM $S.SOURCE',
      'CREATE VIEW $S.W AS SELECT A AS X FROM $S.V',
      'CREATE OR REPLACE TABLE $S.SOURCE (N NUMBER, A VARCHAR)',
      "ALTER TABLE $S.SOURCE MODIFY COLUMN A SET TAG $S.CLASS = 'new'",
    );
    for (const [name, column] of [
      ['DT', 'A'],
      ['V', 'A'],
      ['W', 'X'],
    ] as const) {
      expect(await tagsOf(name)).toEqual([`${column}=new PROPAGATED`]);
    }
    await run('CREATE OR REPLACE VIEW $S.V AS SELECT A, N FROM $S.SOURCE');
    expect(await tagsOf('W')).toEqual(['X=new PROPAGATED']);
    await run('ALTER TABLE $S.SOURCE SWAP WITH $S.OTHER');
    expect(await tagsOf('W')).toEqual([]);
    await run("ALTER TABLE $S.SOURCE MODIFY COLUMN A SET TAG $S.CLASS = 'swapped'");
    expect(await tagsOf('W')).toEqual(['X=swapped PROPAGATED']);
    // Its rows are of what was replaced, too.
    expect(await tagsOf('DT')).toEqual(['A=CONFLICT PROPAGATED']);
  });

  it('come back to what depends where one was set by hand and taken off', async () => {
    await run(
      'CREATE VIEW $S.V AS SELECT A FROM $S.T',
      "ALTER VIEW $S.V MODIFY COLUMN A SET TAG $S.CLASS = 'mine'",
    );
    expect(await tagsOf('V')).toEqual(['A=mine MANUAL']);
    await run('ALTER VIEW $S.V MODIFY COLUMN A UNSET TAG $S.CLASS');
    expect(await tagsOf('V')).toEqual(['A=pii PROPAGATED']);
  });

  it('go along with a transaction, and stay when it is rolled back', async () => {
    await run('CREATE TABLE $S.C (A VARCHAR)', 'BEGIN', 'INSERT INTO $S.C SELECT A FROM $S.T');
    expect(await tagsOf('C')).toEqual(['A=pii PROPAGATED']);
    await run('ROLLBACK');
    expect(await tagsOf('C')).toEqual(['A=pii PROPAGATED']);
    expect(await account.run(`SELECT * FROM ${place}.C`)).toEqual([]);
  });

  it('go to and from temporary tables', async () => {
    await run(
      'CREATE TEMPORARY TABLE $S.TEMP (A VARCHAR)',
      'INSERT INTO $S.TEMP SELECT A FROM $S.T',
      'CREATE TABLE $S.C AS SELECT A FROM $S.TEMP',
    );
    expect(await tagsOf('C')).toEqual(['A=pii PROPAGATED']);
  });

  it('do not come back where one was set by hand and taken off', async () => {
    await run(
      'CREATE TABLE $S.C AS SELECT A FROM $S.T',
      "ALTER TABLE $S.C MODIFY COLUMN A SET TAG $S.CLASS = 'mine'",
    );
    expect(await tagsOf('C')).toEqual(['A=mine MANUAL']);
    await run('ALTER TABLE $S.C MODIFY COLUMN A UNSET TAG $S.CLASS');
    expect(await tagsOf('C')).toEqual([]);
  });

  it('are turned off by CREATE OR ALTER TAG', async () => {
    await run('CREATE OR ALTER TAG $S.CLASS', 'CREATE VIEW $S.V AS SELECT A FROM $S.T');
    expect(await tagsOf('V')).toEqual([]);
  });

  it('are told of by metadata', async () => {
    await run(
      "CREATE TAG $S.OTHER PROPAGATE = ON_DEPENDENCY ON_CONFLICT = 'HIGH'",
      'CREATE TABLE $S.C AS SELECT A FROM $S.T',
    );
    expect(
      await account.run(
        `SELECT TAG_NAME AS N, PROPAGATE AS P, ON_CONFLICT AS C FROM SNOWFLAKE.ACCOUNT_USAGE.TAGS WHERE TAG_SCHEMA = 'P${schemas}' ORDER BY 1`,
      ),
    ).toEqual([
      { N: 'CLASS', P: 'ON_DEPENDENCY_AND_DATA_MOVEMENT', C: null },
      { N: 'OTHER', P: 'ON_DEPENDENCY', C: 'HIGH' },
    ]);
    expect(
      await account.column(
        `SELECT APPLY_METHOD FROM SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE OBJECT_NAME = 'C' AND OBJECT_SCHEMA = 'P${schemas}'`,
      ),
    ).toEqual(['PROPAGATED']);
  });

  it('are set to propagate by who may apply them everywhere alone', async () => {
    await run(
      'CREATE ROLE OWNER$N'.replace('$N', String(schemas)),
      `GRANT USAGE ON DATABASE D TO ROLE OWNER${schemas}`,
      `GRANT USAGE, CREATE TAG ON SCHEMA $S TO ROLE OWNER${schemas}`,
    );
    const create = `CREATE TAG ${place}.MINE PROPAGATE = ON_DEPENDENCY`;
    expect(await account.code(create, `OWNER${schemas}`)).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run(`CREATE TAG ${place}.MINE`, `OWNER${schemas}`);
    const alter = `ALTER TAG ${place}.MINE SET PROPAGATE = ON_DEPENDENCY`;
    expect(await account.code(alter, `OWNER${schemas}`)).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run(`GRANT APPLY TAG ON ACCOUNT TO ROLE OWNER${schemas}`);
    await account.run(alter, `OWNER${schemas}`);
  });
});

describe('what no documentation says of tags that propagate is refused', () => {
  it.each([
    ['through a stream', 'INSERT INTO $S.C SELECT A FROM $S.ST'],
    [
      'a query that reads itself',
      'INSERT INTO $S.C WITH RECURSIVE R (X) AS (SELECT A FROM $S.T UNION ALL SELECT X FROM R WHERE FALSE) SELECT X FROM R',
    ],
    [
      'a query that reads itself',
      'CREATE VIEW $S.V AS WITH RECURSIVE R (X) AS (SELECT A FROM $S.T UNION ALL SELECT X FROM R WHERE FALSE) SELECT X FROM R',
    ],
    ['between columns of one table', 'UPDATE $S.T SET B = A'],
    ['before with another value', 'INSERT INTO $S.FILLED SELECT A FROM $S.OTHER'],
    [
      'of which no column is written',
      'INSERT INTO $S.C SELECT B FROM $S.T WHERE K IN (SELECT K FROM $S.WHOLE)',
    ],
    ['temporary view', 'CREATE TEMPORARY VIEW $S.TV AS SELECT A FROM $S.T'],
    ['that was propagated', 'ALTER TABLE $S.FILLED MODIFY COLUMN A UNSET TAG $S.CLASS'],
    ['tags of several values', 'ALTER TAG $S.CLASS SET ON_CONFLICT = MERGE'],
    ['PROPAGATE', 'CREATE OR ALTER TAG $S.CLASS PROPAGATE = ON_DEPENDENCY'],
  ])('%s: %s', async (words, text) => {
    await run(
      'CREATE TABLE $S.C (A VARCHAR)',
      'CREATE STREAM $S.ST ON TABLE $S.T',
      "CREATE TABLE $S.OTHER (A VARCHAR WITH TAG ($S.CLASS = 'phi'))",
      'CREATE TABLE $S.FILLED AS SELECT A FROM $S.T',
      "CREATE TABLE $S.WHOLE (K NUMBER) WITH TAG ($S.CLASS = 'pii')",
    );
    expect(await refusal(text)).toContain(words);
    expect(await tagsOf('C')).toEqual([]);
  });

  it('a clone of a view along with the source of its tags', async () => {
    await run('CREATE VIEW $S.V AS SELECT A FROM $S.T');
    expect(await refusal('CREATE SCHEMA $S_CLONE CLONE $S')).toContain('a clone');
  });
});

it('keeps what was propagated when the database is opened again', async () => {
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'das-tags-'));
  const path = join(folder, 'account.duckdb');
  try {
    {
      await using warehouse = await openLocalWarehouse({ path });
      await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
      for (const text of [
        'CREATE DATABASE D',
        'CREATE TAG D.PUBLIC.CLASS PROPAGATE = ON_DATA_MOVEMENT',
        "CREATE TABLE D.PUBLIC.T (A VARCHAR WITH TAG (D.PUBLIC.CLASS = 'pii'))",
        'CREATE TABLE D.PUBLIC.C (A VARCHAR)',
        'INSERT INTO D.PUBLIC.C SELECT A FROM D.PUBLIC.T',
      ]) {
        await session.execute(sql.raw(text));
      }
    }
    await using warehouse = await openLocalWarehouse({ path });
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const { rows } = await session.execute(
      sql.raw("SELECT SYSTEM$GET_TAG('D.PUBLIC.CLASS', 'D.PUBLIC.C.A', 'COLUMN') AS X"),
    );
    expect(rows).toEqual([{ X: 'pii' }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
