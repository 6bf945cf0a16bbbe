import { compileDomain } from '@das/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drift } from '../drift/drift.js';
import { observe } from '../observe/observe.js';
import { carrierRole, expiryTask } from './access-names.js';
import { ClinicAccount, clinic } from './fixtures/clinic.js';
import { grantAccess } from './grant-access.js';
import { listAccess } from './list-access.js';
import { revokeAccess } from './revoke-access.js';

let account: ClinicAccount;
let carrier: string;
let task: string;
beforeEach(async () => {
  account = await ClinicAccount.open();
  const { id } = await grantAccess(account.request());
  carrier = carrierRole(clinic.database, id);
  task = expiryTask(clinic.database, id).join('.');
});
afterEach(async () => await account[Symbol.asyncDispose]());

/** What drift says, apart from who works as a researcher. */
async function told(): Promise<readonly string[]> {
  await using session = await account.warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const observed = await observe(session, { databases: [clinic.database] });
  return drift(compileDomain(clinic), observed).flatMap(({ rule, grade, place }) =>
    rule === 'DAS-D059' ? [] : [`${rule} ${grade} ${place.address}`],
  );
}

async function expiries(): Promise<readonly (string | undefined)[]> {
  const { grants } = await listAccess({ domain: clinic, warehouse: account.warehouse });
  return grants.map(({ expiry }) => expiry);
}

test('access that ends by itself is only told of', async () => {
  expect(await told()).toEqual([`DAS-D104 low role ${carrier}`]);
  expect(await expiries()).toEqual(['started']);
});

test.each([
  ['suspended', ['ALTER TASK $T SUSPEND'], 'suspended'],
  ['dropped', ['DROP TASK $T'], 'missing'],
  [
    'put off',
    [
      'ALTER TASK $T SUSPEND',
      "ALTER TASK $T SET SCHEDULE = 'USING CRON 0 11 2 3 * UTC'",
      'ALTER TASK $T RESUME',
    ],
    'changed',
  ],
  [
    'emptied',
    ['ALTER TASK $T SUSPEND', 'ALTER TASK $T MODIFY AS SELECT 1', 'ALTER TASK $T RESUME'],
    'changed',
  ],
])('a task that was %s is critical, and the list says so', async (_, changes, state) => {
  await account.run(...changes.map((text) => text.replace('$T', task)));
  expect(await told()).toEqual([`DAS-D100 critical task ${task}`]);
  expect(await expiries()).toEqual([state]);
});

test('access beyond its time, and a role that no row tells of, are critical', async () => {
  account.stall('11:00:00');
  expect(await told()).toEqual([`DAS-D101 critical role ${carrier}`]);
  await account.run('DELETE FROM BROOK_CLINIC.OPS.ACCESS_GRANTS');
  expect(await told()).toEqual([
    `DAS-D102 critical role ${carrier}`,
    `DAS-D056 high roleGrant role CLINICIAN to role ${carrier}`,
    `DAS-D003 medium task ${task}`,
  ]);
});

test('a carrier that is passed on or given more is told', async () => {
  await account.run(
    'CREATE USER MALLORY',
    `GRANT ROLE ${carrier} TO USER MALLORY`,
    'CREATE ROLE STRANGER',
    `GRANT ROLE ${carrier} TO ROLE STRANGER`,
    `GRANT ROLE RESEARCHER TO ROLE ${carrier}`,
  );
  const found = await told();
  expect([...found].sort()).toEqual(
    [
      `DAS-D103 critical roleGrant role ${carrier} to user MALLORY`,
      `DAS-D056 high roleGrant role ${carrier} to role STRANGER`,
      `DAS-D056 high roleGrant role RESEARCHER to role ${carrier}`,
      `DAS-D104 low role ${carrier}`,
    ].sort(),
  );
});

test('access that has ended leaves nothing to tell', async () => {
  await account.until('11:00:00');
  expect(await told()).toEqual([]);
  expect(await expiries()).toEqual([undefined]);
});

test('access can be ended when the domain does not declare the role any more', async () => {
  const without = {
    ...clinic,
    access: clinic.access.filter((each) => each.kind !== 'accessRole' || each.name !== 'CLINICIAN'),
  };
  const { warehouse, evidence } = account;
  const place = { domain: without, warehouse, evidence, by: 'operator' };
  await expect(revokeAccess({ ...place, role: 'CLINICAN', user: 'ADA' })).rejects.toMatchObject({
    code: 'DAS_ACCESS_UNKNOWN_ROLE',
  });
  const ended = await revokeAccess({ ...place, role: 'CLINICIAN', user: 'ADA' });
  expect(ended).toHaveLength(1);
  expect(await told()).toEqual([]);
});
