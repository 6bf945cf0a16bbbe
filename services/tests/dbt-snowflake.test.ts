import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenConnection, openConnection } from '../clients/open-connection.mjs';
import { makeShop } from '../das/make-shop.js';
import { type ServedDas, startDas } from '../das/start-das.js';
import { type DbtRun, runDbt } from '../dbt/run-dbt.js';

const source = fileURLToPath(new URL('../../examples/commerce/dbt', import.meta.url));
const marts = 'BROOK_COMMERCE_MODELS.SHOP_MARTS';

interface RunResults {
  readonly results: readonly {
    readonly unique_id: string;
    readonly adapter_response: { readonly rows_affected?: number };
  }[];
}

interface Catalog {
  readonly nodes: Readonly<Record<string, CatalogNode>>;
  readonly sources: Readonly<Record<string, CatalogNode>>;
  readonly errors: readonly string[] | null;
}

interface CatalogNode {
  readonly metadata: { readonly type: string; readonly owner: string };
  readonly columns: Readonly<Record<string, { readonly type: string; readonly index: number }>>;
}

describe('dbt-snowflake on the commerce example', () => {
  let folder: string;
  let project: string;
  let das: ServedDas;
  let admin: OpenConnection;
  let first: DbtRun;

  const rowsAs = async (role: string, text: string): ReturnType<OpenConnection['rows']> => {
    const connection = await openConnection(das.url, { role });
    try {
      return await connection.rows(text);
    } finally {
      await connection.close();
    }
  };
  const artifact = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(project, 'target', `${name}.json`), 'utf8'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'das-dbt-snowflake-'));
    project = join(folder, 'dbt');
    await cp(source, project, { recursive: true });
    const data = join(folder, 'data');
    await makeShop(folder, data);
    das = await startDas(data);
    vi.stubEnv('DAS_PORT', String(das.port));
    admin = await openConnection(das.url, {});
    await admin.rows('CREATE DATABASE BROOK_COMMERCE_MODELS');
    await admin.rows(
      'GRANT USAGE, CREATE SCHEMA ON DATABASE BROOK_COMMERCE_MODELS TO ROLE COMMERCE_MODELLER',
    );
    runDbt(project, 'deps');
    first = runDbt(project, 'build');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await admin?.close();
    await das?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('builds everything at once, and every test passes', () => {
    expect(first).toMatchObject({ exitCode: 0, complaints: [] });
    const count = (kind: string): number =>
      Object.keys(first.statuses).filter((id) => id.startsWith(`${kind}.`)).length;
    expect(['model', 'seed', 'snapshot', 'test', 'unit_test'].map(count)).toEqual([6, 1, 1, 18, 2]);
  });

  test('comes to the revenue that the promotions of DAS come to', async () => {
    const byDbt = await rowsAs(
      'COMMERCE_MODELLER',
      `SELECT SALES_DATE::VARCHAR AS D, REGION AS R, ORDERS AS N, REVENUE_USD AS A
       FROM ${marts}.DAILY_SALES WHERE ORDERS > 0 ORDER BY D, R`,
    );
    const byDas = await rowsAs(
      'COMMERCE_PII_READER',
      `SELECT ORDER_DATE::VARCHAR AS D, REGION AS R, ORDERS AS N, REVENUE_USD AS A
       FROM BROOK_COMMERCE.PLATINUM.DAILY_REVENUE ORDER BY D, R`,
    );
    expect(byDas.length).toBeGreaterThan(10);
    expect(byDbt).toEqual(byDas);
  });

  test('holds no e-mail address: the role of dbt saw masked ones', async () => {
    const seen = await rowsAs(
      'COMMERCE_MODELLER',
      'SELECT DISTINCT CUSTOMER_EMAIL AS E FROM BROOK_COMMERCE.BRONZE.ORDERS',
    );
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ E }) => !/^\*\*\*@[a-z.]+$/.test(E))).toEqual([]);
    const clear = await rowsAs(
      'COMMERCE_PII_READER',
      'SELECT DISTINCT EMAIL AS E FROM BROOK_COMMERCE.SILVER.CUSTOMERS',
    );
    expect(clear.length).toBeGreaterThan(10);
    const built = JSON.stringify([
      await rowsAs('COMMERCE_MODELLER', `SELECT * FROM ${marts}.FCT_ORDERS`),
      await rowsAs(
        'COMMERCE_MODELLER',
        'SELECT * FROM BROOK_COMMERCE_MODELS.SHOP_HISTORY.ORDER_STATUS',
      ),
    ]);
    expect(clear.filter(({ E }) => built.includes(E))).toEqual([]);
    expect(built).toContain(clear[0]?.E.split('@')[1]);
  });

  test('grants the marts to the role that is cleared for them, and to no other', async () => {
    const grants = await admin.rows(`SHOW GRANTS ON TABLE ${marts}.FCT_ORDERS`);
    expect(grants.map((each) => [each.privilege, each.grantee_name]).sort()).toEqual([
      ['OWNERSHIP', 'COMMERCE_MODELLER'],
      ['SELECT', 'COMMERCE_PII_READER'],
    ]);
    await expect(
      rowsAs('COMMERCE_ANALYST', `SELECT * FROM ${marts}.FCT_ORDERS`),
    ).rejects.toMatchObject({ code: '002003' });
  });

  test('merges what changed when it is built again, and keeps the history', async () => {
    const [changed] = await rowsAs(
      'COMMERCE_MODELLER',
      `SELECT ORDER_ID, TOTAL_USD FROM ${marts}.FCT_ORDERS WHERE STATUS = 'placed' ORDER BY 1 LIMIT 1`,
    );
    const [{ N: before }] = await rowsAs(
      'COMMERCE_MODELLER',
      `SELECT COUNT(*) AS N FROM ${marts}.FCT_ORDERS`,
    );
    const land = async (id: string, status: string, total: number, offset: number) =>
      await admin.rows(
        `INSERT INTO BROOK_COMMERCE.BRONZE.ORDERS
           (ORDER_ID, CUSTOMER_EMAIL, COUNTRY, REGION, STATUS, CURRENCY, TOTAL_USD, PLACED_AT,
            ORDER_DATE, UPDATED_AT, _DAS_SOURCE, _DAS_PARTITION, _DAS_OFFSET, _DAS_RECORD_HASH,
            _DAS_BATCH_ID, _DAS_CONTRACT_VERSION, _DAS_LANDED_AT)
         SELECT ?, 'new@example.com', 'DE', 'EMEA', ?, 'EUR', ?, SYSDATE(), SYSDATE()::DATE,
           SYSDATE(), 'test', 'test', ?, 'none', 'none', '1.2.0', SYSDATE()`,
        { binds: [id, status, total, offset] },
      );
    await land(changed.ORDER_ID, 'cancelled', changed.TOTAL_USD, 1_000_000);
    await land('a-new-order', 'paid', 12.5, 1_000_001);

    const again = runDbt(project, 'build');
    expect(again.exitCode).toBe(0);
    const { results } = await artifact<RunResults>('run_results');
    const merged = results.find((each) => each.unique_id.endsWith('.fct_orders'));
    expect(merged?.adapter_response.rows_affected).toBe(2);
    expect(
      await rowsAs(
        'COMMERCE_MODELLER',
        `SELECT COUNT(*) AS N, COUNT(DISTINCT ORDER_ID) AS D, COUNT_IF(ORDER_ID = '${changed.ORDER_ID}' AND IS_CANCELLED) AS C FROM ${marts}.FCT_ORDERS`,
      ),
    ).toEqual([{ N: before + 1, D: before + 1, C: 1 }]);
    expect(
      await rowsAs(
        'COMMERCE_MODELLER',
        `SELECT STATUS AS S, DBT_VALID_TO IS NULL AS IS_NOW
         FROM BROOK_COMMERCE_MODELS.SHOP_HISTORY.ORDER_STATUS
         WHERE ORDER_ID = '${changed.ORDER_ID}' ORDER BY DBT_VALID_FROM`,
      ),
    ).toEqual([
      { S: 'placed', IS_NOW: false },
      { S: 'cancelled', IS_NOW: true },
    ]);
  });

  test.each(['seed', 'run', 'snapshot', 'test'])('dbt %s on its own', (command) => {
    expect(runDbt(project, command).exitCode).toBe(0);
  });

  test('dbt docs generate describes the models and the sources', async () => {
    expect(runDbt(project, 'docs generate')).toMatchObject({ exitCode: 0, complaints: [] });
    const { nodes, sources, errors } = await artifact<Catalog>('catalog');
    expect(errors).toBeNull();
    expect(Object.keys(nodes)).toHaveLength(8);
    expect(Object.keys(sources)).toHaveLength(3);
    const orders = nodes['model.brook_commerce.fct_orders'];
    expect(orders?.metadata).toMatchObject({ type: 'BASE TABLE', owner: 'COMMERCE_MODELLER' });
    expect(orders?.columns.TOTAL_USD).toMatchObject({ type: 'NUMBER', index: 8 });
    expect(nodes['model.brook_commerce.revenue_by_country']?.metadata.type).toBe('DYNAMIC TABLE');
  });

  test('dbt source freshness measures the sources', () => {
    const { statuses } = runDbt(project, 'source freshness');
    expect(statuses).toEqual({
      'source.commerce_bronze.customers': 'pass',
      'source.commerce_bronze.orders': 'pass',
      'source.commerce_bronze.sessions': 'pass',
    });
  });

  test('dbt show prints rows of a model', () => {
    expect(runDbt(project, 'show --select revenue_by_country --limit 3')).toMatchObject({
      exitCode: 0,
      complaints: [],
    });
  });

  test('a test fails when the data breaks it', async () => {
    await rowsAs(
      'COMMERCE_MODELLER',
      `INSERT INTO BROOK_COMMERCE_MODELS.SHOP_REFERENCE.SALES_REGIONS (REGION, REGION_NAME) VALUES ('EMEA', 'again')`,
    );
    const { exitCode, statuses } = runDbt(project, 'test --select sales_regions');
    expect(exitCode).toBe(1);
    expect(statuses['test.unique_sales_regions_region']).toBe('fail');
    expect(statuses['test.not_null_sales_regions_region']).toBe('pass');
  });
});
