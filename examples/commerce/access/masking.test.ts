import { type Session, sql } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, type ClearValues, clearValues, leaksIn } from '../testing/clear-values.js';
import { openSmallShop, type SmallShop } from '../testing/open-small-shop.js';
import { analyst, emeaManager, piiReader } from './roles.js';

let shop: SmallShop;
let clear: ClearValues;
let masked: Session;

beforeAll(async () => {
  shop = await openSmallShop();
  clear = await clearValues(shop.warehouse);
  await using admin = await shop.warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const statement of [
    'CREATE DATABASE SANDBOX',
    'CREATE SCHEMA SANDBOX.PLAY',
    `GRANT USAGE ON DATABASE SANDBOX TO ROLE ${analyst.name}`,
    `GRANT USAGE ON SCHEMA SANDBOX.PLAY TO ROLE ${analyst.name}`,
    `GRANT CREATE TABLE ON SCHEMA SANDBOX.PLAY TO ROLE ${analyst.name}`,
    `GRANT CREATE VIEW ON SCHEMA SANDBOX.PLAY TO ROLE ${analyst.name}`,
  ]) {
    await admin.execute(sql.raw(statement));
  }
  masked = await shop.warehouse.openSession({
    role: analyst.name,
    database: 'BROOK_COMMERCE',
    schema: 'PLATINUM',
  });
}, 120_000);
afterAll(async () => {
  await masked?.close();
  await shop?.[Symbol.asyncDispose]();
});

/** Statements that a masked role may run, by form. */
const answered: readonly (readonly [form: string, text: string])[] = [
  ['projection', 'SELECT * FROM ORDERS'],
  ['projection of another tier', 'SELECT * FROM BROOK_COMMERCE.SILVER.SESSIONS'],
  ['projection through an alias', 'SELECT "o".* FROM ORDERS "o"'],
  ['projection of an aggregate table', 'SELECT * FROM DAILY_REVENUE'],
  [
    'expressions',
    "SELECT UPPER(FULL_NAME), SUBSTR(EMAIL, 1, 6), CONCAT(EMAIL, '!') FROM CUSTOMERS",
  ],
  ['WHERE', "SELECT * FROM ORDERS WHERE CUSTOMER_EMAIL LIKE '%@%'"],
  ['JOIN', 'SELECT * FROM ORDERS O JOIN CUSTOMERS C ON C.EMAIL = O.CUSTOMER_EMAIL'],
  [
    'LEFT JOIN with USING',
    'SELECT * FROM CUSTOMERS C LEFT JOIN (SELECT CUSTOMER_EMAIL AS EMAIL, TOTAL_USD FROM ORDERS) O USING (EMAIL)',
  ],
  ['cross join', 'SELECT C.FULL_NAME, O.TOTAL_USD FROM CUSTOMERS C, ORDERS O LIMIT 50'],
  [
    'GROUP BY and HAVING',
    'SELECT CUSTOMER_EMAIL, SUM(TOTAL_USD) AS S FROM ORDERS GROUP BY CUSTOMER_EMAIL HAVING COUNT(*) > 0',
  ],
  ['subquery in FROM', 'SELECT * FROM (SELECT * FROM (SELECT * FROM CUSTOMERS) A) B'],
  ['subquery in SELECT', 'SELECT (SELECT MAX(FULL_NAME) FROM CUSTOMERS) AS X'],
  [
    'subquery in WHERE',
    'SELECT * FROM CUSTOMERS WHERE EMAIL IN (SELECT CUSTOMER_EMAIL FROM ORDERS)',
  ],
  [
    'correlated subquery',
    'SELECT * FROM ORDERS O WHERE EXISTS (SELECT 1 FROM CUSTOMERS C WHERE C.EMAIL = O.CUSTOMER_EMAIL)',
  ],
  ['CTE', 'WITH A AS (SELECT * FROM CUSTOMERS), B AS (SELECT * FROM A) SELECT * FROM B'],
  ['CTE that shadows a table', 'WITH ORDERS AS (SELECT * FROM CUSTOMERS) SELECT * FROM ORDERS'],
  ['DISTINCT', 'SELECT DISTINCT CUSTOMER_EMAIL, TOTAL_USD FROM ORDERS'],
  ['ORDER BY', 'SELECT * FROM ORDERS ORDER BY TOTAL_USD DESC, CUSTOMER_EMAIL LIMIT 20'],
  [
    'window',
    'SELECT FIRST_VALUE(CUSTOMER_EMAIL) OVER (PARTITION BY REGION ORDER BY TOTAL_USD) AS F, LAG(TOTAL_USD) OVER (ORDER BY ORDER_ID) AS L FROM ORDERS',
  ],
  [
    'QUALIFY',
    'SELECT * FROM ORDERS QUALIFY ROW_NUMBER() OVER (PARTITION BY REGION ORDER BY TOTAL_USD) = 1',
  ],
  ['UNION', 'SELECT CUSTOMER_EMAIL FROM ORDERS UNION SELECT EMAIL FROM CUSTOMERS'],
  ['UNION ALL', 'SELECT FULL_NAME FROM CUSTOMERS UNION ALL SELECT PHONE FROM CUSTOMERS'],
  ['INTERSECT', 'SELECT CUSTOMER_EMAIL FROM ORDERS INTERSECT SELECT EMAIL FROM CUSTOMERS'],
  [
    'aggregates',
    'SELECT MIN(CUSTOMER_EMAIL), MAX(CUSTOMER_EMAIL), SUM(TOTAL_USD), AVG(TOTAL_USD), MEDIAN(TOTAL_USD), MAX(TOTAL_USD) FROM ORDERS',
  ],
  ['LISTAGG', "SELECT LISTAGG(FULL_NAME, ',') FROM CUSTOMERS"],
  ['ARRAY_AGG', 'SELECT ARRAY_AGG(EMAIL) FROM CUSTOMERS'],
  ['OBJECT_CONSTRUCT', "SELECT OBJECT_CONSTRUCT('n', FULL_NAME, 'e', EMAIL) FROM CUSTOMERS"],
  ['any value', 'SELECT ANY_VALUE(FULL_NAME), MAX_BY(EMAIL, UPDATED_AT) FROM CUSTOMERS'],
  [
    'CASE',
    'SELECT CASE WHEN TOTAL_USD > 100 THEN CUSTOMER_EMAIL ELSE TO_VARCHAR(TOTAL_USD) END FROM ORDERS',
  ],
  ['division by what is masked', 'SELECT 1 / (TOTAL_USD - TOTAL_USD) FROM ORDERS'],
  ['TRY_CAST', 'SELECT TRY_CAST(CUSTOMER_EMAIL AS NUMBER) FROM ORDERS'],
  ['INFORMATION_SCHEMA', 'SELECT * FROM BROOK_COMMERCE.INFORMATION_SCHEMA.COLUMNS'],
  ['SHOW', 'SHOW TABLES IN ACCOUNT'],
  ['DESCRIBE', 'DESCRIBE TABLE ORDERS'],
];

/** Statements that must fail, and fail without a value. */
const refused: readonly (readonly [form: string, text: string])[] = [
  ['cast to a number', 'SELECT CAST(CUSTOMER_EMAIL AS NUMBER) FROM ORDERS'],
  ['cast with ::', 'SELECT FULL_NAME::INT FROM CUSTOMERS'],
  ['cast to a date', 'SELECT TO_DATE(FULL_NAME) FROM CUSTOMERS'],
  ['cast to a timestamp', 'SELECT EMAIL::TIMESTAMP FROM CUSTOMERS'],
  ['cast to a boolean', 'SELECT EMAIL::BOOLEAN FROM CUSTOMERS'],
  ['parse as JSON', 'SELECT PARSE_JSON(FULL_NAME) FROM CUSTOMERS'],
  ['cast in WHERE', 'SELECT * FROM CUSTOMERS WHERE PHONE::NUMBER > 0'],
  [
    'cast in a join',
    'SELECT * FROM ORDERS O JOIN CUSTOMERS C ON C.FULL_NAME::NUMBER = O.TOTAL_USD',
  ],
  ['BRONZE', 'SELECT * FROM BROOK_COMMERCE.BRONZE.ORDERS'],
  ['quarantine', 'SELECT PAYLOAD FROM BROOK_COMMERCE.OPS.QUARANTINE'],
  ['candidate of a promotion', 'SELECT * FROM BROOK_COMMERCE.OPS.ORDERS__PLATINUM_CANDIDATE'],
  ['UPDATE', 'UPDATE ORDERS SET NOTE = CUSTOMER_EMAIL'],
  ['DELETE', 'DELETE FROM ORDERS WHERE TOTAL_USD > 100'],
  ['taking off a policy', 'ALTER TABLE ORDERS MODIFY COLUMN CUSTOMER_EMAIL UNSET MASKING POLICY'],
  ['dropping a policy', 'DROP MASKING POLICY BROOK_COMMERCE.OPS.MASK_PII_EMAIL_VARCHAR'],
  [
    'a policy context',
    `EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => '${piiReader.name}') AS SELECT * FROM ORDERS`,
  ],
  ['granting itself a role', `GRANT ROLE ${piiReader.name} TO ROLE ${analyst.name}`],
  ['two statements in one', 'SELECT 1; SELECT * FROM ORDERS'],
  ['a function of the engine below', "SELECT * FROM read_csv('data.csv')"],
  ['the tables of the engine below', 'SELECT * FROM duckdb_tables()'],
];

describe('a masked role', () => {
  it('has something to hide from: the clear role sees many values', () => {
    expect(clear.texts.size).toBeGreaterThan(200);
    expect(clear.amounts.size).toBeGreaterThan(100);
  });

  it.each([
    'SELECT * FROM BROOK_COMMERCE.PLATINUM.ORDERS',
    "SELECT LISTAGG(FULL_NAME, ',') FROM BROOK_COMMERCE.PLATINUM.CUSTOMERS",
    'SELECT MAX(TOTAL_USD) + 0 FROM BROOK_COMMERCE.PLATINUM.ORDERS',
  ])('would be found out by this search: the clear role is, with %s', async (text) => {
    await using reader = await shop.warehouse.openSession({ role: piiReader.name });
    const { said } = await answerTo(reader, text);
    expect(leaksIn(said, clear)).toBeGreaterThan(0);
  });

  it.each(answered)('gets no clear value through %s', async (_form, text) => {
    const { rows, said } = await answerTo(masked, text);
    expect(rows?.length, said.slice(0, 500)).toBeGreaterThan(0);
    expect(leaksIn(said, clear)).toBe(0);
  });

  it.each(refused)('gets an error without a clear value from: %s', async (_form, text) => {
    const { rows, said } = await answerTo(masked, text);
    expect(rows).toBeUndefined();
    expect(leaksIn(said, clear)).toBe(0);
  });

  it('copies masked values alone with CREATE TABLE AS SELECT, whoever reads the copy', async () => {
    await masked.execute(sql`CREATE TABLE SANDBOX.PLAY.COPIED AS SELECT * FROM CUSTOMERS`);
    const { rows, said } = await answerTo(masked, 'SELECT * FROM SANDBOX.PLAY.COPIED');
    expect(rows?.length).toBeGreaterThan(0);
    expect(leaksIn(said, clear)).toBe(0);
    await using admin = await shop.warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const copied = await answerTo(admin, 'SELECT * FROM SANDBOX.PLAY.COPIED');
    expect(leaksIn(copied.said, clear)).toBe(0);
  });

  it('copies masked values alone with INSERT and SELECT', async () => {
    await masked.execute(sql`CREATE TABLE SANDBOX.PLAY.COLLECTED (E VARCHAR, T NUMBER(12,2))`);
    await masked.execute(
      sql`INSERT INTO SANDBOX.PLAY.COLLECTED SELECT CUSTOMER_EMAIL, TOTAL_USD FROM ORDERS`,
    );
    const { rows, said } = await answerTo(masked, 'SELECT * FROM SANDBOX.PLAY.COLLECTED');
    expect(rows?.length).toBeGreaterThan(0);
    expect(leaksIn(said, clear)).toBe(0);
  });

  it('sees masked values through a view of its own', async () => {
    await masked.execute(sql`
      CREATE VIEW SANDBOX.PLAY.SEEN AS
      SELECT O.*, C.FULL_NAME FROM BROOK_COMMERCE.PLATINUM.ORDERS O
      JOIN BROOK_COMMERCE.PLATINUM.CUSTOMERS C ON C.EMAIL = O.CUSTOMER_EMAIL`);
    const { rows, said } = await answerTo(masked, 'SELECT * FROM SANDBOX.PLAY.SEEN');
    expect(rows?.length).toBeGreaterThan(0);
    expect(leaksIn(said, clear)).toBe(0);
  });

  it('cannot find out whether a value that it guesses is there', async () => {
    await using reader = await shop.warehouse.openSession({ role: piiReader.name });
    const { rows } = await reader.execute(sql`
      SELECT O.CUSTOMER_EMAIL, O.TOTAL_USD, C.FULL_NAME
      FROM BROOK_COMMERCE.PLATINUM.ORDERS O
      JOIN BROOK_COMMERCE.PLATINUM.CUSTOMERS C ON C.EMAIL = O.CUSTOMER_EMAIL LIMIT 1`);
    const email = String(rows[0]?.CUSTOMER_EMAIL);
    const name = String(rows[0]?.FULL_NAME);
    const total = Number(rows[0]?.TOTAL_USD);
    const guesses = [
      sql`SELECT COUNT(*) AS N FROM ORDERS WHERE CUSTOMER_EMAIL = ${email}`,
      sql`SELECT COUNT(*) AS N FROM ORDERS WHERE CUSTOMER_EMAIL LIKE ${`${email.slice(0, 5)}%`}`,
      sql`SELECT COUNT(*) AS N FROM ORDERS WHERE TOTAL_USD = ${total}`,
      sql`SELECT COUNT(*) AS N FROM ORDERS WHERE TOTAL_USD BETWEEN 0 AND 100000`,
      sql`SELECT COUNT(CASE WHEN FULL_NAME = ${name} THEN 1 END) AS N FROM CUSTOMERS`,
      sql`SELECT COUNT(*) AS N FROM CUSTOMERS WHERE CONTAINS(FULL_NAME, ${name.slice(0, 3)})`,
      sql`SELECT COUNT(*) AS N FROM CUSTOMERS C JOIN (SELECT ${email} AS G) X ON X.G = C.EMAIL`,
    ];
    for (const guess of guesses) {
      const asReader = await countOf(shop, piiReader.name, guess);
      expect(asReader, guess.text).toBeGreaterThan(0);
      expect(await countOf(shop, analyst.name, guess), guess.text).toBe(0);
    }
  });
});

describe('a role with rows of one region', () => {
  const forms: readonly string[] = [
    'SELECT REGION, COUNT(*) AS N FROM ORDERS GROUP BY REGION',
    'SELECT DISTINCT REGION FROM CUSTOMERS',
    'WITH A AS (SELECT * FROM DAILY_REVENUE) SELECT * FROM A',
    "SELECT REGION FROM ORDERS WHERE REGION <> 'EMEA' OR TRUE",
    'SELECT O.REGION FROM ORDERS O LEFT JOIN CUSTOMERS C ON C.REGION <> O.REGION',
    'SELECT REGION FROM ORDERS UNION SELECT REGION FROM CUSTOMERS',
    'SELECT MAX(REGION) OVER (ORDER BY ORDER_ID) AS REGION FROM ORDERS',
  ];

  it.each(forms)('sees no other region through %s', async (text) => {
    await using session = await shop.warehouse.openSession({
      role: emeaManager.name,
      database: 'BROOK_COMMERCE',
      schema: 'PLATINUM',
    });
    const { rows, said } = await answerTo(session, text);
    expect(rows?.length).toBeGreaterThan(0);
    expect(said).toContain('EMEA');
    expect(said).not.toMatch(/AMER|APAC/);
  });
});

async function countOf(
  { warehouse }: SmallShop,
  role: string,
  query: ReturnType<typeof sql>,
): Promise<number> {
  await using session = await warehouse.openSession({
    role,
    database: 'BROOK_COMMERCE',
    schema: 'PLATINUM',
  });
  const { rows } = await session.execute(query);
  return Number(rows[0]?.N);
}
