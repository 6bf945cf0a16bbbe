import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@das/governance';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Approvals, readApprovals } from './approvals.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-approvals-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const consent = {
  rule: 'DAS-P103',
  address: 'table SHOP.SILVER.ORDERS',
  by: 'dana@example.com',
  reason: 'the column holds codes of ours',
};
const finding: Finding = {
  rule: consent.rule,
  severity: 'error',
  message: 'it is lowered',
  place: { address: consent.address },
  next: 'approve it',
};

async function read(content: unknown) {
  const path = join(folder, 'das.approvals.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return await readApprovals(path);
}

test('no file is no approval', async () => {
  expect((await readApprovals(join(folder, 'none.json'))).approvals).toEqual([]);
});

test('an approval holds for its rule at its place, and for nothing else', async () => {
  const file = await read({ version: 1, approvals: [consent] });
  const approvals = new Approvals(file.approvals, new Date());
  expect(approvals.unused()).toEqual([consent]);
  expect(approvals.for({ ...finding, rule: 'DAS-P101' })).toBeUndefined();
  const column = { address: consent.address, column: 'EMAIL' };
  expect(approvals.for({ ...finding, place: column })).toBeUndefined();
  expect(approvals.unused()).toEqual([consent]);
  expect(approvals.for(finding)).toEqual(consent);
  expect(approvals.unused()).toEqual([]);
});

test('what das apply refuses in a plan stays an error, and its approval counts as unused', async () => {
  const refused: Finding = { ...finding, rule: 'DAS-P001', severity: 'error' };
  const { approvals: records } = await read({
    version: 1,
    approvals: [{ ...consent, rule: refused.rule }],
  });
  const approvals = new Approvals(records, new Date());
  expect(approvals.inCheck('plan', refused)).toBeUndefined();
  expect(approvals.unused()).toEqual(records);
  // What checkPlan has made a note of was approved; so may be a warning, and what apply does not look at.
  expect(approvals.inCheck('plan', { ...refused, severity: 'note' })).toEqual(records[0]);
  expect(approvals.inCheck('plan', { ...refused, severity: 'warning' })).toEqual(records[0]);
  expect(approvals.inCheck('coverage', refused)).toEqual(records[0]);
});

test('an approval counts to the end of its last day', async () => {
  const { approvals } = await read({
    version: 1,
    approvals: [{ ...consent, until: '2026-11-23' }],
  });
  const at = (time: string) => new Approvals(approvals, new Date(time));
  expect(at('2026-11-23T23:59:59Z').for(finding)).toMatchObject(consent);
  expect(at('2026-11-24T00:00:00Z').for(finding)).toBeUndefined();
  expect(at('2026-11-24T00:00:00Z').expired).toHaveLength(1);
});

test.each([
  ['no JSON', '{'],
  ['another version', { version: 2, approvals: [] }],
  ['no list', { version: 1, approvals: {} }],
  ['what is no object', { version: 1, approvals: ['all'] }],
  ['nobody who answers for it', { version: 1, approvals: [{ ...consent, by: ' ' }] }],
  ['no reason', { version: 1, approvals: [{ ...consent, reason: undefined }] }],
  ['no rule', { version: 1, approvals: [{ ...consent, rule: '' }] }],
  ['a member that is not known', { version: 1, approvals: [{ ...consent, all: true }] }],
  ['a day that is none', { version: 1, approvals: [{ ...consent, until: '2026-02-30' }] }],
  ['the same twice', { version: 1, approvals: [consent, { ...consent, by: 'lee' }] }],
])('a file with %s is refused', async (_what, content) => {
  await expect(read(content)).rejects.toMatchObject({ code: 'DAS_APPROVALS_INVALID' });
});
