import { defineContract } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  aggregationPolicy,
  budget,
  listing,
  maskingPolicy,
  projectionPolicy,
  rowAccessPolicy,
  share,
  tag,
  tagged,
  warehouse,
} from './index.js';

const named = { domain: 'shop', version: '1.0.0', owner: 'shop' } as const;
const orders = defineContract({
  ...named,
  name: 'orders',
  schema: z.object({ id: z.int(), region: z.string(), email: z.string(), consent: z.boolean() }),
  columns: {
    id: 'internal',
    region: 'internal',
    email: { classification: 'pii', semantic: 'email' },
    consent: 'internal',
  },
});
const grants = defineContract({
  ...named,
  name: 'region_grants',
  schema: z.object({ region: z.string(), role: z.string(), holder_name: z.string() }),
  columns: { region: 'internal', role: 'internal', holder_name: 'pii' },
});
const email = { classification: 'pii', semantic: 'email' } as const;
const region = { name: 'REGION', contracts: [orders], column: 'region' } as const;
const says = (next: string) => expect.objectContaining({ next: expect.stringContaining(next) });

const all = [
  maskingPolicy({
    appliesTo: email,
    contracts: [orders],
    conditions: ['consent'],
    mask: { text: "CASE WHEN CONSENT THEN VAL ELSE '***' END" },
    clearWhen: "CONSENT AND IS_ROLE_IN_SESSION('SALES')",
    whenAgent: 'mask',
    exemptOtherPolicies: true,
    version: 2,
  }),
  rowAccessPolicy({
    ...region,
    regions: { EMEA: ['A', 'B'], AMER: ['A'] },
    tenant: { acme: 'ACME' },
    mapping: {
      contract: grants,
      tier: 'SILVER',
      value: 'region',
      holder: 'role',
      by: 'role',
    },
    sql: "CONSENT AND VAL = 'EMEA'",
    conditions: ['consent'],
  }),
  aggregationPolicy({
    name: 'GROUPS',
    contracts: [orders],
    minGroupSize: 5,
    unrestrictedWhen: "IS_ROLE_IN_SESSION('AUDITOR') AND CURRENT_USER() = 'ADA'",
  }),
  projectionPolicy({
    name: 'HIDE',
    appliesTo: { contracts: [orders], columns: ['email'] },
    allowWhen: "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE'",
  }),
  tag({
    name: 'COST',
    allowedValues: ['a', 'b'],
    assigned: [tagged(orders, 'a'), tagged(orders, 'b', 'region')],
  }),
  share({ name: 'FINANCE', contracts: [orders], accounts: ['ACME.FIN'] }),
  warehouse({ name: 'REPORTS', budget: { monthlyCredits: 10 } }),
  budget({ name: 'S', limit: { monthlyUsd: 5 }, notify: ['costs@brook.example'] }),
];

test.each(all)('$kind is frozen through and through, and survives JSON', (declaration) => {
  expect(JSON.parse(JSON.stringify(declaration))).toEqual(declaration);
  const isFrozen = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  expect(isFrozen(declaration)).toBe(true);
});

describe('maskingPolicy', () => {
  test('carries the named mask, the conditions with their types and the roles of its SQL', () => {
    const uri = maskingPolicy({ appliesTo: email, mask: 'mask://email?keep=domain&agents=mask' });
    expect(uri.named).toEqual({ mask: 'email', parameters: { keep: 'domain' } });
    expect(uri.whenAgent).toBe('mask');
    const own = all[0];
    expect(own).toMatchObject({
      appliesTo: { ...email, contracts: ['orders'] },
      conditions: [{ name: 'CONSENT', type: 'BOOLEAN' }],
      namedRoles: ['SALES'],
      version: 2,
    });
    expect(own).not.toHaveProperty('named');
  });

  test.each<readonly [definition: object, next: string]>([
    [{ appliesTo: { classification: 'pji' }, mask: 'mask://null' }, 'did you mean'],
    [{ appliesTo: { classification: 'internal' }, mask: 'mask://null' }, 'use one of confidential'],
    [{ appliesTo: { ...email, semantic: 'emial' }, mask: 'mask://null' }, 'did you mean email?'],
    [{ appliesTo: { ...email, semantics: 'x' }, mask: 'mask://null' }, 'did you mean semantic?'],
    [{ appliesTo: email, mask: 'mask://null', reveals: [] }, 'did you mean reveal?'],
    [{ appliesTo: email, mask: 'mask://null', reveal: ['sales'] }, 'write SALES'],
    [{ appliesTo: email, mask: { txt: "'x'" } }, 'did you mean text?'],
    [{ appliesTo: email, mask: { text: 'VAL' } }, 'write what hides it'],
    [{ appliesTo: email, mask: { text: '((val))' } }, 'write what hides it'],
    [{ appliesTo: email, mask: { text: "CURRENT_ROLE() || 'x'" } }, 'IS_ROLE_IN_SESSION'],
    [{ appliesTo: email, mask: { text: "IFF(CONSENT, VAL, '')" } }, 'use one of VAL'],
    [{ appliesTo: email, mask: 'mask://null', conditions: ['consent'] }, 'name the contracts'],
    [
      { appliesTo: email, mask: 'mask://null', contracts: [orders], conditions: ['consnt'] },
      'did you mean consent?',
    ],
    [{ appliesTo: email, mask: 'mask://null', contracts: [grants] }, 'leave the contracts out'],
    [{ appliesTo: email, mask: 'mask://null', clearWhen: 'TRUE' }, 'conditions'],
    [
      {
        appliesTo: email,
        mask: 'mask://null',
        contracts: [orders],
        conditions: ['consent'],
        clearWhen: 'VAL IS NULL',
      },
      'use one of CONSENT',
    ],
    [{ appliesTo: email, mask: 'mask://null', whenAgent: 'hide' }, 'use one of mask'],
    [{ appliesTo: email, mask: 'mask://null', version: 0 }, 'count on'],
  ])('refuses a JavaScript caller with a next step: %#', (definition, next) => {
    expect(() => maskingPolicy(definition as never)).toThrow(says(next));
  });
});

describe('rowAccessPolicy', () => {
  test('gathers regions and tenants as the values of each role', () => {
    expect(all[1]).toMatchObject({
      allow: [
        { role: 'A', values: ['EMEA', 'AMER'] },
        { role: 'B', values: ['EMEA'] },
        { role: 'ACME', values: ['acme'] },
      ],
      mapping: { contract: 'region_grants', tier: 'SILVER', value: 'region', holder: 'role' },
    });
  });

  const mapping = {
    contract: grants,
    tier: 'SILVER',
    value: 'region',
    holder: 'role',
    by: 'role',
  } as const;

  test.each<readonly [definition: object, next: string]>([
    [{ ...region, alow: {} }, 'did you mean allow?'],
    [region, 'give allow'],
    [{ ...region, column: 'regoin', allow: { A: ['x'] } }, 'did you mean region?'],
    [{ ...region, contracts: [], allow: { A: ['x'] } }, 'list at least one contract'],
    [{ ...region, contracts: [{}], allow: { A: ['x'] } }, 'defineContract'],
    [{ ...region, column: 'id', allow: { A: ['x'] } }, 'as sql over VAL'],
    [{ ...region, allow: { a: ['x'] } }, 'write A'],
    [{ ...region, allow: { A: [] } }, 'leave it out'],
    [{ ...region, regions: { EMEA: [] } }, 'leave it out'],
    [{ ...region, tenant: { acme: 'T', emca: 'T' } }, 'a role of its own'],
    [{ ...region, allow: { T: ['x'] }, tenant: { acme: 'T' } }, 'take it out of allow'],
    [{ ...region, mapping: { ...mapping, by: 'group' } }, 'use one of role, user'],
    [{ ...region, mapping: { ...mapping, tier: 'GOLD' } }, 'use one of BRONZE'],
    [{ ...region, mapping: { ...mapping, value: 'regin' } }, 'did you mean region?'],
    [{ ...region, mapping: { ...mapping, holder: 'holder_name' } }, 'public or internal'],
    [{ ...region, sql: 'VAL IN (SELECT REGION FROM T)' }, 'EXISTS'],
    [{ ...region, sql: 'CONSENT' }, 'use one of VAL'],
  ])('refuses a JavaScript caller with a next step: %#', (definition, next) => {
    expect(() => rowAccessPolicy(definition as never)).toThrow(says(next));
  });
});

describe('the other builders refuse a JavaScript caller with a next step', () => {
  const groups = { name: 'G', contracts: [orders], minGroupSize: 5 };
  const hide = { name: 'H', appliesTo: { classification: 'pii' } };
  const cost = { name: 'C', allowedValues: ['a', 'b'] };
  const closed = share({ name: 'F', contracts: [orders], accounts: [] });
  const listed = {
    name: 'L',
    share: closed,
    title: 'Orders',
    access: [{ account: 'FIN' }],
    supportContact: 'shop@brook.example',
  };
  const spending = { name: 'S', limit: { monthlyUsd: 5 }, notify: ['costs@brook.example'] };
  const finance = { name: 'F', contracts: [orders], accounts: ['ACME.FIN'] } as const;
  test.each<readonly [build: (definition: never) => unknown, definition: object, next: string]>([
    [aggregationPolicy, { ...groups, minGroupSize: 1 }, 'write 5'],
    [aggregationPolicy, { ...groups, minGroupSze: 9 }, 'did you mean minGroupSize?'],
    [aggregationPolicy, { ...groups, tiers: ['GOLD'] }, 'use one of BRONZE'],
    [aggregationPolicy, { ...groups, unrestricted: ['x'] }, 'write X'],
    [aggregationPolicy, { ...groups, unrestrictedWhen: 'REGION' }, 'no column'],
    [aggregationPolicy, { ...groups, unrestrictedWhen: "CURRENT_ROLE() = 'A'" }, 'IS_ROLE'],
    [projectionPolicy, { ...hide, allowWhen: "IS_ROLE_IN_SESSION('a')" }, 'upper-case'],
    [projectionPolicy, { ...hide, enforcement: 'nulify' }, 'did you mean nullify?'],
    [projectionPolicy, { ...hide, appliesTo: { classification: 'pxi' } }, 'did you mean pii?'],
    [
      projectionPolicy,
      { ...hide, appliesTo: { contracts: [orders], columns: ['emial'] } },
      'email?',
    ],
    [
      projectionPolicy,
      { ...hide, appliesTo: { classification: 'pii', columns: ['email'] } },
      'use one of classification',
    ],
    [tag, { ...cost, allowedValues: [] }, 'list at least one'],
    [tag, { ...cost, allowedValues: ['a', 'a'] }, 'once'],
    [tag, { ...cost, allowedValues: ['x'.repeat(257)] }, '1 to 256'],
    [tag, { ...cost, assigned: [tagged(orders, 'aa')] }, 'did you mean a?'],
    [tag, { ...cost, assigned: [tagged(orders, 'a'), tagged(orders, 'b')] }, 'one value'],
    [tag, { ...cost, propagate: 'always' }, 'use one of dependency'],
    [share, { ...finance, accounts: ['acme'] }, 'ORGANIZATION.ACCOUNT'],
    [share, { ...finance, clearance: ['pxi'] }, 'did you mean pii?'],
    [share, { ...finance, rows: { column: 'regoin', values: ['EMEA'] } }, 'did you mean region?'],
    [share, { ...finance, rows: { column: 'region', values: [] } }, 'list at least one'],
    [share, { ...finance, rows: { column: 'id', values: ['1'] } }, 'column with texts'],
    [listing, { ...listed, title: 'x'.repeat(111) }, 'make it shorter'],
    [listing, { ...listed, share: share({ ...finance, contracts: [orders] }) }, 'accounts: []'],
    [listing, { ...listed, access: [] }, 'list at least one'],
    [listing, { ...listed, access: [{ account: 'org.a' }] }, 'use upper-case'],
    [listing, { ...listed, access: [{ account: 'A' }, { account: 'A' }] }, 'roles together'],
    [listing, { ...listed, access: [{ account: 'A', role: ['R'] }] }, 'did you mean roles?'],
    [listing, { ...listed, discovery: 'all' }, 'write a text'],
    [listing, { ...listed, supportContact: '' }, 'write a text'],
    [listing, { ...listed, regions: ['eu'] }, 'write PUBLIC.'],
    [warehouse, { size: 'HUGE' }, 'use one of XSMALL'],
    [warehouse, { autoSuspendSeconds: 0 }, 'write 60'],
    [budget, { ...spending, limit: { monthlyCredits: 1, monthlyUsd: 1 } }, 'or US dollars'],
    [budget, { ...spending, limit: { monthlyCredits: 0.5 } }, 'monthlyCredits: 400'],
    [budget, { ...spending, limit: { monthlyUsd: Number.NaN } }, 'monthlyCredits: 400'],
    [budget, { ...spending, limit: {} }, 'monthlyCredits: 400'],
    [budget, { ...spending, notify: [] }, 'costs@'],
    [budget, { ...spending, notify: ["a'b@brook.example"] }, 'has verified'],
    [budget, { ...spending, watches: [] }, 'list some of'],
    [budget, { ...spending, watches: ['warehouse'] }, 'did you mean warehouses?'],
    [warehouse, { budget: { monthlyCredits: 0.5 } }, 'credits of a month'],
    [warehouse, { budget: { monthlyCredits: 1, notifyAt: [1, 2, 3, 4, 5, 6] } }, 'at most 5'],
    [warehouse, { budget: { monthlyCredits: 1, suspendAt: 90, suspendImmediatelyAt: 80 } }, 'more'],
  ])('%o %#', (build, definition, next) => {
    expect(() => build(definition as never)).toThrow(says(next));
  });

  test('a column of a tag is one of the contract', () => {
    expect(() => tagged(orders, 'a', 'regoin' as never)).toThrow(says('did you mean region?'));
  });
});
