import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE T (ID NUMBER, NAME VARCHAR, SSN VARCHAR, C3 NUMBER)',
    'CREATE TABLE U (ID NUMBER, V VARCHAR)',
    'CREATE VIEW V1 (VC1, VC2) AS SELECT ID, NAME FROM T WHERE C3 > 0',
    'CREATE VIEW V2 AS SELECT VC1, VC2 FROM V1',
    "CREATE MASKING POLICY SSN_MASK AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '***' END",
    "CREATE MASKING POLICY HIDE AS (V VARCHAR) RETURNS VARCHAR -> '***'",
    'CREATE ROW ACCESS POLICY RAP AS (N NUMBER) RETURNS BOOLEAN -> N > 0',
    'CREATE TABLE P (ID NUMBER, SSN VARCHAR WITH MASKING POLICY SSN_MASK, MAIL VARCHAR WITH MASKING POLICY HIDE) WITH ROW ACCESS POLICY RAP ON (ID)',
    'CREATE VIEW PV AS SELECT ID AS PID, SSN AS PSSN FROM P',
    'CREATE TABLE COPY_OF (A VARCHAR, B VARCHAR)',
  ]);
});
afterAll(async () => await account.warehouse.close());

interface Access {
  readonly objectName: string;
  readonly objectDomain: string;
  readonly columns?: readonly {
    readonly columnName: string;
    readonly policies?: readonly { readonly policyName: string; readonly policyKind: string }[];
    readonly directSources?: readonly {
      readonly objectName: string;
      readonly columnName: string;
    }[];
    readonly baseSources?: readonly { readonly objectName: string; readonly columnName: string }[];
  }[];
  readonly policies?: readonly { readonly policyName: string; readonly policyKind: string }[];
}

/** The row of the access history of a statement. */
async function accessOf(text: string): Promise<Record<string, unknown>> {
  await account.run(text);
  const [row = {}] = await account.run(
    `SELECT A.* FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY A WHERE QUERY_ID = LAST_QUERY_ID()`,
  );
  return row;
}

const named = (objects: unknown): Record<string, readonly string[]> =>
  Object.fromEntries(
    (objects as readonly Access[]).map(({ objectName, columns = [] }) => [
      objectName,
      columns.map(({ columnName }) => columnName).sort(),
    ]),
  );

describe('the access history of a read', () => {
  it('tells the table and the columns that the statement names', async () => {
    const row = await accessOf('SELECT ID FROM T WHERE NAME IS NOT NULL ORDER BY C3');
    const used = { 'D.S.T': ['C3', 'ID', 'NAME'] };
    expect(named(row.DIRECT_OBJECTS_ACCESSED)).toEqual(used);
    expect(named(row.BASE_OBJECTS_ACCESSED)).toEqual(used);
    expect(row).toMatchObject({
      USER_NAME: 'LOCAL_USER',
      OBJECTS_MODIFIED: [],
      OBJECT_MODIFIED_BY_DDL: null,
      POLICIES_REFERENCED: [],
      PARENT_QUERY_ID: null,
      ROOT_QUERY_ID: null,
      EVENT_SOURCE: 'snowflake_sql',
    });
    const [table] = row.DIRECT_OBJECTS_ACCESSED as readonly Access[];
    expect(table?.objectDomain).toBe('Table');
  });

  it('tells the view, and the columns of the table below that the view needs', async () => {
    const row = await accessOf('SELECT VC1 FROM V2');
    expect(named(row.DIRECT_OBJECTS_ACCESSED)).toEqual({ 'D.S.V2': ['VC1'] });
    expect(named(row.BASE_OBJECTS_ACCESSED)).toEqual({ 'D.S.T': ['C3', 'ID'] });
    const all = await accessOf('SELECT * FROM V1');
    expect(named(all.DIRECT_OBJECTS_ACCESSED)).toEqual({ 'D.S.V1': ['VC1', 'VC2'] });
    expect(named(all.BASE_OBJECTS_ACCESSED)).toEqual({ 'D.S.T': ['C3', 'ID', 'NAME'] });
  });

  it.each([
    ['SELECT X.A FROM (SELECT ID AS A, NAME FROM T) X', { 'D.S.T': ['ID', 'NAME'] }],
    ['WITH W AS (SELECT ID FROM T) SELECT COUNT(*) FROM W', { 'D.S.T': ['ID'] }],
    ['SELECT COUNT(*) FROM T', { 'D.S.T': [] }],
    [
      'SELECT 1 FROM T WHERE EXISTS (SELECT 1 FROM U WHERE U.ID = T.ID)',
      { 'D.S.T': ['ID'], 'D.S.U': ['ID'] },
    ],
    ['SELECT ID FROM T UNION ALL SELECT ID FROM U', { 'D.S.T': ['ID'], 'D.S.U': ['ID'] }],
    ['SELECT V FROM T JOIN U USING (ID)', { 'D.S.T': ['ID'], 'D.S.U': ['ID', 'V'] }],
    [
      'SELECT NAME FROM T WHERE ID IN (SELECT ID FROM U)',
      { 'D.S.T': ['ID', 'NAME'], 'D.S.U': ['ID'] },
    ],
    [
      'SELECT SUM(ID) OVER (PARTITION BY NAME) FROM T QUALIFY C3 > 0',
      { 'D.S.T': ['C3', 'ID', 'NAME'] },
    ],
  ])('finds the columns wherever they stand: %s', async (text, expected) => {
    const row = await accessOf(text);
    expect(named(row.BASE_OBJECTS_ACCESSED)).toEqual(expected);
    // The same text again comes out of the statement cache.
    expect(named((await accessOf(text)).BASE_OBJECTS_ACCESSED)).toEqual(expected);
  });

  it('tells the policies that were applied, on the table and on the columns that were read', async () => {
    const row = await accessOf('SELECT SSN FROM P');
    expect(row.POLICIES_REFERENCED).toEqual([
      {
        columns: [
          {
            columnId: expect.any(Number),
            columnName: 'SSN',
            policies: [
              {
                policyName: 'D.S.SSN_MASK',
                policyId: expect.any(Number),
                policyKind: 'MASKING_POLICY',
              },
            ],
          },
        ],
        objectDomain: 'TABLE',
        objectId: expect.any(Number),
        objectName: 'D.S.P',
        policies: [
          { policyName: 'D.S.RAP', policyId: expect.any(Number), policyKind: 'ROW_ACCESS_POLICY' },
        ],
      },
    ]);
    const id = (await accessOf('SELECT ID FROM P')).POLICIES_REFERENCED as readonly Access[];
    expect(id.map(({ columns, policies }) => [columns, policies?.length])).toEqual([
      [undefined, 1],
    ]);
  });

  it('tells the policies of what lies below a view', async () => {
    const row = await accessOf('SELECT PSSN FROM PV');
    const [table] = row.POLICIES_REFERENCED as readonly Access[];
    expect(table?.objectName).toBe('D.S.P');
    expect(table?.columns?.map(({ columnName }) => columnName)).toEqual(['SSN']);
    expect(named(row.BASE_OBJECTS_ACCESSED)).toEqual({ 'D.S.P': ['SSN'] });
  });

  it('has no row for a statement that failed, or that read no table', async () => {
    await account.code('SELECT NO_SUCH_COLUMN FROM T');
    const count =
      'SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY WHERE QUERY_ID = LAST_QUERY_ID()';
    expect(await account.value(count)).toBe(0);
    await account.run('SELECT 1');
    expect(await account.value(count)).toBe(0);
  });
});

interface Lineage {
  readonly direct: readonly string[];
  readonly base: readonly string[];
}

/** What each column that was written came from. */
function lineageOf(modified: unknown): Record<string, Record<string, Lineage>> {
  const text = (
    sources: readonly { readonly objectName: string; readonly columnName: string }[],
  ): readonly string[] =>
    sources.map(({ objectName, columnName }) => `${objectName}.${columnName}`);
  return Object.fromEntries(
    (modified as readonly Access[]).map(({ objectName, columns = [] }) => [
      objectName,
      Object.fromEntries(
        columns.map(({ columnName, directSources = [], baseSources = [] }) => [
          columnName,
          { direct: text(directSources), base: text(baseSources) },
        ]),
      ),
    ]),
  );
}

describe('the access history of a write', () => {
  it('tells which column came from which', async () => {
    const row = await accessOf('INSERT INTO COPY_OF (A) SELECT UPPER(NAME) FROM T WHERE C3 > 1');
    expect(named(row.BASE_OBJECTS_ACCESSED)).toEqual({ 'D.S.T': ['C3', 'NAME'] });
    expect(lineageOf(row.OBJECTS_MODIFIED)).toEqual({
      'D.S.COPY_OF': { A: { direct: ['D.S.T.NAME'], base: ['D.S.T.NAME'] } },
    });
  });

  it('tells the column of a view, and that of its table', async () => {
    const row = await accessOf('INSERT INTO COPY_OF (B) SELECT VC2 FROM V2');
    expect(lineageOf(row.OBJECTS_MODIFIED)).toEqual({
      'D.S.COPY_OF': { B: { direct: ['D.S.V2.VC2'], base: ['D.S.T.NAME'] } },
    });
  });

  it('lists a masked column always as direct, and as base what its policy may show', async () => {
    const row = await accessOf('CREATE TABLE MASKED_COPY AS SELECT SSN AS S, MAIL AS M FROM P');
    expect(lineageOf(row.OBJECTS_MODIFIED)).toEqual({
      'D.S.MASKED_COPY': {
        S: { direct: ['D.S.P.SSN'], base: ['D.S.P.SSN'] },
        M: { direct: ['D.S.P.MAIL'], base: [] },
      },
    });
    expect(row.OBJECT_MODIFIED_BY_DDL).toMatchObject({
      objectDomain: 'Table',
      objectName: 'D.S.MASKED_COPY',
      operationType: 'CREATE',
      properties: { columns: { S: { subOperationType: 'ADD' }, M: { subOperationType: 'ADD' } } },
    });
  });

  it.each([
    ["INSERT INTO U VALUES (1, 'x')", { 'D.S.U': { ID: [], V: [] } }],
    ['UPDATE U SET V = V || ID WHERE ID = 1', { 'D.S.U': { V: ['D.S.U.V', 'D.S.U.ID'] } }],
    ['UPDATE U SET V = T.NAME FROM T WHERE T.ID = U.ID', { 'D.S.U': { V: ['D.S.T.NAME'] } }],
    [
      'MERGE INTO U USING T ON U.ID = T.ID WHEN MATCHED THEN UPDATE SET V = T.NAME WHEN NOT MATCHED THEN INSERT (ID, V) VALUES (T.ID, T.SSN)',
      { 'D.S.U': { ID: ['D.S.T.ID'], V: ['D.S.T.NAME', 'D.S.T.SSN'] } },
    ],
    ['DELETE FROM U WHERE ID = 5', { 'D.S.U': {} }],
    ['TRUNCATE TABLE U', { 'D.S.U': {} }],
  ])('knows it of every kind of change: %s', async (text, expected) => {
    const { OBJECTS_MODIFIED } = await accessOf(text);
    const direct = Object.entries(lineageOf(OBJECTS_MODIFIED)).map(([table, columns]) => [
      table,
      Object.fromEntries(Object.entries(columns).map(([name, sources]) => [name, sources.direct])),
    ]);
    expect(Object.fromEntries(direct)).toEqual(expected);
  });
});

describe('the access history of a definition', () => {
  it.each([
    ['CREATE TABLE NEW (A NUMBER)', 'Table', 'D.S.NEW', 'CREATE'],
    ['CREATE OR REPLACE TABLE NEW (A NUMBER, B NUMBER)', 'Table', 'D.S.NEW', 'REPLACE'],
    ['ALTER TABLE NEW ADD COLUMN C NUMBER', 'Table', 'D.S.NEW', 'ALTER'],
    ['GRANT SELECT ON TABLE NEW TO ROLE READER', 'Table', 'D.S.NEW', 'GRANT'],
    ['REVOKE SELECT ON TABLE NEW FROM ROLE READER', 'Table', 'D.S.NEW', 'REVOKE'],
    ['DROP TABLE NEW', 'Table', 'D.S.NEW', 'DROP'],
    ['CREATE WAREHOUSE OTHER', 'WAREHOUSE', 'OTHER', 'CREATE'],
    ["CREATE TAG PII ALLOWED_VALUES 'sensitive', 'public'", 'TAG', 'D.S.PII', 'CREATE'],
  ])('tells the object and the operation: %s', async (text, domain, name, operation) => {
    expect((await accessOf(text)).OBJECT_MODIFIED_BY_DDL).toMatchObject({
      objectDomain: domain,
      objectName: name,
      operationType: operation,
    });
  });

  it('tells what was set on a column', async () => {
    const row = await accessOf("ALTER TABLE T ALTER COLUMN NAME SET TAG PII = 'public'");
    expect(row.OBJECT_MODIFIED_BY_DDL).toMatchObject({
      properties: {
        columns: {
          NAME: {
            subOperationType: 'ALTER',
            tags: { 'D.S.PII': { subOperationType: 'ADD', tagValue: { value: 'public' } } },
          },
        },
      },
    });
    const mask = await accessOf('ALTER TABLE T ALTER COLUMN SSN SET MASKING POLICY SSN_MASK');
    expect(mask.OBJECT_MODIFIED_BY_DDL).toMatchObject({
      properties: {
        columns: { SSN: { maskingPolicies: { 'D.S.SSN_MASK': { subOperationType: 'ADD' } } } },
      },
    });
  });

  it('has a row for each of two tables that were swapped', async () => {
    await account.runAll(['CREATE TABLE S1 (A NUMBER)', 'CREATE TABLE S2 (A NUMBER)']);
    await account.run('ALTER TABLE S1 SWAP WITH S2');
    const rows = await account.column(
      'SELECT OBJECT_MODIFIED_BY_DDL FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY WHERE QUERY_ID = LAST_QUERY_ID()',
    );
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          objectName: 'D.S.S1',
          properties: expect.objectContaining({ swapTargetName: { value: 'D.S.S2' } }),
        }),
        expect.objectContaining({ objectName: 'D.S.S2' }),
      ]),
    );
  });
});
