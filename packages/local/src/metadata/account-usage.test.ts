import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import { accountInformation } from './account-information.js';
import { accountUsage } from './account-usage.js';
import { informationSchema } from './information-schema.js';
import { usageViewers } from './usage-viewers.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE TABLE T (ID NUMBER NOT NULL PRIMARY KEY, NAME VARCHAR(20) DEFAULT 'x') COMMENT = 'things'",
    'CREATE SECURE VIEW V AS SELECT ID FROM T',
    'CREATE VIEW W1 AS SELECT ID FROM T',
    'CREATE STAGE ST',
    "CREATE TAG COST ALLOWED_VALUES 'a', 'b'",
    "ALTER TABLE T SET TAG COST = 'a'",
    "ALTER TABLE T ALTER COLUMN NAME SET TAG COST = 'b'",
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> '***'",
    'ALTER TABLE T ALTER COLUMN NAME SET MASKING POLICY M',
    'CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN -> TRUE',
    'ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)',
    'GRANT SELECT ON VIEW V TO ROLE READER',
    'GRANT SELECT ON VIEW W1 TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const usage = 'SNOWFLAKE.ACCOUNT_USAGE';

describe('every view of ACCOUNT_USAGE', () => {
  it.each([...new Set([...Object.keys(accountUsage), ...Object.keys(usageViewers)])])(
    '%s can be read by its database roles alone, and with IMPORTED PRIVILEGES',
    async (view) => {
      expect(await account.code(`SELECT * FROM ${usage}.${view}`)).toBe('none');
      expect(await account.code(`SELECT * FROM ${usage}.${view}`, 'READER')).toBe(
        'DAS_WAREHOUSE_NOT_FOUND',
      );
      expect(usageViewers[view]).toBeDefined();
    },
  );

  it('opens with the database role of SNOWFLAKE that the documentation names', async () => {
    const history = `SELECT COUNT(*) FROM ${usage}.QUERY_HISTORY`;
    const roles = `SELECT COUNT(*) FROM ${usage}.ROLES`;
    expect(
      await account.code(
        'GRANT DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER TO ROLE READER',
        'SECURITYADMIN',
      ),
    ).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER TO ROLE READER');
    expect([await account.code(roles, 'READER'), await account.code(history, 'READER')]).toEqual([
      'none',
      'DAS_WAREHOUSE_NOT_FOUND',
    ]);
    await account.run('REVOKE DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER FROM ROLE READER');
    expect(await account.code(roles, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE TO ROLE READER');
    expect(await account.code(history, 'READER')).toBe('none');
    await account.run('REVOKE IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE FROM ROLE READER');
    expect(await account.code('GRANT DATABASE ROLE SNOWFLAKE.NOTHING TO ROLE READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });

  it('is refused by name when it is not there', async () => {
    await expect(account.run(`SELECT * FROM ${usage}.PIPES`)).rejects.toThrow('PIPES');
    await expect(account.run(`SELECT * FROM ${usage}.CONSTRUCTOR`)).rejects.toThrow('CONSTRUCTOR');
  });

  it('has the documented columns', async () => {
    const [row = {}] = await account.run(`SELECT * FROM ${usage}.SCHEMATA LIMIT 1`);
    expect(Object.keys(row).slice(0, 5)).toEqual([
      'SCHEMA_ID',
      'SCHEMA_NAME',
      'CATALOG_ID',
      'CATALOG_NAME',
      'SCHEMA_OWNER',
    ]);
  });

  it('tells of the objects of the account', async () => {
    expect(
      await account.run(
        `SELECT POLICY_NAME, POLICY_SIGNATURE, POLICY_BODY FROM ${usage}.MASKING_POLICIES`,
      ),
    ).toEqual([{ POLICY_NAME: 'M', POLICY_SIGNATURE: '(V VARCHAR)', POLICY_BODY: "'***'" }]);
    expect(await account.run(`SELECT TAG_NAME, ALLOWED_VALUES FROM ${usage}.TAGS`)).toEqual([
      { TAG_NAME: 'COST', ALLOWED_VALUES: ['a', 'b'] },
    ]);
    expect(
      await account.run(
        `SELECT C.COLUMN_NAME, R.TAG_VALUE FROM ${usage}.COLUMNS C JOIN ${usage}.TAG_REFERENCES R ON R.COLUMN_ID = C.COLUMN_ID`,
      ),
    ).toEqual([{ COLUMN_NAME: 'NAME', TAG_VALUE: 'b' }]);
    expect(
      await account.column(`SELECT POLICY_NAME FROM ${usage}.POLICY_REFERENCES ORDER BY 1`),
    ).toEqual(['M', 'R']);
    expect(
      await account.run(
        `SELECT TABLE_NAME, TABLE_TYPE, COMMENT FROM ${usage}.TABLES WHERE TABLE_NAME = 'T'`,
      ),
    ).toEqual([{ TABLE_NAME: 'T', TABLE_TYPE: 'BASE TABLE', COMMENT: 'things' }]);
  });
});

describe('the policies that constrain queries and connections', () => {
  beforeAll(async () => {
    await account.runAll([
      'CREATE AGGREGATION POLICY AG AS () RETURNS AGGREGATION_CONSTRAINT -> AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)',
      'CREATE PROJECTION POLICY PR AS () RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ALLOW => FALSE)',
      "CREATE NETWORK RULE OFFICE TYPE = IPV4 MODE = INGRESS VALUE_LIST = ('10.0.0.0/8', '192.0.2.1')",
      "CREATE NETWORK RULE BAD TYPE = IPV4 MODE = INGRESS VALUE_LIST = ('192.0.2.0/24')",
      "CREATE NETWORK POLICY NP ALLOWED_NETWORK_RULE_LIST = ('D.S.OFFICE') BLOCKED_NETWORK_RULE_LIST = ('D.S.BAD')",
      "CREATE NETWORK POLICY OLD ALLOWED_IP_LIST = ('10.0.0.0/8') BLOCKED_IP_LIST = ('203.0.113.9')",
    ]);
  });

  it('are told with their bodies', async () => {
    const columns = 'POLICY_CATALOG, POLICY_SCHEMA, POLICY_NAME, POLICY_RETURN_TYPE, POLICY_BODY';
    const place = { POLICY_CATALOG: 'D', POLICY_SCHEMA: 'S' };
    expect(await account.run(`SELECT ${columns} FROM ${usage}.AGGREGATION_POLICIES`)).toEqual([
      {
        ...place,
        POLICY_NAME: 'AG',
        POLICY_RETURN_TYPE: 'AGGREGATION_CONSTRAINT',
        POLICY_BODY: 'AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)',
      },
    ]);
    expect(await account.run(`SELECT ${columns} FROM ${usage}.PROJECTION_POLICIES`)).toEqual([
      {
        ...place,
        POLICY_NAME: 'PR',
        POLICY_RETURN_TYPE: 'PROJECTION_CONSTRAINT',
        POLICY_BODY: 'PROJECTION_CONSTRAINT(ALLOW => FALSE)',
      },
    ]);
  });

  it('are told with their addresses, and which rule is allowed or blocked', async () => {
    expect(
      await account.run(
        `SELECT DATABASE_NAME, SCHEMA_NAME, NAME, TYPE, MODE, VALUE_LIST FROM ${usage}.NETWORK_RULES WHERE NAME = 'OFFICE'`,
      ),
    ).toEqual([
      {
        DATABASE_NAME: 'D',
        SCHEMA_NAME: 'S',
        NAME: 'OFFICE',
        TYPE: 'IPV4',
        MODE: 'INGRESS',
        VALUE_LIST: '10.0.0.0/8,192.0.2.1',
      },
    ]);
    expect(
      await account.run(
        `SELECT NAME, ALLOWED_IP_LIST, BLOCKED_IP_LIST FROM ${usage}.NETWORK_POLICIES ORDER BY NAME`,
      ),
    ).toEqual([
      { NAME: 'NP', ALLOWED_IP_LIST: null, BLOCKED_IP_LIST: null },
      { NAME: 'OLD', ALLOWED_IP_LIST: '10.0.0.0/8', BLOCKED_IP_LIST: '203.0.113.9' },
    ]);
    expect(
      await account.run(
        `SELECT NETWORK_RULE_NAME, CONTAINER_NAME, CONTAINER_TYPE, ACTION_TYPE FROM ${usage}.NETWORK_RULE_REFERENCES ORDER BY 1`,
      ),
    ).toEqual([
      {
        NETWORK_RULE_NAME: 'BAD',
        CONTAINER_NAME: 'NP',
        CONTAINER_TYPE: 'NETWORK_POLICY',
        ACTION_TYPE: 'BLOCK',
      },
      {
        NETWORK_RULE_NAME: 'OFFICE',
        CONTAINER_NAME: 'NP',
        CONTAINER_TYPE: 'NETWORK_POLICY',
        ACTION_TYPE: 'ALLOW',
      },
    ]);
  });
});

describe('every view of INFORMATION_SCHEMA', () => {
  it.each([...Object.keys(informationSchema), ...Object.keys(accountInformation), 'LOAD_HISTORY'])(
    '%s can be read by every role',
    async (view) => {
      expect(await account.code(`SELECT * FROM INFORMATION_SCHEMA.${view}`)).toBe('none');
      expect(await account.code(`SELECT * FROM D.INFORMATION_SCHEMA.${view}`, 'READER')).toBe(
        'none',
      );
    },
  );

  it('names nothing that the role may not see', async () => {
    const names = 'SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES ORDER BY 1';
    expect(await account.column(names, 'READER')).toEqual(['V', 'W1']);
    const everything = await Promise.all(
      [...Object.keys(informationSchema), ...Object.keys(accountInformation)].map((view) =>
        account.run(`SELECT * FROM INFORMATION_SCHEMA.${view}`, 'READER'),
      ),
    );
    expect(JSON.stringify(everything)).not.toMatch(/"(?:T|ST|M|R|COST|things)"/);
  });

  it('hides the text of a secure view from who does not own it', async () => {
    const text = `SELECT TABLE_NAME, VIEW_DEFINITION, IS_SECURE FROM INFORMATION_SCHEMA.VIEWS ORDER BY 1`;
    expect(await account.run(text, 'READER')).toEqual([
      { TABLE_NAME: 'V', VIEW_DEFINITION: null, IS_SECURE: 'YES' },
      { TABLE_NAME: 'W1', VIEW_DEFINITION: 'SELECT ID FROM T', IS_SECURE: 'NO' },
    ]);
  });

  it('tells the keys, the roles and the database itself', async () => {
    expect(
      await account.run(
        'SELECT TABLE_NAME, CONSTRAINT_TYPE, ENFORCED FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS',
      ),
    ).toEqual([{ TABLE_NAME: 'T', CONSTRAINT_TYPE: 'PRIMARY KEY', ENFORCED: 'NO' }]);
    expect(
      await account.column(
        'SELECT ROLE_NAME FROM INFORMATION_SCHEMA.ENABLED_ROLES ORDER BY 1',
        'READER',
      ),
    ).toEqual(['PUBLIC', 'READER']);
    expect(
      await account.column(
        'SELECT CATALOG_NAME FROM INFORMATION_SCHEMA.INFORMATION_SCHEMA_CATALOG_NAME',
      ),
    ).toEqual(['D']);
    expect(
      await account.column('SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA ORDER BY 1'),
    ).toEqual(['INFORMATION_SCHEMA', 'PUBLIC', 'S']);
  });
});

describe('POLICY_REFERENCES', () => {
  const call = (text: string): string =>
    `SELECT POLICY_NAME, POLICY_KIND, REF_ENTITY_NAME, REF_ENTITY_DOMAIN, REF_COLUMN_NAME, REF_ARG_COLUMN_NAMES, POLICY_STATUS FROM TABLE(D.INFORMATION_SCHEMA.POLICY_REFERENCES(${text})) ORDER BY 1`;
  const onTable = "REF_ENTITY_NAME => 'D.S.T', REF_ENTITY_DOMAIN => 'table'";

  it('gives what a policy is set on, and what is set on a table', async () => {
    const mask = {
      POLICY_NAME: 'M',
      POLICY_KIND: 'MASKING_POLICY',
      REF_ENTITY_NAME: 'T',
      REF_ENTITY_DOMAIN: 'TABLE',
      REF_COLUMN_NAME: 'NAME',
      REF_ARG_COLUMN_NAMES: null,
      POLICY_STATUS: 'ACTIVE',
    };
    expect(await account.run(call("POLICY_NAME => 'D.S.M'"))).toEqual([mask]);
    expect(await account.run(call(onTable))).toEqual([
      mask,
      {
        ...mask,
        POLICY_NAME: 'R',
        POLICY_KIND: 'ROW_ACCESS_POLICY',
        REF_COLUMN_NAME: null,
        REF_ARG_COLUMN_NAMES: '["ID"]',
      },
    ]);
  });

  it('is for who may apply the policy, and owns the table or may apply every policy', async () => {
    expect(await account.code(call("POLICY_NAME => 'D.S.M'"), 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code(call(onTable), 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT APPLY ON MASKING POLICY D.S.M TO ROLE READER');
    expect(await account.run(call("POLICY_NAME => 'D.S.M'"), 'READER')).toEqual([]);
    await account.run('GRANT APPLY MASKING POLICY ON ACCOUNT TO ROLE READER');
    expect(await account.run(call("POLICY_NAME => 'D.S.M'"), 'READER')).toHaveLength(1);
  });

  it.each([
    ["POLICY_NAME => 'D.S.M', REF_ENTITY_NAME => 'D.S.T'", 'INVALID_STATEMENT'],
    ["REF_ENTITY_NAME => 'D.S.T'", 'INVALID_STATEMENT'],
    ["REF_ENTITY_NAME => 'D.S.T', REF_ENTITY_DOMAIN => 'STREAM'", 'INVALID_STATEMENT'],
    ["POLICY_NAME => 'D.S.NOTHING'", 'NOT_FOUND'],
    ['', 'INVALID_STATEMENT'],
  ])('refuses other arguments: %s', async (text, code) => {
    expect(await account.code(call(text))).toBe(`DAS_WAREHOUSE_${code}`);
  });
});

describe('TAG_REFERENCES', () => {
  it('gives the tags of a table, and of a column with those of its table', async () => {
    await account.run("ALTER SCHEMA D.S SET TAG D.S.COST = 'a'");
    const list = 'TAG_NAME, TAG_VALUE, APPLY_METHOD, LEVEL, OBJECT_NAME, DOMAIN, COLUMN_NAME';
    const view = { OBJECT_NAME: 'V', DOMAIN: 'TABLE', COLUMN_NAME: null };
    expect(
      await account.run(
        `SELECT ${list} FROM TABLE(INFORMATION_SCHEMA.TAG_REFERENCES('D.S.V', 'TABLE'))`,
      ),
    ).toEqual([
      { ...view, TAG_NAME: 'COST', TAG_VALUE: 'a', APPLY_METHOD: 'INHERITED', LEVEL: 'SCHEMA' },
    ]);
    const column = { TAG_NAME: 'COST', OBJECT_NAME: 'T', DOMAIN: 'COLUMN' };
    const id = {
      ...column,
      TAG_VALUE: 'a',
      APPLY_METHOD: 'INHERITED',
      LEVEL: 'TABLE',
      COLUMN_NAME: 'ID',
    };
    const name = {
      ...column,
      TAG_VALUE: 'b',
      APPLY_METHOD: 'MANUAL',
      LEVEL: 'COLUMN',
      COLUMN_NAME: 'NAME',
    };
    expect(
      await account.run(
        `SELECT ${list} FROM TABLE(INFORMATION_SCHEMA.TAG_REFERENCES('D.S.T.NAME', 'COLUMN'))`,
      ),
    ).toEqual([name]);
    expect(
      await account.run(
        `SELECT ${list} FROM TABLE(INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('T', 'table')) ORDER BY COLUMN_NAME`,
      ),
    ).toEqual([id, name]);
    expect(
      await account.code(
        `SELECT * FROM TABLE(INFORMATION_SCHEMA.TAG_REFERENCES('D.S.T', 'TABLE'))`,
        'READER',
      ),
    ).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});
