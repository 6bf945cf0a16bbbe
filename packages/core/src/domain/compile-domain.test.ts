import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AccessDeclaration, AccessRoleDeclaration } from '../access/declarations.js';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { dependenciesFirst } from '../deploy/dependencies.js';
import { landingColumns } from '../landing/landing-columns.js';
import { createStatements } from '../resources/create-statement.js';
import { resourceKinds } from '../resources/resource.js';
import { shareAccounts } from '../resources/share.js';
import { sql } from '../warehouse/statement.js';
import type { Row } from '../warehouse/warehouse.js';
import { compileDomain } from './compile-domain.js';
import { type Domain, type DomainDefinition, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const common = { domain: 'shop', version: '1.0.0', owner: 'shop' } as const;
const people = defineContract({
  ...common,
  name: 'people',
  schema: z.object({ id: z.int(), region: z.string(), email: z.string() }),
  columns: { id: 'internal', region: 'internal', email: { classification: 'pii' } },
});
const regions = defineContract({
  ...common,
  name: 'regions',
  schema: z.object({ region: z.string(), holder: z.string() }),
  columns: { region: 'internal', holder: 'internal' },
});

class PeopleCollector extends Collector<typeof people> {
  readonly contract = people;
  openSource(): Promise<Source> {
    throw new Error('not used');
  }
}
class RegionsCollector extends Collector<typeof regions> {
  readonly contract = regions;
  openSource(): Promise<Source> {
    throw new Error('not used');
  }
}

const platform = definePlatform({
  name: 'acme',
  usdPerCredit: 3,
  masking: [
    {
      kind: 'maskingPolicy',
      name: 'PII',
      appliesTo: { classification: 'pii' },
      masks: { text: "'***'" },
      reveal: [],
    },
  ],
});
const reader: AccessRoleDeclaration = {
  kind: 'accessRole',
  name: 'READER',
  reads: ['BRONZE'],
  clearance: [],
};
const cleared: AccessRoleDeclaration = { ...reader, name: 'CLEARED', clearance: ['pii'] };

function shop(access: readonly AccessDeclaration[], more: Partial<DomainDefinition> = {}): Domain {
  return defineDomain({
    platform,
    name: 'shop',
    contracts: [people, regions],
    collectors: [PeopleCollector, RegionsCollector],
    access: [reader, cleared, ...access],
    ...more,
  });
}

/** Deploys a domain on a new engine, with three people, and answers queries. */
async function open(domain: Domain) {
  const warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const byKind = [...compileDomain(domain)].sort(
    (a, b) => resourceKinds.indexOf(a.kind) - resourceKinds.indexOf(b.kind),
  );
  for (const resource of dependenciesFirst(byKind)) {
    for (const statement of createStatements(resource)) await admin.execute(statement);
  }
  for (const resource of byKind) {
    if (resource.kind === 'share') await admin.execute(shareAccounts(resource));
  }
  const landed = landingColumns.map(({ type }) =>
    type === 'VARCHAR'
      ? "'x'"
      : type === 'NUMBER(38,0)'
        ? '0'
        : 'CURRENT_TIMESTAMP()::TIMESTAMP_NTZ',
  );
  const insert = async (table: string, ...rows: readonly string[]) => {
    for (const row of rows) {
      const values = [row, ...landed].join(', ');
      await admin.execute(sql.raw(`INSERT INTO BROOK_SHOP.BRONZE.${table} SELECT ${values}`));
    }
  };
  await insert('PEOPLE', "1, 'EMEA', 'a@x'", "2, 'EMEA', 'b@x'", "3, 'AMER', 'c@x'");
  await insert('REGIONS', "'AMER', 'READER'", "'EMEA', 'NOBODY'");
  return {
    ask: async (text: string, options: Parameters<typeof warehouse.openSession>[0]) => {
      await using session = await warehouse.openSession(options);
      return (await session.execute(sql.raw(text))).rows as readonly Row[];
    },
    [Symbol.asyncDispose]: () => warehouse.close(),
  };
}

const emails = 'SELECT EMAIL FROM BROOK_SHOP.BRONZE.PEOPLE ORDER BY ID';
const asReader = { role: 'READER' };
const asCleared = { role: 'CLEARED' };
const columnOf = (rows: readonly Row[], column: string) => rows.map((row) => row[column]);
const clear = ['a@x', 'b@x', 'c@x'];
const hidden = ['***', '***', '***'];

test('a condition shows a value by another column of its row', async () => {
  const own: AccessDeclaration = {
    kind: 'maskingPolicy',
    name: 'PII_BY_REGION',
    appliesTo: { classification: 'pii', contracts: ['people'] },
    masks: { text: "'***'" },
    reveal: [],
    conditions: [{ name: 'REGION', type: 'VARCHAR' }],
    clearWhen: "REGION = 'AMER'",
    version: 2,
  };
  const [mask] = platform.masking;
  if (mask === undefined) throw new Error('the platform masks');
  const permissive = definePlatform({
    name: 'acme',
    masking: [{ ...mask, clearWhen: "REGION = 'AMER'", conditions: own.conditions ?? [] }],
  });
  await using running = await open(shop([own], { platform: permissive }));
  expect(columnOf(await running.ask(emails, asReader), 'EMAIL')).toEqual(['***', '***', 'c@x']);
  const policy = compileDomain(shop([own], { platform: permissive })).find(
    (each) => each.kind === 'maskingPolicy',
  );
  expect(policy?.name).toEqual(['BROOK_SHOP', 'OPS', 'MASK_PII_BY_REGION_V2_VARCHAR']);
});

test('an AI agent sees no clear value where its level says so, whatever the role', async () => {
  const framework = definePlatform({
    name: 'acme',
    classification: {
      kind: 'classificationFramework',
      name: 'acme',
      levels: [{ classification: 'pii', meaning: 'people', mayBeSeenBy: 'any', whenAgent: 'mask' }],
      semanticTypes: [],
      masking: platform.masking,
    },
  });
  await using running = await open(shop([], { platform: framework }));
  const agent = { role: 'CLEARED', agent: 'CORTEX_CODE_CLI' } as const;
  expect(columnOf(await running.ask(emails, asCleared), 'EMAIL')).toEqual(clear);
  expect(columnOf(await running.ask(emails, agent), 'EMAIL')).toEqual(hidden);
});

test('a mapping table says which role sees which rows', async () => {
  const rows: AccessDeclaration = {
    kind: 'rowAccessPolicy',
    name: 'MAPPED',
    appliesTo: { contracts: ['people'], column: 'region' },
    allow: [],
    unrestricted: ['CLEARED'],
    mapping: { contract: 'regions', tier: 'BRONZE', value: 'region', holder: 'holder', by: 'role' },
  };
  await using running = await open(shop([rows]));
  const ids = 'SELECT ID FROM BROOK_SHOP.BRONZE.PEOPLE ORDER BY ID';
  expect(columnOf(await running.ask(ids, asReader), 'ID')).toEqual([3]);
  expect(columnOf(await running.ask(ids, asCleared), 'ID')).toEqual([1, 2, 3]);
});

test('single rows and columns are answered only to those who may see them', async () => {
  const groups: AccessDeclaration = {
    kind: 'aggregationPolicy',
    name: 'PAIRS',
    appliesTo: { contracts: ['people'], tiers: ['BRONZE'] },
    minGroupSize: 2,
    unrestricted: ['CLEARED'],
  };
  const shown: AccessDeclaration = {
    kind: 'projectionPolicy',
    name: 'HOLDER',
    appliesTo: { contracts: ['regions'], columns: ['holder'] },
    allow: ['CLEARED'],
    enforcement: 'nullify',
  };
  await using running = await open(shop([groups, shown]));
  const count = 'SELECT REGION, COUNT(*) AS N FROM BROOK_SHOP.BRONZE.PEOPLE GROUP BY REGION';
  expect(await running.ask(`${count} ORDER BY N DESC`, asReader)).toEqual([
    { REGION: null, N: null },
    { REGION: 'EMEA', N: 2 },
  ]);
  await expect(running.ask(emails, asReader)).rejects.toThrow();
  expect(columnOf(await running.ask(emails, asCleared), 'EMAIL')).toEqual(clear);
  const holders = 'SELECT HOLDER FROM BROOK_SHOP.BRONZE.REGIONS';
  expect(columnOf(await running.ask(holders, asReader), 'HOLDER')).toEqual([null, null]);
  expect(columnOf(await running.ask(holders, asCleared), 'HOLDER').sort()).toEqual([
    'NOBODY',
    'READER',
  ]);
});

test('a tag masks what carries it', async () => {
  const tag: AccessDeclaration = {
    kind: 'tag',
    name: 'SECRET',
    allowedValues: ['yes'],
    assigned: [
      { contract: 'regions', column: 'holder', value: 'yes' },
      { contract: 'people', value: 'yes' },
    ],
    masking: ['PII'],
  };
  await using running = await open(shop([tag]));
  const holders = 'SELECT HOLDER FROM BROOK_SHOP.BRONZE.REGIONS';
  expect(columnOf(await running.ask(holders, asReader), 'HOLDER')).toEqual(['***', '***']);
  const all = 'SELECT ID, REGION FROM BROOK_SHOP.BRONZE.PEOPLE WHERE ID IS NOT NULL';
  expect(await running.ask(all, asReader)).toEqual([]);
});

test('a share shows its rows, masked, and a share with clearance shows them in clear', async () => {
  const finance = {
    kind: 'share',
    name: 'FINANCE',
    contracts: ['people'],
    tier: 'BRONZE',
    accounts: ['DAS.FINANCE'],
    clearance: [],
    rows: { column: 'region', values: ['AMER'] },
  } as const;
  const audit = { ...finance, name: 'AUDIT', accounts: ['DAS.AUDIT'], clearance: ['pii'] } as const;
  const { rows: _, ...wholeAudit } = audit;
  await using running = await open(shop([], { shares: [finance, wholeAudit] }));
  expect(columnOf(await running.ask(emails, asReader), 'EMAIL')).toEqual(hidden);
  for (const [account, share, expected] of [
    ['FINANCE', 'FINANCE', ['***']],
    ['AUDIT', 'AUDIT', clear],
  ] as const) {
    const as = { account, role: 'ACCOUNTADMIN' };
    await running.ask(`CREATE DATABASE BOUGHT FROM SHARE LOCAL.${share}`, as);
    const query = 'SELECT EMAIL FROM BOUGHT.BRONZE.PEOPLE ORDER BY ID';
    expect(columnOf(await running.ask(query, as), 'EMAIL')).toEqual(expected);
  }
});

test('a budget in US dollars becomes a monitor of all warehouses without one of their own', () => {
  const loader: AccessDeclaration = {
    kind: 'warehouse',
    name: 'LOADER',
    size: 'LARGE',
    autoSuspendSeconds: 300,
    usedBy: ['READER'],
    budget: { monthlyCredits: 50, notifyAt: [80], suspendImmediatelyAt: 120 },
  };
  const compiled = compileDomain(shop([loader], { budget: { monthlyUsd: 1200 } }));
  expect(compiled.filter(({ kind }) => kind === 'resourceMonitor' || kind === 'warehouse')).toEqual(
    [
      {
        kind: 'resourceMonitor',
        name: ['BROOK_SHOP_BUDGET'],
        creditQuota: 400,
        triggers: [
          { percent: 75, action: 'NOTIFY' },
          { percent: 90, action: 'NOTIFY' },
          { percent: 100, action: 'SUSPEND' },
        ],
      },
      { kind: 'warehouse', name: ['BROOK_SHOP_WH'], resourceMonitor: 'BROOK_SHOP_BUDGET' },
      {
        kind: 'resourceMonitor',
        name: ['BROOK_SHOP_LOADER_BUDGET'],
        creditQuota: 50,
        triggers: [
          { percent: 80, action: 'NOTIFY' },
          { percent: 120, action: 'SUSPEND_IMMEDIATE' },
        ],
      },
      {
        kind: 'warehouse',
        name: ['BROOK_SHOP_LOADER'],
        size: 'LARGE',
        autoSuspendSeconds: 300,
        resourceMonitor: 'BROOK_SHOP_LOADER_BUDGET',
      },
    ],
  );
});

test('the network of the platform is deployed with the domain that is called platform', async () => {
  const network = {
    kind: 'networkPolicy',
    name: 'ACME',
    allow: [{ name: 'LOCAL', type: 'IPV4', values: ['127.0.0.1'] }],
    block: [{ name: 'BAD', type: 'IPV4', values: ['198.51.100.7'] }],
    activeOn: 'account',
    breakGlass: [],
  } as const;
  const guarded = definePlatform({ name: 'acme', masking: [], network: [network] });
  const home = defineDomain({ platform: guarded, name: 'platform', contracts: [] });
  expect(
    compileDomain(home).filter(({ kind }) => kind === 'networkRule' || kind === 'networkPolicy'),
  ).toEqual([
    {
      kind: 'networkRule',
      name: ['BROOK_PLATFORM', 'OPS', 'ACME_LOCAL'],
      type: 'IPV4',
      mode: 'INGRESS',
      values: ['127.0.0.1'],
    },
    {
      kind: 'networkRule',
      name: ['BROOK_PLATFORM', 'OPS', 'ACME_BAD'],
      type: 'IPV4',
      mode: 'INGRESS',
      values: ['198.51.100.7'],
    },
    {
      kind: 'networkPolicy',
      name: ['ACME'],
      allowed: [['BROOK_PLATFORM', 'OPS', 'ACME_LOCAL']],
      blocked: [['BROOK_PLATFORM', 'OPS', 'ACME_BAD']],
      activeOn: [{ type: 'ACCOUNT' }],
    },
  ]);
  const other = defineDomain({ platform: guarded, name: 'other', contracts: [] });
  expect(compileDomain(other).filter(({ kind }) => kind === 'networkPolicy')).toEqual([]);
});
