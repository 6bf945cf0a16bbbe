import { type AnyContract, defineContract } from '@das/contracts';
import {
  apply,
  Collector,
  compileDomain,
  defineDomain,
  definePlatform,
  quoteLiteral,
  type Row,
  type Source,
  sql,
} from '@das/core';
import { type LocalWarehouse, openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accessRole,
  aggregationPolicy,
  budget,
  maskingPolicy,
  networkPolicy,
  networkRule,
  projectionPolicy,
  rowAccessPolicy,
  tag,
  tagged,
  warehouse as warehouseOf,
} from './index.js';

const named = { domain: 'desk', version: '1.0.0', owner: 'desk' } as const;
const cases = defineContract({
  ...named,
  name: 'cases',
  schema: z.object({
    id: z.int(),
    region: z.string().nullable(),
    is_open: z.boolean().nullable(),
    note: z.string(),
    card: z.string(),
  }),
  columns: {
    id: 'internal',
    region: 'internal',
    is_open: 'internal',
    note: { classification: 'pii', semantic: 'free_text' },
    card: { classification: 'pci', semantic: 'payment_card' },
  },
});
const holders = defineContract({
  ...named,
  name: 'holders',
  schema: z.object({ region: z.string(), role: z.string() }),
  columns: { region: 'internal', role: 'internal' },
});
const votes = defineContract({
  ...named,
  name: 'votes',
  schema: z.object({ ward: z.string(), mark: z.int() }),
  columns: { ward: 'internal', mark: 'internal' },
});

function collectorOf<C extends AnyContract>(contract: C) {
  return class extends Collector<C> {
    readonly contract = contract;

    async openSource(): Promise<Source> {
      throw new Error('nothing is collected here');
    }
  };
}

class Cases extends collectorOf(cases) {}
class Holders extends collectorOf(holders) {}
class Votes extends collectorOf(votes) {}

const roles = ['CLERK', 'MAPPED', 'OPEN_ONLY', 'FRAUD', 'OUTSIDER'] as const;
const domain = defineDomain({
  platform: definePlatform({
    name: 'desk',
    masking: [maskingPolicy({ appliesTo: { classification: 'pci' }, mask: 'mask://card' })],
  }),
  name: 'desk',
  contracts: [cases, holders, votes],
  collectors: [Cases, Holders, Votes],
  access: [
    ...roles.map((name) => accessRole({ name, reads: ['BRONZE'] })),
    maskingPolicy({
      appliesTo: { classification: 'pii', semantic: 'free_text' },
      contracts: [cases],
      conditions: ['region'],
      mask: { text: "CASE WHEN REGION = 'EMEA' THEN 'kept in EMEA' ELSE '***' END" },
      clearWhen: "REGION = 'PUBLIC'",
      version: 2,
    }),
    rowAccessPolicy({
      name: 'CASES',
      contracts: [cases],
      column: 'id',
      sql: "IS_ROLE_IN_SESSION('OPEN_ONLY') AND IS_OPEN AND VAL > 1",
      conditions: ['is_open'],
      unrestricted: ['CLERK', 'FRAUD'],
    }),
    rowAccessPolicy({
      name: 'VOTES',
      contracts: [votes],
      column: 'ward',
      tenant: { north: 'CLERK' },
      unrestricted: ['FRAUD'],
      mapping: { contract: holders, tier: 'BRONZE', value: 'region', holder: 'role', by: 'role' },
    }),
    aggregationPolicy({
      name: 'THREE',
      contracts: [votes],
      tiers: ['BRONZE'],
      minGroupSize: 3,
      unrestricted: ['FRAUD', 'MAPPED'],
    }),
    projectionPolicy({
      name: 'CARDS',
      appliesTo: { classification: 'pci' },
      allow: ['FRAUD'],
      enforcement: 'nullify',
    }),
    tag({
      name: 'COST',
      allowedValues: ['a', 'b'],
      assigned: [tagged(cases, 'a', 'note')],
      propagate: 'dependencyAndDataMovement',
    }),
    warehouseOf({ name: 'REPORTS', budget: { monthlyCredits: 5, suspendAt: 100 } }),
    budget({ name: 'SPENDING', limit: { monthlyCredits: 9 }, notify: ['a@brook.example'] }),
    networkPolicy({
      name: 'DESK_ONLY',
      allow: [
        networkRule.ipv4('DESK_V4', '203.0.113.0/24'),
        networkRule.ipv6('DESK_V6', '2001:db8::/32'),
      ],
      breakGlass: ['203.0.113.7'],
    }),
  ],
});

const rows: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  CASES: [
    [1, 'EMEA', true, 'one', '4111111111111111'],
    [2, 'AMER', true, 'two', '4111111111111111'],
    [3, 'PUBLIC', false, 'three', '4111111111111111'],
    [4, null, null, 'four', '4111111111111111'],
  ],
  HOLDERS: [['south', 'MAPPED']],
  VOTES: [
    ['north', 1],
    ['north', 2],
    ['north', 3],
    ['south', 4],
  ],
};

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  const evidence = { record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }) };
  await apply({ domain, warehouse, evidence });
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const resources = compileDomain(domain);
  for (const resource of resources) {
    if (resource.kind !== 'table' || resource.name[1] !== 'BRONZE') continue;
    for (const row of rows[resource.name[2]] ?? []) {
      const own = resource.columns.filter(({ isNullable }, at) => at < row.length || !isNullable);
      const values = own.map(({ type }, at) => {
        const value = at < row.length ? row[at] : undefined;
        if (value === null) return 'NULL';
        if (value !== undefined)
          return typeof value === 'string' ? quoteLiteral(value) : `${value}`;
        if (type.startsWith('VARCHAR')) return "'x'";
        return type.startsWith('NUMBER') ? '0' : `'2026-01-01'::${type}`;
      });
      const names = own.map(({ name }) => name).join(', ');
      const text = `INSERT INTO ${resource.name.join('.')} (${names}) SELECT ${values.join(', ')}`;
      await admin.execute(sql.raw(text));
    }
  }
});
afterAll(() => warehouse.close());

async function ask(role: string, text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({
    role,
    database: 'BROOK_DESK',
    schema: 'BRONZE',
  });
  return (await session.execute(sql.raw(text))).rows;
}

describe('what the builders declare, compiled and run', () => {
  test('a conditional mask reads the condition, and shows the clear value only where it is TRUE', async () => {
    const seen = await ask('CLERK', 'SELECT NOTE FROM CASES ORDER BY ID');
    expect(seen.map(({ NOTE }) => NOTE)).toEqual(['kept in EMEA', '***', 'three', '***']);
  });

  test('SQL of a row access policy shows rows where it is TRUE, and none where it is NULL', async () => {
    expect(await ask('OPEN_ONLY', 'SELECT ID FROM CASES')).toEqual([{ ID: 2 }]);
    expect(await ask('OUTSIDER', 'SELECT ID FROM CASES')).toEqual([]);
  });

  test('a tenant sees its rows, a mapped role those of its mapping, and nobody else any', async () => {
    const wards = (role: string) =>
      ask(role, 'SELECT WARD, COUNT(*) AS N FROM VOTES GROUP BY WARD ORDER BY WARD');
    expect(await wards('CLERK')).toEqual([{ WARD: 'north', N: 3 }]);
    expect(await wards('MAPPED')).toEqual([{ WARD: 'south', N: 1 }]);
    expect(await wards('OUTSIDER')).toEqual([]);
  });

  test('an aggregation policy answers with groups, and with rows to who is unrestricted', async () => {
    await expect(ask('CLERK', 'SELECT MARK FROM VOTES')).rejects.toMatchObject({
      name: 'WarehouseError',
    });
    expect(await ask('FRAUD', 'SELECT MARK FROM VOTES')).toHaveLength(4);
  });

  test('a projection policy makes a column NULL for who may not show it', async () => {
    const cards = async (role: string) =>
      (await ask(role, 'SELECT CARD FROM CASES')).map(({ CARD }) => CARD);
    expect(new Set(await cards('CLERK'))).toEqual(new Set([null]));
    expect(new Set(await cards('FRAUD'))).toEqual(new Set(['***']));
  });
});
