import type { Resource } from '@das/core';
import { expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';
import { deployed, planOf, present } from './fixtures/clinic-resources.js';

type Listing = Extract<Resource, { kind: 'listing' }>;

const listing: Listing = {
  kind: 'listing',
  name: ['NOTES'],
  share: 'FINANCE',
  title: 'Notes',
  access: [{ account: 'FINANCE', roles: ['ANALYST'] }],
  supportContact: 'notes@clinic.example',
  isPublished: true,
};

/** What the rule says of a change, whatever the other rules say of its statement. */
const found = (after: Partial<Listing>, ...approvedBy: readonly string[]) => {
  const changed = [['ALTER LISTING NOTES PUBLISH', present({ ...listing, ...after })]] as const;
  const address = 'listing NOTES';
  const approvals = approvedBy.map((by) => ({ rule: 'DAS-P013', address, by, reason: 'agreed' }));
  return checkPlan(planOf([...deployed, listing], changed), { approvals })
    .filter(({ rule }) => rule === 'DAS-P013')
    .map(({ severity, place }) => [severity, place.address]);
};

test.each<readonly [what: string, after: Partial<Listing>]>([
  [
    'another account',
    { access: [{ account: 'FINANCE', roles: ['ANALYST'] }, { account: 'SALES' }] },
  ],
  ['another role', { access: [{ account: 'FINANCE', roles: ['ANALYST', 'CLERK'] }] }],
  ['all roles of an account', { access: [{ account: 'FINANCE' }] }],
  ['everybody', { access: 'all' }],
  ['who finds it', { discovery: 'all' }],
])('a listing that is opened to %s needs an approval by name', (_, after) => {
  expect(found(after)).toEqual([['error', 'listing NOTES']]);
  expect(found(after, 'ANNA')).toEqual([['note', 'listing NOTES']]);
  expect(found(after, ' ')).toEqual([['error', 'listing NOTES']]);
});

test('a listing of another name is held to what the one before it has shown', () => {
  const wider = { ...listing, name: ['ALL_NOTES'] as const, access: 'all' as const };
  const changed = [['ALTER LISTING ALL_NOTES PUBLISH', present(wider)]] as const;
  const findings = checkPlan(planOf([...deployed, listing], changed), {});
  expect(
    findings.filter(({ rule }) => rule === 'DAS-P013').map(({ place }) => place.address),
  ).toEqual(['listing ALL_NOTES']);
});

test('a share that is opened to another account needs an approval, and one that nobody reads yet does not', () => {
  const share = { kind: 'share', name: ['FINANCE'], accounts: ['ACME.FINANCE'] } as const;
  const opened = { ...share, accounts: ['ACME.FINANCE', 'ACME.SALES'] };
  const change = [
    ['ALTER SHARE FINANCE SET ACCOUNTS = ACME.FINANCE, ACME.SALES', present(opened)],
  ] as const;
  const foundFrom = (accounts: readonly string[]) =>
    checkPlan(planOf([...deployed, { ...share, accounts }], change), {})
      .filter(({ rule }) => rule === 'DAS-P013')
      .map(({ severity }) => severity);
  expect(foundFrom(share.accounts)).toEqual(['error']);
  expect(foundFrom([])).toEqual([]);
  expect(foundFrom(opened.accounts)).toEqual([]);
});

test('a listing that says something else to the same, or to fewer, does not', () => {
  expect(found({ title: 'All notes' })).toEqual([]);
  expect(found({ access: [{ account: 'FINANCE', roles: ['ANALYST'] }] })).toEqual([]);
});
