import { DasError } from '@das/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordAccessUse } from './access-use.js';
import { ClinicAccount, clinic, failingOn, killedAfter } from './fixtures/clinic.js';
import { grantAccess } from './grant-access.js';
import { listAccess } from './list-access.js';
import { revokeAccess } from './revoke-access.js';
import { settleAccess } from './settle-access.js';

let account: ClinicAccount;
beforeEach(async () => {
  account = await ClinicAccount.open();
});
afterEach(async () => await account[Symbol.asyncDispose]());

const denied = 'DAS_WAREHOUSE_UNKNOWN_ROLE';

async function states(): Promise<readonly string[]> {
  const { grants } = await listAccess({ domain: clinic, warehouse: account.warehouse });
  return grants.map(({ state }) => state);
}

function place() {
  const { warehouse, evidence } = account;
  return { domain: clinic, warehouse, evidence, by: 'operator' };
}

describe('access for a time', () => {
  test('is there until its last minute, and the task takes it away', async () => {
    expect(await account.seen()).toBe(denied);
    expect(await account.seen('ADA', 'RESEARCHER')).toBe('***');

    const grant = await grantAccess(account.request());
    expect(grant.expiresAt).toEqual(new Date('2026-03-01T11:00:00Z'));
    expect(await account.seen()).toBe('Patient One');

    await account.until('10:59:59');
    expect(await account.seen()).toBe('Patient One');
    expect(await states()).toEqual(['active']);

    await account.until('11:00:00');
    expect(await account.seen()).toBe(denied);
    expect(await account.seen('ADA', 'RESEARCHER')).toBe('***');
    expect(await states()).toEqual(['expired']);
    expect(await account.run("SHOW ROLES LIKE 'BROOK_CLINIC_BREAK_GLASS%'")).toEqual([]);
  });

  test('ends for a session that is open', async () => {
    await grantAccess(account.request());
    await using session = await account.warehouse.openSession({ role: 'CLINICIAN', user: 'ADA' });
    const query = { text: 'SELECT PATIENT FROM BROOK_CLINIC.BRONZE.VISITS', binds: [] };
    expect((await session.execute(query)).rows).toHaveLength(1);
    await account.until('11:00:00');
    await expect(session.execute(query)).rejects.toMatchObject({ code: 'DAS_WAREHOUSE_NOT_FOUND' });
  });

  test('leaves evidence before it is given, with the reason, and none of the rows', async () => {
    const { id } = await grantAccess(account.request());
    expect(account.kinds).toEqual(['access.granted']);
    expect(account.evidence.events[0]?.details).toEqual({
      grant: id,
      role: 'CLINICIAN',
      user: 'ADA',
      until: '2026-03-01T11:00:00.000Z',
      reason: 'the ward has no clinician tonight',
      ticket: 'INC-7',
      by: 'operator',
    });
  });

  test('is not given when evidence cannot be written', async () => {
    account.evidence.failure = new Error('the log is full');
    await expect(grantAccess(account.request())).rejects.toThrow('the log is full');
    expect(await account.seen()).toBe(denied);
    expect(await states()).toEqual([]);
    expect(await account.run('SHOW TASKS IN SCHEMA BROOK_CLINIC.OPS')).toEqual([]);
  });

  test('is not given for a reason with personal data, and the error says which text', async () => {
    account.evidence.failure = new DasError('DAS_EVIDENCE_SENSITIVE_DATA', 'no', {
      place: 'details.reason',
    });
    await expect(grantAccess(account.request())).rejects.toMatchObject({
      code: 'DAS_ACCESS_SENSITIVE_REASON',
      place: 'the reason of the access',
    });
    expect(await account.seen()).toBe(denied);
  });

  test('tells of a user whose name is an address by its digest', async () => {
    await grantAccess(account.request({ user: 'grace@example.com', by: 'op@example.com' }));
    expect(await account.seen('grace@example.com')).toBe('Patient One');
    expect(JSON.stringify(account.evidence.events)).not.toContain('@');
    expect(account.evidence.events[0]?.details.user).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('that the user has by other means stays when it ends', async () => {
    await account.run('GRANT ROLE CLINICIAN TO USER ADA');
    await grantAccess(account.request());
    await account.until('11:00:00');
    expect(await account.seen()).toBe('Patient One');
    await grantAccess(account.request());
    await account.run('GRANT ROLE CLINICIAN TO USER ADA');
    await revokeAccess({ ...place(), role: 'CLINICIAN', user: 'ADA' });
    expect(await account.seen()).toBe('Patient One');
  });

  test('is given once at a time, and again after it ended', async () => {
    await grantAccess(account.request());
    await expect(grantAccess(account.request({ user: 'ada' }))).rejects.toMatchObject({
      code: 'DAS_ACCESS_ALREADY_GRANTED',
      message: expect.stringContaining('2026-03-01T11:00:00.000Z'),
    });
    expect(account.kinds).toEqual(['access.granted']);
    await account.until('11:00:00');
    await grantAccess(account.request());
    expect(await account.seen()).toBe('Patient One');
    expect(await states()).toEqual(['active', 'ended']);
  });

  test.each([
    [{ role: 'CLINICAN' }, 'DAS_ACCESS_UNKNOWN_ROLE', 'CLINICIAN'],
    [{ role: 'ACCOUNTADMIN' }, 'DAS_ACCESS_UNKNOWN_ROLE', 'RESEARCHER'],
    [{ role: 'BROOK_CLINIC_PIPELINE' }, 'DAS_ACCESS_UNKNOWN_ROLE', 'CLINICIAN'],
    [{ user: 'ADAH' }, 'DAS_ACCESS_UNKNOWN_USER', 'mean ADA'],
    [{ user: 'AD_' }, 'DAS_ACCESS_UNKNOWN_USER', 'mean ADA'],
    [{ user: '%' }, 'DAS_ACCESS_UNKNOWN_USER', 'SHOW USERS'],
    [{ reason: '  ' }, 'DAS_ACCESS_INVALID_REQUEST', 'why'],
    [{ reason: 'one\ntwo' }, 'DAS_ACCESS_INVALID_REQUEST', 'why'],
    [{ by: '' }, 'DAS_ACCESS_INVALID_REQUEST', 'who'],
    [{ duration: '1m' }, 'DAS_ACCESS_INVALID_REQUEST', '4h'],
    [{ duration: '8d' }, 'DAS_ACCESS_INVALID_REQUEST', '4h'],
    [{ duration: 'forever' }, 'DAS_CONTRACT_INVALID_DURATION', '15m'],
  ])('is refused for %j, before anything is recorded', async (more, code, next) => {
    await expect(grantAccess(account.request(more))).rejects.toMatchObject({
      code,
      next: expect.stringContaining(next),
    });
    expect([account.kinds, await states()]).toEqual([[], []]);
  });
});

describe('the end of access', () => {
  test('can come early, with evidence and without the task', async () => {
    await grantAccess(account.request());
    const [ended] = await revokeAccess({ ...place(), role: 'clinician', user: 'ada' });
    expect(ended?.state).toBe('active');
    expect(await account.seen()).toBe(denied);
    expect(await account.run('SHOW TASKS IN SCHEMA BROOK_CLINIC.OPS')).toEqual([]);
    expect(account.evidence.events[1]).toMatchObject({
      kind: 'access.revoked',
      details: { because: 'revoked', by: 'operator' },
    });
    const { grants } = await listAccess({ domain: clinic, warehouse: account.warehouse });
    expect(grants).toMatchObject([
      { state: 'ended', endedBy: 'operator', endedBecause: 'revoked', ticket: 'INC-7' },
    ]);
    await expect(
      revokeAccess({ ...place(), role: 'CLINICIAN', user: 'ADA' }),
    ).rejects.toMatchObject({ code: 'DAS_ACCESS_NOT_FOUND' });
  });

  test('is early even if evidence fails: the role goes first, and the rest can be done again', async () => {
    await grantAccess(account.request());
    account.evidence.failure = new Error('the log is full');
    const end = () => revokeAccess({ ...place(), role: 'CLINICIAN', user: 'ADA' });
    await expect(end()).rejects.toThrow('the log is full');
    expect(await account.seen()).toBe(denied);
    account.evidence.failure = undefined;
    await end();
    expect([account.kinds.at(-1), await states()]).toEqual(['access.revoked', ['ended']]);
  });

  test('that the task missed is seen as overdue, and the next settling takes it away', async () => {
    await grantAccess(account.request());
    account.stall('11:00:01');
    expect(await states()).toEqual(['overdue']);
    const settled = await settleAccess(place());
    expect(settled.map(({ state }) => state)).toEqual(['overdue']);
    expect(await account.seen()).toBe(denied);
    expect(account.evidence.events.at(-1)?.details).toMatchObject({ because: 'overdue' });
    expect(await settleAccess(place())).toEqual([]);
  });

  test('by the task is written down by the next settling', async () => {
    await grantAccess(account.request());
    await account.until('11:00:00');
    await settleAccess(place());
    expect(account.evidence.events.at(-1)?.details).toMatchObject({ because: 'expired' });
    expect(await states()).toEqual(['ended']);
  });

  test('does not come back when the task fires again a year later', async () => {
    await grantAccess(account.request());
    await account.until('11:00:00');
    await grantAccess(account.request({ duration: '7d' }));
    await account.until('11:01:00');
    expect(await account.seen()).toBe('Patient One');
  });
});

describe('a list', () => {
  test('tells of a role that no row tells of', async () => {
    await grantAccess(account.request());
    await account.run('DELETE FROM BROOK_CLINIC.OPS.ACCESS_GRANTS');
    const { grants, unrecorded } = await listAccess({
      domain: clinic,
      warehouse: account.warehouse,
    });
    expect(grants).toEqual([]);
    expect(unrecorded).toEqual([expect.stringMatching(/^BROOK_CLINIC_BREAK_GLASS_[A-P]{12}$/)]);
  });

  test('says that a role is still there, whatever the row says', async () => {
    await grantAccess(account.request());
    await account.run('UPDATE BROOK_CLINIC.OPS.ACCESS_GRANTS SET ENDED_AT = SYSDATE()');
    expect(await states()).toEqual(['overdue']);
  });
});

describe('the use of access', () => {
  test('is counted by queries under the role and on the domain, without their texts', async () => {
    const { id } = await grantAccess(account.request());
    await account.seen();
    await account.seen();
    await account.seen('ADA', 'RESEARCHER');
    await account.until('11:00:00');
    await account.seen('ADA', 'RESEARCHER');
    const [use] = await recordAccessUse(place());
    expect(use).toMatchObject({ underRole: 2, onDomain: 3 });
    const leaf = account.evidence.events.at(-1);
    expect(leaf).toMatchObject({
      kind: 'access.used',
      details: { grant: id, underRole: 2, onDomain: 3, queries: 3 },
    });
    expect(JSON.stringify(leaf)).not.toMatch(/SELECT|Patient/);
  });

  test('is recorded as none when there was none', async () => {
    await grantAccess(account.request());
    await recordAccessUse(place());
    expect(account.evidence.events.at(-1)).toMatchObject({
      kind: 'access.used',
      details: { queries: 0, queryIds: [] },
    });
  });
});

describe('a process that dies while it grants', () => {
  test('lets nobody in without an end, wherever it dies, and can be followed by another', async () => {
    let isWhole = false;
    let deaths = 0;
    for (let statements = 0; !isWhole; statements += 1) {
      await using one = await ClinicAccount.open();
      const warehouse = killedAfter(one.warehouse, statements);
      isWhole = await grantAccess(one.request({ warehouse })).then(
        () => true,
        () => false,
      );
      if (!isWhole) deaths += 1;
      const tasks = await one.run('SHOW TASKS IN SCHEMA BROOK_CLINIC.OPS');
      const isIn = (await one.seen()) === 'Patient One';
      // Whoever is in has a task that is started, and evidence.
      if (isIn) {
        expect(tasks).toMatchObject([{ state: 'started' }]);
        expect(one.kinds[0]).toBe('access.granted');
      }
      const again = grantAccess(one.request());
      if (isIn) await expect(again).rejects.toMatchObject({ code: 'DAS_ACCESS_ALREADY_GRANTED' });
      else expect(await again).toMatchObject({ role: 'CLINICIAN' });
      expect(await one.seen()).toBe('Patient One');
      await one.until('11:00:00');
      expect(await one.seen()).toBe(denied);
    }
    expect(deaths).toBeGreaterThan(10);
  }, 120_000);

  test.each([/CREATE TASK/, /RESUME/, /CREATE ROLE/, /TO ROLE/, /TO USER/, /SET "GRANTED_AT"/])(
    'takes back what it made when %s fails and the process lives',
    async (pattern) => {
      const warehouse = failingOn(account.warehouse, pattern);
      await expect(grantAccess(account.request({ warehouse }))).rejects.toThrow('refused');
      expect(await account.seen()).toBe(denied);
      expect(await account.run('SHOW TASKS IN SCHEMA BROOK_CLINIC.OPS')).toEqual([]);
      expect(await account.run("SHOW ROLES LIKE '%BREAK_GLASS%'")).toEqual([]);
      expect(account.kinds).toEqual(['access.granted', 'access.revoked']);
      expect(await states()).toEqual(['ended']);
    },
  );

  test('says what is left where it cannot be taken back', async () => {
    const warehouse = failingOn(account.warehouse, /TO USER|DROP ROLE/);
    await expect(grantAccess(account.request({ warehouse }))).rejects.toMatchObject({
      code: 'DAS_ACCESS_NOT_ENFORCED',
      next: expect.stringContaining('das access revoke CLINICIAN'),
    });
    expect(await account.seen()).toBe(denied);
  });

  test('lets nobody in where the task that would end it is not started', async () => {
    await account.run(
      'CREATE ROLE DEPLOYER',
      'GRANT ROLE DEPLOYER TO ROLE ACCOUNTADMIN',
      'GRANT MANAGE GRANTS ON ACCOUNT TO ROLE DEPLOYER',
      'GRANT CREATE ROLE ON ACCOUNT TO ROLE DEPLOYER',
      'GRANT CREATE USER ON ACCOUNT TO ROLE DEPLOYER',
      'GRANT ALL PRIVILEGES ON DATABASE BROOK_CLINIC TO ROLE DEPLOYER',
      'GRANT ALL PRIVILEGES ON SCHEMA BROOK_CLINIC.OPS TO ROLE DEPLOYER',
      'GRANT ALL PRIVILEGES ON TABLE BROOK_CLINIC.OPS.ACCESS_GRANTS TO ROLE DEPLOYER',
      'GRANT EXECUTE TASK ON ACCOUNT TO ROLE DEPLOYER',
    );
    const platform = { ...clinic.platform, deployRole: 'DEPLOYER' };
    await expect(
      grantAccess(account.request({ domain: { ...clinic, platform } })),
    ).rejects.toMatchObject({ message: expect.stringContaining('EXECUTE MANAGED TASK') });
    expect(await account.seen()).toBe(denied);
  });
});
