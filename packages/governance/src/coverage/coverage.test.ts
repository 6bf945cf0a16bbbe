import { defineContract } from '@das/contracts';
import {
  Collector,
  compileDomain,
  type Domain,
  defineDomain,
  definePlatform,
  type Resource,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { accessRole } from '../roles/access-role.js';
import { clearancesOf } from './clearance.js';
import { compareProof } from './compare-proof.js';
import { coverage } from './coverage.js';
import { coverageFindings, isExposed } from './coverage-findings.js';
import type { CoverageReport } from './coverage-report.js';
import { coverageRules } from './coverage-rules.js';
import { proveCoverage } from './prove-coverage.js';

const visits = defineContract({
  domain: 'clinic',
  name: 'visits',
  version: '1.0.0',
  owner: 'clinic',
  schema: z.object({ id: z.int(), email: z.string(), note: z.string() }),
  columns: { id: 'internal', email: 'pii', note: 'phi' },
});

class Visits extends Collector {
  readonly contract = visits;
  override get name(): string {
    return 'visits';
  }
  async openSource(): Promise<never> {
    throw new Error('there is no source');
  }
}

/** A clinic whose e-mail addresses are masked by this SQL, which its author may vouch for. */
function clinicWith(mask: string, hidesBecause?: string): Domain {
  return defineDomain({
    platform: definePlatform({
      name: 'test',
      masking: (['pii', 'phi'] as const).map((classification) => ({
        kind: 'maskingPolicy',
        name: classification.toUpperCase(),
        appliesTo: { classification },
        masks: classification === 'pii' ? { text: mask } : {},
        reveal: [],
        ...(hidesBecause === undefined ? {} : { hidesBecause }),
      })),
    }),
    name: 'clinic',
    contracts: [visits],
    collectors: [Visits],
    access: [
      accessRole({ name: 'READER', reads: ['BRONZE'] }),
      accessRole({ name: 'SUPPORT', reads: ['BRONZE'], clearance: ['pii'] }),
      accessRole({ name: 'DOCTOR', reads: ['SILVER'], clearance: ['pii', 'phi'] }),
    ],
  });
}

const clinic = clinicWith("'***'");
const resources = compileDomain(clinic);
const clearances = clearancesOf(clinic);
const visitsTable = 'BROOK_CLINIC.BRONZE.VISITS';

function cellOf(report: CoverageReport, role: string, column = 'EMAIL') {
  const found = report.columns.find((each) => each.table === visitsTable && each.column === column);
  const cell = found?.cells.find((each) => each.role === role);
  if (cell === undefined) throw new Error(`no cell ${column} of ${role}`);
  return cell;
}

/** The report of the clinic's resources, with some of them changed or more of them. */
function changed(
  change: (resource: Resource) => Resource | undefined,
  more: readonly Resource[] = [],
): CoverageReport {
  const kept = resources.flatMap((each) => change(each) ?? []);
  return coverage([...kept, ...more], { clearances, deployRole: 'ACCOUNTADMIN' });
}

function withBody(body: string): CoverageReport {
  return changed((each) =>
    each.kind === 'maskingPolicy' && each.name[2].startsWith('MASK_PII') ? { ...each, body } : each,
  );
}

function granted(
  privilege: string,
  on: (Resource & { kind: 'grant' })['on'],
  to: string,
): Resource {
  return { kind: 'grant', privilege, on, to };
}

const table = {
  type: 'TABLE',
  name: ['BROOK_CLINIC', 'BRONZE', 'VISITS'],
} as const;

test('a declared domain is covered: masked, clear by right, or no access', () => {
  const report = coverage(clinic);
  expect(report.counts.exposed).toBe(0);
  expect(cellOf(report, 'READER')).toMatchObject({ state: 'masked', shownBy: 'form' });
  expect(cellOf(report, 'SUPPORT')).toMatchObject({ state: 'clear', rows: { see: 'all' } });
  expect(cellOf(report, 'SUPPORT', 'NOTE').state).toBe('masked');
  expect(cellOf(report, 'DOCTOR')).toEqual({ role: 'DOCTOR', state: 'none' });
  expect(cellOf(report, 'BROOK_CLINIC_PIPELINE').state).toBe('clear');
});

describe('a declared condition on the row', () => {
  const withCondition = (clearWhen: string, domain = clinic): CoverageReport => {
    const { platform } = domain;
    const masking = platform.masking.map((each) => ({
      ...each,
      conditions: [{ name: 'ID', type: 'NUMBER(38,0)' as const }],
      clearWhen,
    }));
    return coverage({ ...domain, platform: { ...platform, masking } });
  };

  test('masks by row', () => {
    expect(cellOf(withCondition('ID = 1 OR ID BETWEEN 5 AND 9'), 'READER')).toMatchObject({
      state: 'masked',
      isConditional: true,
    });
  });

  test.each([
    ['ID = 1 AND ID > 0', "'***'", 'masked'],
    ['ID = 1 AND ID > 0', "CASE WHEN ID > 0 AND ID = 1 THEN VAL ELSE '***' END", 'masked'],
    ['ID = 1', "CASE WHEN ID = 1 THEN '***' ELSE VAL END", 'exposed'],
    ['ID = 1 AND ID > 0', "CASE WHEN ID = 1 AND ID > 0 THEN '***' ELSE VAL END", 'exposed'],
    ['ID = 1 AND ID > 0', "CASE WHEN ID = 1 THEN VAL ELSE '***' END", 'exposed'],
    ['ID = 1 AND ID > 0', "CASE WHEN NOT (ID > 0) THEN VAL ELSE '***' END", 'exposed'],
  ])('holds whole and as it stands: %s and %s is %s', (clearWhen, mask, state) => {
    expect(cellOf(withCondition(clearWhen, clinicWith(mask)), 'READER').state).toBe(state);
  });

  test('is one of the policy that declares it, and of no other', () => {
    const shown = "CASE WHEN ID = 1 THEN VAL ELSE '***' END";
    const { platform } = clinicWith(shown);
    const masking = platform.masking.map((each) => ({
      ...each,
      conditions: [{ name: 'ID', type: 'NUMBER(38,0)' as const }],
      ...(each.name === 'PHI' ? { clearWhen: 'ID = 1' } : {}),
    }));
    const report = coverage({ ...clinic, platform: { ...platform, masking } });
    expect(cellOf(report, 'READER', 'NOTE').state).toBe('masked');
    expect(cellOf(report, 'READER', 'EMAIL').state).toBe('exposed');
  });

  test.each([
    ["IS_ROLE_IN_SESSION('READER')", 'revealed'],
    ["ID = 1 OR IS_ROLE_IN_SESSION('READER')", 'revealed'],
    ["IS_ROLE_IN_SESSION('READER') AND CURRENT_USER() = 'A'", 'revealed'],
    ["CURRENT_USER() = 'A'", 'public'],
  ])('is none as far as it asks who asks: %s', (clearWhen, reason) => {
    expect(cellOf(withCondition(clearWhen), 'READER')).toMatchObject({ state: 'exposed', reason });
  });
});

test('resources without clearances have no clear cell by right', () => {
  const report = coverage(resources);
  expect(report.counts.clear).toBe(0);
  expect(cellOf(report, 'SUPPORT')).toMatchObject({ state: 'exposed', reason: 'revealed' });
});

describe('exposed', () => {
  const detached = changed((each) =>
    each.kind === 'table'
      ? { ...each, columns: each.columns.map((one) => ({ ...one, maskingPolicy: undefined })) }
      : each,
  );
  const tag = ['BROOK_CLINIC', 'OPS', 'CLASSIFICATION'] as const;
  const tagged = (policies: readonly (readonly [string, string, string])[]) =>
    changed((each) => {
      if (each.kind === 'tag' && each.name[2] === tag[2]) {
        return { ...each, maskingPolicies: policies };
      }
      if (each.kind !== 'table') return each;
      return {
        ...each,
        columns: each.columns.map((one) => ({ ...one, maskingPolicy: undefined })),
      };
    });
  const ops = (name: string) => ['BROOK_CLINIC', 'OPS', name] as const;
  const number: Resource = {
    kind: 'maskingPolicy',
    name: ops('N'),
    type: 'NUMBER(38,0)',
    body: 'NULL',
  };

  test.each([
    ['noPolicy', 'READER', detached],
    ['tagLacksType', 'READER', changedTag([ops('N')], [number])],
    ['tagsAtOdds', 'READER', tagged([ops('MASK_PII_VARCHAR'), ops('MASK_PHI_VARCHAR')])],
    ['policyMissing', 'READER', tagged([ops('NOT_THERE')])],
    [
      'policyMissing',
      'READER',
      changed((each) =>
        each.kind === 'maskingPolicy' && each.name[2].startsWith('MASK_PII') ? undefined : each,
      ),
    ],
    ['revealed', 'READER', withBody("CASE WHEN IS_ROLE_IN_SESSION('READER') THEN VAL END")],
    ['public', 'READER', withBody("CASE WHEN IS_ROLE_IN_SESSION('PUBLIC') THEN VAL END")],
    ['public', 'READER', withBody('(VAL)')],
    ['public', 'READER', withBody("CASE WHEN NOT IS_ROLE_IN_SESSION('X') THEN VAL ELSE 'x' END")],
    ['public', 'READER', withBody("CASE WHEN TRUE THEN VAL ELSE 'x' END")],
    ['revealed', 'READER', withBody("CASE WHEN CURRENT_ROLE() = 'READER' THEN VAL ELSE 'x' END")],
    ['public', 'READER', withBody("CASE WHEN CURRENT_USER() = 'A' THEN VAL ELSE 'x' END")],
    ['public', 'READER', withBody("CASE WHEN LENGTH(VAL) > 3 THEN VAL ELSE 'x' END")],
    ['public', 'READER', withBody("CASE WHEN VAL = 'ada' THEN 'x' ELSE 'y' END")],
    ['unknownBody', 'READER', withBody('REVERSE(VAL)')],
    ['unknownBody', 'READER', withBody('UPPER(VAL)')],
    [
      'unknownBody',
      'READER',
      withBody("CASE WHEN IS_ROLE_IN_SESSION('A') THEN 'x' ELSE VAL END -- x"),
    ],
    ['unknownBody', 'READER', withBody('(SELECT MAX(EMAIL) FROM T)')],
    ['owner', 'READER', changed((each) => each, [granted('OWNERSHIP', table, 'READER')])],
    [
      'mayUnprotect',
      'READER',
      changed(
        (each) => each,
        [granted('APPLY MASKING POLICY', { type: 'ACCOUNT', name: [] }, 'READER')],
      ),
    ],
    [
      'mayUnprotect',
      'STRANGER',
      changed(
        (each) => each,
        [
          granted(
            'MANAGE GRANTS',
            { type: 'SCHEMA', name: ['BROOK_CLINIC', 'BRONZE'] },
            'STRANGER',
          ),
        ],
      ),
    ],
    [
      'mayUnprotect',
      'HEAD',
      changed(
        (each) => each,
        [
          {
            kind: 'roleGrant',
            role: { type: 'ROLE', name: ['ACCOUNTADMIN'] },
            to: { type: 'ROLE', name: ['HEAD'] },
          },
        ],
      ),
    ],
  ] as const)('%s: %s', (reason, role, report) => {
    expect(cellOf(report, role)).toMatchObject({ state: 'exposed', reason });
    expect(isExposed(report)).toBe(true);
    const rules = coverageFindings(report).map((each) => each.rule);
    expect(rules).toContain(coverageRules[reason].id);
  });

  function changedTag(
    policies: readonly (readonly [string, string, string])[],
    more: readonly Resource[],
  ): CoverageReport {
    const bare = resources.map((each): Resource => {
      if (each.kind === 'tag' && each.name[2] === tag[2])
        return { ...each, maskingPolicies: policies };
      if (each.kind !== 'table') return each;
      return {
        ...each,
        columns: each.columns.map((one) => ({ ...one, maskingPolicy: undefined })),
      };
    });
    return coverage([...bare, ...more], { clearances });
  }
});

describe('what a role comes to', () => {
  const holds = (role: string, to: string): Resource => ({
    kind: 'roleGrant',
    role: { type: 'ROLE', name: [role] },
    to: { type: 'ROLE', name: [to] },
  });

  test('by the roles that it holds, however many are between', () => {
    const report = changed((each) => each, [holds('SUPPORT', 'LEAD'), holds('LEAD', 'HEAD')]);
    expect(cellOf(report, 'HEAD')).toMatchObject({
      state: 'clear',
      access: { by: 'grant', holder: 'SUPPORT' },
    });
  });

  test('by what everybody may read', () => {
    const report = changed((each) => each, [granted('SELECT', table, 'PUBLIC')]);
    expect(cellOf(report, 'PUBLIC')).toMatchObject({ state: 'masked' });
    expect(cellOf(report, 'DOCTOR')).toMatchObject({
      state: 'clear',
      access: { holder: 'PUBLIC' },
    });
  });

  test('by a database role, and as a person with several', () => {
    const databaseRole: Resource = {
      kind: 'roleGrant',
      role: { type: 'DATABASE ROLE', name: ['BROOK_CLINIC', 'ALL_VISITS'] },
      to: { type: 'ROLE', name: ['DOCTOR'] },
    };
    const select: Resource = {
      ...(granted('SELECT', table, 'BROOK_CLINIC.ALL_VISITS') as Resource & { kind: 'grant' }),
      toType: 'DATABASE ROLE',
    };
    const report = coverage([...resources, databaseRole, select], {
      clearances,
      people: { ANA: ['READER', 'DOCTOR'] },
    });
    expect(cellOf(report, 'DOCTOR')).toMatchObject({
      state: 'clear',
      access: { holder: 'BROOK_CLINIC.ALL_VISITS' },
    });
    expect(cellOf(report, 'BROOK_CLINIC.ALL_VISITS').state).toBe('masked');
    expect(cellOf(report, 'ANA', 'NOTE').state).toBe('clear');
  });

  test('together: the one reads, the other one sees', () => {
    const { combinations } = coverage(clinic);
    expect(combinations).toContainEqual({
      roles: ['READER', 'DOCTOR'],
      isByRight: true,
      columns: [`${visitsTable}.EMAIL`, `${visitsTable}.NOTE`],
    });
    expect(combinations.some(({ roles }) => roles.join() === 'READER,SUPPORT')).toBe(false);
  });

  test('together by SQL of which nobody can tell what it hides, which exposes', () => {
    const both = "IS_ROLE_IN_SESSION('READER') AND IS_ROLE_IN_SESSION('OTHER')";
    for (const shown of ['REVERSE(VAL)', "CASE WHEN CURRENT_USER() = 'A' THEN VAL END"]) {
      const body = `CASE WHEN ${both} THEN ${shown} ELSE NULL END`;
      const report = changed(
        (each) =>
          each.kind === 'maskingPolicy' && each.name[2].startsWith('MASK_PII')
            ? { ...each, body }
            : each,
        [{ kind: 'role', name: ['OTHER'] }],
      );
      expect(cellOf(report, 'READER').state).toBe('masked');
      expect(report.combinations).toContainEqual({
        roles: ['READER', 'OTHER'],
        isByRight: false,
        columns: [`${visitsTable}.EMAIL`],
      });
    }
  });

  test('as the role that is the primary one, whichever that is of a pair', () => {
    const body =
      "CASE WHEN CURRENT_ROLE() = 'OTHER' AND IS_ROLE_IN_SESSION('READER') THEN VAL ELSE NULL END";
    const report = changed(
      (each) =>
        each.kind === 'maskingPolicy' && each.name[2].startsWith('MASK_PII')
          ? { ...each, body }
          : each,
      [{ kind: 'role', name: ['OTHER'] }],
    );
    expect(report.combinations.map(({ roles }) => roles)).toContainEqual(['READER', 'OTHER']);
  });

  test('together without right, which exposes', () => {
    const both = "IS_ROLE_IN_SESSION('READER') AND IS_ROLE_IN_SESSION('OTHER')";
    const report = withBody(`CASE WHEN ${both} THEN VAL ELSE NULL END`);
    expect(report.combinations.every(({ isByRight }) => isByRight)).toBe(true);
    const body = `CASE WHEN ${both} THEN VAL ELSE NULL END`;
    const more = changed(
      (each) =>
        each.kind === 'maskingPolicy' && each.name[2].startsWith('MASK_PII')
          ? { ...each, body }
          : each,
      [{ kind: 'role', name: ['OTHER'] }],
    );
    expect(more.combinations).toContainEqual({
      roles: ['READER', 'OTHER'],
      isByRight: false,
      columns: [`${visitsTable}.EMAIL`],
    });
    expect(isExposed(more)).toBe(true);
  });
});

describe('a mask that is of no known form', { timeout: 60_000 }, () => {
  async function proven(domain: Domain) {
    const warehouse = await openLocalWarehouse();
    try {
      return await proveCoverage(domain, warehouse);
    } finally {
      await warehouse.close();
    }
  }

  test('is exposed, whatever running it shows', async () => {
    const domain = clinicWith("SPLIT_PART(VAL, '@', 2)");
    const proof = await proven(domain);
    expect(proof.seen).toContainEqual(
      expect.objectContaining({ column: 'EMAIL', role: 'READER', saw: 'masked' }),
    );
    for (const report of [coverage(domain), coverage(domain, { proof })]) {
      expect(cellOf(report, 'READER').reason).toBe('unknownBody');
      expect(cellOf(report, 'SUPPORT').state).toBe('clear');
    }
  });

  test('is masked by the word of its author, which is reported', async () => {
    const domain = clinicWith("SPLIT_PART(VAL, '@', 2)", 'what comes after the sign is a company');
    const proof = await proven(domain);
    for (const report of [coverage(domain), coverage(domain, { proof })]) {
      expect(cellOf(report, 'READER')).toMatchObject({ state: 'masked', shownBy: 'author' });
      expect(report.counts.exposed).toBe(0);
      expect(compareProof(report, proof)).toEqual([]);
      expect(coverageFindings(report)).toContainEqual(
        expect.objectContaining({
          rule: coverageRules.vouched.id,
          severity: 'note',
          message: expect.stringContaining('what comes after the sign is a company'),
        }),
      );
    }
  });

  test('is exposed when running it shows that the word of its author is wrong', async () => {
    const domain = clinicWith("CONCAT('x-', VAL)", 'a letter in front of it makes it another text');
    expect(cellOf(coverage(domain), 'READER').state).toBe('masked');
    const report = coverage(domain, { proof: await proven(domain) });
    expect(cellOf(report, 'READER')).toMatchObject({ state: 'exposed', reason: 'contradicted' });
  });

  test.each(["CASE WHEN LENGTH(VAL) > 3 THEN VAL ELSE '***' END", "CONCAT('x-', VAL)", 'VAL'])(
    'is exposed when running %s shows the value, or text that holds it',
    async (mask) => {
      const domain = clinicWith(mask);
      const proof = await proven(domain);
      const report = coverage(domain, { proof });
      expect(cellOf(report, 'READER').state).toBe('exposed');
      expect(cellOf(report, 'SUPPORT').state).toBe('clear');
    },
  );

  test('a report that says too much or too little is found out', async () => {
    const proof = await proven(clinic);
    const report = coverage(clinic, { proof });
    const lie = (from: string, state: 'masked' | 'clear' | 'none'): CoverageReport => ({
      ...report,
      columns: report.columns.map((column) => ({
        ...column,
        cells: column.cells.map((cell) => (cell.state === from ? { ...cell, state } : cell)),
      })),
    });
    expect(compareProof(report, proof)).toEqual([]);
    for (const wrong of [lie('clear', 'masked'), lie('masked', 'clear'), lie('masked', 'none')]) {
      expect(compareProof(wrong, proof).length).toBeGreaterThan(0);
    }
    const shown = {
      ...proof,
      seen: proof.seen.map((each) =>
        each.saw === 'masked' ? { ...each, saw: 'clear' as const } : each,
      ),
    };
    expect(cellOf(coverage(clinic, { proof: shown }), 'READER')).toMatchObject({
      state: 'exposed',
      reason: 'contradicted',
    });
  });

  test('the proof of another domain is refused', async () => {
    const proof = await proven(clinic);
    expect(() => coverage(clinicWith("'*'"), { proof })).toThrow(
      expect.objectContaining({ code: 'DAS_COVERAGE_STALE_PROOF' }),
    );
  });
});
