import { defineContract } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type {
  AccessDeclaration,
  MaskingPolicyDeclaration,
  NetworkPolicyDeclaration,
  TagDeclaration,
} from '../access/declarations.js';
import { compileDomain } from './compile-domain.js';
import { type DomainDefinition, defineDomain } from './define-domain.js';
import { isAsStrict } from './mask-order.js';
import { definePlatform } from './platform.js';

const people = defineContract({
  domain: 'shop',
  name: 'people',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int(), team: z.string(), email: z.string() }),
  columns: {
    id: 'internal',
    team: 'internal',
    email: { classification: 'pii', semantic: 'email' },
  },
});
const hide: MaskingPolicyDeclaration = {
  kind: 'maskingPolicy',
  name: 'PII',
  appliesTo: { classification: 'pii' },
  masks: { text: "CONCAT('***@', SPLIT_PART(VAL, '@', -1))" },
  named: { mask: 'email', parameters: { keep: 'domain' } },
  reveal: ['OFFICER'],
};
const own = (more: Partial<MaskingPolicyDeclaration>): MaskingPolicyDeclaration => ({
  kind: 'maskingPolicy',
  name: 'OWN',
  appliesTo: { classification: 'pii', semantic: 'email' },
  masks: {},
  reveal: [],
  ...more,
});
const network = (more: Partial<NetworkPolicyDeclaration>): NetworkPolicyDeclaration => ({
  kind: 'networkPolicy',
  name: 'OFFICE',
  allow: [{ name: 'OFFICE', type: 'IPV4', values: ['203.0.113.0/24'] }],
  block: [],
  activeOn: 'account',
  breakGlass: [],
  ...more,
});
const role = (name: string, ...clearance: readonly 'pii'[]): AccessDeclaration => ({
  kind: 'accessRole',
  name,
  reads: ['SILVER'],
  clearance,
});

function shop(
  access: readonly AccessDeclaration[],
  more: Partial<DomainDefinition> = {},
): () => unknown {
  const platform = definePlatform({
    name: 'acme',
    network: [network({})],
    classification: {
      kind: 'classificationFramework',
      name: 'acme',
      levels: [{ classification: 'pii', meaning: 'people', mayBeSeenBy: ['OFFICER', 'READER'] }],
      semanticTypes: [{ semantic: 'name', atLeast: 'pii' }],
      masking: [hide],
    },
  });
  return () => defineDomain({ platform, name: 'shop', contracts: [people], access, ...more });
}

const weakens = (message: string) =>
  expect.objectContaining({
    code: 'DAS_DOMAIN_WEAKENS_PLATFORM',
    message: expect.stringContaining(message),
    place: expect.any(String),
    next: expect.any(String),
  });

test.each<[string, Partial<MaskingPolicyDeclaration>]>([
  ['NULL for every type', {}],
  ['NULL as text', { masks: { text: ' null ' } }],
  ['the same SQL', { masks: hide.masks }],
  [
    'a mask of which nothing stays',
    { masks: { text: "'***'" }, named: { mask: 'redact', parameters: {} } },
  ],
  [
    'the same mask that keeps less',
    { masks: { text: "'***'" }, named: { mask: 'email', parameters: {} } },
  ],
  ['fewer roles', { reveal: [] }],
  ['the roles that the platform reveals to', { reveal: ['OFFICER'] }],
])('a domain may tighten a mask: %s', (_, more) => {
  expect(shop([own(more)])).not.toThrow();
});

test.each<[string, string, Partial<MaskingPolicyDeclaration>]>([
  ['raw SQL', 'is not known to keep as little', { masks: { text: "'***'" } }],
  [
    'a mask that keeps something else',
    'is not known to keep as little',
    { masks: { text: 'SHA2(VAL, 256)' }, named: { mask: 'hash', parameters: {} } },
  ],
  ['a further role', 'reveals to more roles (READER)', { reveal: ['READER'] }],
  ['a condition', 'shows more rows in clear', { clearWhen: 'TRUE' }],
  ['an exemption', 'lets more policies read', { exemptOtherPolicies: true }],
])('a domain may not weaken a mask by %s', (_, message, more) => {
  expect(shop([own(more)])).toThrow(weakens(message));
});

test('an approval by name lets another mask in, and never another role', () => {
  const approvals = [{ policy: 'OWN', by: 'dpo@example.com', reason: 'fraud' }];
  expect(shop([own({ masks: { text: 'VAL' } })], { approvals })).not.toThrow();
  expect(shop([own({ reveal: ['READER'] })], { approvals })).toThrow(weakens('more roles'));
  const misspelt = [{ policy: 'OWNN', by: 'dpo@example.com', reason: 'fraud' }];
  expect(shop([own({})], { approvals: misspelt })).toThrow(
    expect.objectContaining({ next: expect.stringContaining('did you mean OWN?') }),
  );
  const silent = [{ policy: 'OWN', by: ' ', reason: 'fraud' }];
  expect(shop([own({})], { approvals: silent })).toThrow(/by whom or why/);
});

test('clearance is for the roles that the platform lets see a classification', () => {
  expect(shop([role('READER', 'pii')])).not.toThrow();
  expect(shop([role('GUEST', 'pii')])).toThrow(weakens('role GUEST would see pii'));
  const share = {
    kind: 'share',
    name: 'OUT',
    contracts: ['people'],
    tier: 'SILVER',
    accounts: ['ACME.OTHER'],
    clearance: ['pii'],
  } as const;
  expect(shop([], { shares: [share] })).toThrow(weakens('the share shows pii'));
  expect(shop([], { shares: [{ ...share, clearance: [] }] })).not.toThrow();
});

test('a column of a semantic type is classified as the platform says at least', () => {
  const named = defineContract({
    domain: 'shop',
    name: 'named',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({ id: z.int(), who: z.string() }),
    columns: { id: 'internal', who: { classification: 'confidential', semantic: 'name' } },
  });
  expect(shop([], { contracts: [named] })).toThrow(weakens('name is at least pii'));
});

test.each<[boolean, Partial<NetworkPolicyDeclaration>]>([
  [false, {}],
  [false, { activeOn: { users: ['BOT'] }, allow: [] }],
  [
    false,
    {
      activeOn: { users: ['BOT'] },
      allow: [{ name: 'A', type: 'IPV4', values: ['203.0.112.0/23'] }],
    },
  ],
  [
    false,
    {
      activeOn: { users: ['BOT'] },
      allow: [{ name: 'A', type: 'IPV6', values: ['2001:db8::/32'] }],
    },
  ],
  [
    true,
    { activeOn: { users: ['BOT'] }, allow: [{ name: 'A', type: 'IPV4', values: ['203.0.113.7'] }] },
  ],
  [true, { activeOn: 'none', allow: [] }],
])('a network policy of a domain is as narrow as the account: %s for %j', (isTaken, more) => {
  const define = shop([network({ name: 'BOTS', ...more })]);
  if (isTaken) expect(define).not.toThrow();
  else expect(define).toThrow(weakens('network policy BOTS'));
});

const tag: TagDeclaration = {
  kind: 'tag',
  name: 'COST',
  allowedValues: ['high', 'low'],
  assigned: [{ contract: 'people', column: 'team', value: 'high' }],
  masking: ['PII'],
};
const rows = {
  kind: 'rowAccessPolicy',
  name: 'ROWS',
  appliesTo: { contracts: ['people'], column: 'team' },
  allow: [{ role: 'READER', values: ['a'] }],
  unrestricted: [],
} as const;

test.each<[string, AccessDeclaration]>([
  ['people', { ...tag, assigned: [{ contract: 'peple', value: 'high' }] }],
  ['team', { ...tag, assigned: [{ contract: 'people', column: 'tem', value: 'high' }] }],
  ['high', { ...tag, assigned: [{ contract: 'people', value: 'higgh' }] }],
  ['OWN', { ...tag, masking: ['OWNN'] }],
  ['READER', { ...rows, allow: [{ role: 'REEDER', values: ['a'] }] }],
  ['READER', { ...rows, unrestricted: ['READR'] }],
  ['team', { ...rows, appliesTo: { contracts: ['people'], column: 'tem' } }],
  ['people', { ...rows, appliesTo: { contracts: ['poeple'], column: 'team' } }],
  [
    'TEAM',
    own({
      appliesTo: { classification: 'pii', contracts: ['people'] },
      conditions: [{ name: 'TEM', type: 'VARCHAR' }],
    }),
  ],
  ['people', own({ appliesTo: { classification: 'pii', contracts: ['peopel'] } })],
  ['BRONZE', { ...(role('X') as object), kind: 'accessRole', reads: ['BRONSE'] } as never],
  ['networkPolicy', { ...network({}), kind: 'networkpolicy' } as never],
  [
    'people',
    {
      kind: 'aggregationPolicy',
      name: 'A',
      appliesTo: { contracts: ['peoplee'], tiers: ['SILVER'] },
      minGroupSize: 3,
      unrestricted: [],
    },
  ],
  [
    'email',
    {
      kind: 'projectionPolicy',
      name: 'P',
      appliesTo: { contracts: ['people'], columns: ['emial'] },
      allow: [],
      enforcement: 'fail',
    },
  ],
  [
    'READER',
    { kind: 'warehouse', name: 'W', size: 'SMALL', autoSuspendSeconds: 60, usedBy: ['RAEDER'] },
  ],
])('a misspelt name is an error that suggests %s', (meant, declaration) => {
  expect(shop([role('READER'), own({}), declaration])).toThrow(
    expect.objectContaining({
      code: 'DAS_DOMAIN_INVALID',
      next: expect.stringContaining(`did you mean ${meant}?`),
    }),
  );
});

test('the well-spelt forms of all of these are taken, and compile', () => {
  const define = shop([role('READER'), own({}), tag, rows]);
  expect(compileDomain(define() as never).length).toBeGreaterThan(10);
});

test.each([
  [{ budget: { monthlyUsd: 100 } }, 'does not say what a credit costs'],
  [{ budget: { monthlyCredits: 0 } }, 'no whole number of credits'],
  [{ budget: { monthlyCredits: 5, notifyAt: [0] } }, 'a percentage that is none'],
  [{ budget: { monthlyCredits: 5, notifyAt: [1, 2, 3, 4, 5, 6] } }, 'more than five'],
  [{ budget: { monthlyCredit: 5 } }, 'monthlyCredit of the budget is not known'],
  [{ shares: [{}] }, 'is not an upper-case identifier'],
  [{ share: [] }, 'share is not known'],
])('a budget or share that says nothing valid is refused: %j', (more, message) => {
  expect(shop([], more as never)).toThrow(message);
});

test('masks of one name are ordered by what they keep', () => {
  const date = (keep?: string) => ({
    masks: { date: `'${keep}'` },
    named: { mask: 'date', parameters: keep === undefined ? {} : { keep } },
  });
  expect(isAsStrict(date(), date('year'))).toBe(true);
  expect(isAsStrict(date('year'), date('month'))).toBe(true);
  expect(isAsStrict(date('month'), date('year'))).toBe(false);
  expect(isAsStrict(date('year'), date())).toBe(false);
  expect(isAsStrict(date('century'), date('month'))).toBe(false);
});
