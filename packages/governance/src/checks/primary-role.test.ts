import { addressOf, createStatements, type Resource, sql } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import { coverage } from '../coverage/coverage.js';
import { lintDomain } from '../lint/lint-domain.js';
import { checkPlan } from './check-plan.js';
import {
  creating,
  deployed,
  maskPhi,
  planOf,
  rowsFor,
  visits,
} from './fixtures/clinic-resources.js';

const mask = (body: string): Resource => ({ ...maskPhi('MASK_PHI'), body });
const rows = (body: string): Resource => ({ ...rowsFor('ROWS_VISITS'), body });

const training: Resource = {
  kind: 'roleGrant',
  role: { type: 'ROLE', name: ['TRAINEE'] },
  to: { type: 'ROLE', name: ['READER'] },
};

/** The clinic with other policies, in which readers are trainees as well. */
function clinicWith(...policies: readonly Resource[]): readonly Resource[] {
  const changed = new Map(policies.map((each) => [addressOf(each), each]));
  return [
    { kind: 'role', name: ['TRAINEE'] },
    ...deployed.map((each) => changed.get(addressOf(each)) ?? each),
    training,
  ];
}

const everyRow = rows('TRUE');
const whenPrimary = (role: string, gives: string, otherwise: string) =>
  `CASE WHEN CURRENT_ROLE() = '${role}' THEN ${gives} ELSE ${otherwise} END`;

/** What a reader sees whose roles are all active, with each of them as the primary one. */
async function seenBy(resources: readonly Resource[]): Promise<Readonly<Record<string, unknown>>> {
  await using warehouse = await openLocalWarehouse();
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const run = (text: string) => admin.execute(sql.raw(text));
  for (const each of resources) for (const { text } of createStatements(each)) await run(text);
  await run(`INSERT INTO ${visits.name.join('.')} SELECT 'EMEA', 'clear'`);
  await run("CREATE USER ADA DEFAULT_ROLE = 'READER' DEFAULT_SECONDARY_ROLES = ('ALL')");
  await run('GRANT ROLE READER TO USER ADA');
  const seen: Record<string, unknown> = {};
  for (const role of ['READER', 'TRAINEE', 'PUBLIC']) {
    await using session = await warehouse.openSession({ user: 'ADA', role, secondaryRoles: 'ALL' });
    const { rows } = await session.execute(sql.raw(`SELECT SSN FROM ${visits.name.join('.')}`));
    seen[role] = rows.map(({ SSN }) => SSN).join();
  }
  return seen;
}

const cellOf = (resources: readonly Resource[], role: string) =>
  coverage(resources, { deployRole: 'ACCOUNTADMIN' })
    .columns.find(({ column }) => column === 'SSN')
    ?.cells.find((each) => each.role === role);

describe('a role that is masked only while it is the primary one', () => {
  const open = mask(whenPrimary('READER', "'***'", 'VAL'));
  const hiding = mask("'***'");

  test('sees the value with another primary role, and coverage says so', async () => {
    const resources = clinicWith(open, everyRow);
    expect(await seenBy(resources)).toEqual({ READER: '***', TRAINEE: 'clear', PUBLIC: 'clear' });
    expect(cellOf(resources, 'READER')).toMatchObject({ state: 'exposed' });
  });

  test('is found by the checks of a plan, in its middle and at its end', () => {
    const place = { address: addressOf(visits), column: 'SSN' };
    const message = expect.stringContaining('role READER with primary role PUBLIC');
    const start = clinicWith(hiding, everyRow);
    expect(checkPlan(planOf(start, creating(open)))).toContainEqual(
      expect.objectContaining({ rule: 'DAS-P004', place, message }),
    );
    expect(checkPlan(planOf(start, creating(open, hiding)))).toContainEqual(
      expect.objectContaining({ rule: 'DAS-P003', place, message }),
    );
  });
});

describe('a role below, as the primary one', () => {
  const byTrainee = mask(whenPrimary('TRAINEE', 'VAL', "'***'"));
  const rowsOfTrainee = rows("CURRENT_ROLE() = 'TRAINEE'");

  test('shows its holder the value', async () => {
    const resources = clinicWith(byTrainee, everyRow);
    expect(await seenBy(resources)).toEqual({ READER: '***', TRAINEE: 'clear', PUBLIC: '***' });
    expect(cellOf(resources, 'READER')).toMatchObject({ state: 'exposed' });
    expect(cellOf(resources, 'DOCTOR')).toMatchObject({ state: 'masked' });
  });

  test('shows its holder rows', async () => {
    const resources = clinicWith(rowsOfTrainee, mask("'***'"));
    expect(await seenBy(resources)).toEqual({ READER: '', TRAINEE: '***', PUBLIC: '' });
    expect(cellOf(resources, 'READER')).toMatchObject({ rows: { see: 'all' } });
    expect(cellOf(resources, 'DOCTOR')).toMatchObject({ rows: { see: 'none' } });
    const before = clinicWith(rows('FALSE'), mask("'***'"));
    expect(checkPlan(planOf(before, creating(rowsOfTrainee)))).toContainEqual(
      expect.objectContaining({
        rule: 'DAS-P006',
        message: expect.stringContaining('role READER with primary role TRAINEE'),
      }),
    );
  });

  test('lowers protection when it is granted, and not where the value was shown before', () => {
    const granted = (...policies: readonly Resource[]) => {
      const without = clinicWith(...policies).filter((each) => each !== training);
      return checkPlan(planOf(without, creating(training))).map(({ rule }) => rule);
    };
    expect(granted(byTrainee, everyRow)).toEqual(['DAS-P004']);
    const all = mask(whenPrimary('TRAINEE', 'VAL', whenPrimary('READER', 'VAL', "'***'")));
    expect(granted(all, everyRow)).toEqual([]);
    expect(granted(mask("'***'"), rowsOfTrainee)).toEqual(['DAS-P006']);
  });

  test('is none of a share, which carries no role of the account', () => {
    const share: Resource = { kind: 'share', name: ['PARTNERS'], accounts: [] };
    const grant: Resource = {
      kind: 'grant',
      privilege: 'SELECT',
      on: { type: 'TABLE', name: visits.name },
      to: 'PARTNERS',
      toType: 'SHARE',
    };
    const isNull = mask("CASE WHEN CURRENT_ROLE() IS NULL THEN '***' ELSE VAL END");
    expect(cellOf([...clinicWith(isNull, everyRow), share, grant], 'PARTNERS')).toMatchObject({
      state: 'masked',
    });
  });
});

test('a user with several roles sees what any of them shows as the primary one', () => {
  const both = mask(
    whenPrimary(
      'TRAINEE',
      `CASE WHEN IS_ROLE_IN_SESSION('NURSE') THEN VAL ELSE '***' END`,
      "'***'",
    ),
  );
  const resources = [...clinicWith(both, everyRow), { kind: 'role', name: ['NURSE'] } as const];
  const users = [{ name: 'ADA', roles: ['NURSE', 'READER'] }];
  expect(lintDomain(resources, { users })).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('user ADA sees it in clear') }),
  );
});
