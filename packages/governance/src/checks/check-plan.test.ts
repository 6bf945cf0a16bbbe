import {
  addressOf,
  type Effect,
  type Resource,
  type TableResource,
  type TagResource,
} from '@das/core';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../findings/finding.js';
import { checkPlan } from './check-plan.js';
import {
  bare,
  classification,
  clinic,
  creating,
  deployed,
  ground,
  maskPhi,
  ops,
  phiColumn,
  planOf,
  present,
  reading,
  region,
  rowsFor,
  selectOn,
  visits,
} from './fixtures/clinic-resources.js';
import { leakingPlans } from './fixtures/leaking-plans.js';
import type { PlanCheckContext } from './plan-context.js';

const unchanged: Effect = { is: 'unchanged' };
const table = visits.name.join('.');
const address = `table ${table}`;

/** What is found beside statements that are not what the plan says: those here are made up. */
function checkEffects(...given: Parameters<typeof checkPlan>): readonly Finding[] {
  return checkPlan(...given).filter(({ rule }) => rule !== 'DAS-P305');
}

/** The rules that a plan breaks, each once. */
function rulesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

describe('protection', () => {
  test('a table that is created with its policies and granted last breaks no rule', () => {
    const steps = creating(...ground, visits, ...reading('DOCTOR'), ...reading('READER'));
    expect(checkPlan(planOf([], steps))).toEqual([]);
  });

  test('a policy that is exchanged in one statement breaks no rule', () => {
    const next = { ...visits, columns: [region, phiColumn('SSN', 'MASK_PHI_V2')] };
    const statement = `ALTER TABLE ${table} MODIFY COLUMN SSN SET MASKING POLICY ${ops('MASK_PHI_V2').join('.')} FORCE`;
    expect(checkPlan(planOf(deployed, [[statement, present(next)]]))).toEqual([]);
  });

  test('a row access policy that is swapped in one statement breaks no rule', () => {
    const next: TableResource = {
      ...visits,
      rowAccess: { policy: ops('ROWS_VISITS_V2'), columns: ['REGION'] },
    };
    const statement = `ALTER TABLE ${table} DROP ROW ACCESS POLICY ${ops('ROWS_VISITS').join('.')}, ADD ROW ACCESS POLICY ${ops('ROWS_VISITS_V2').join('.')} ON (REGION)`;
    expect(checkPlan(planOf(deployed, [[statement, present(next)]]))).toEqual([]);
  });

  test.each(leakingPlans.map((each) => [each.name, each] as const))(
    'finds %s',
    (_, { plan, rules }) => {
      const findings = checkPlan(plan);
      expect(rulesOf(findings)).toEqual(expect.arrayContaining([...rules]));
      expect(findings.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    },
  );

  test.each(leakingPlans.map((each) => [each.name, each] as const))(
    'finds %s by the text alone or by the effects alone',
    (_, { plan, rules }) => {
      const byText = checkPlan({
        ...plan,
        startsWith: [],
        steps: plan.steps.map((step) => ({
          ...step,
          effects: step.statements.map(() => unchanged),
        })),
      });
      const byEffects = checkPlan({
        ...plan,
        steps: plan.steps.map((step) => ({
          ...step,
          statements: step.statements.map(() => 'COMMENT ON SCHEMA X IS NULL'),
        })),
      });
      expect(rulesOf(byText)).toEqual(
        expect.arrayContaining(rules.filter((rule) => rule >= 'DAS-P300')),
      );
      expect(rulesOf(byEffects)).toEqual(
        expect.arrayContaining(rules.filter((rule) => rule < 'DAS-P100')),
      );
    },
  );

  test('a classified column is bare when its policy is for another type', () => {
    const number: TableResource = {
      ...visits,
      columns: [region, { ...phiColumn('SSN'), type: 'NUMBER(9,0)' }],
    };
    const findings = checkPlan(planOf(ground, creating(number)));
    expect(findings).toMatchObject([
      { rule: 'DAS-P001', place: { address, column: 'SSN' }, danger: 'exposure' },
    ]);
    expect(findings[0]?.message).toContain('another type');
  });

  test('a column with a classification that is not known must be masked', () => {
    const odd = {
      ...bare(phiColumn('SSN')),
      tags: [{ tag: ops('CLASSIFICATION'), value: 'secret' }],
    };
    const plan = planOf(ground, creating({ ...visits, columns: [region, odd] }));
    expect(rulesOf(checkPlan(plan))).toContain('DAS-P001');
  });

  test('a tag masks the columns of the types that it has a policy for', () => {
    const masking: TagResource = { ...classification, maskingPolicies: [ops('MASK_PHI')] };
    const columns = [
      region,
      bare(phiColumn('SSN')),
      { ...bare(phiColumn('AGE')), type: 'NUMBER(3,0)' as const },
    ];
    const plan = planOf(
      [...ground, masking],
      [
        [
          `CREATE TABLE ${table} (REGION VARCHAR, SSN VARCHAR, AGE NUMBER(3,0)) WITH ROW ACCESS POLICY ${ops('ROWS_VISITS').join('.')} ON (REGION)`,
          present({ ...visits, columns }),
        ],
      ],
    );
    expect(checkEffects(plan).map(({ rule, place }) => [rule, place.column])).toEqual([
      ['DAS-P001', 'AGE'],
    ]);
  });

  test('a policy that nobody knows counts as none', () => {
    const plan = planOf(
      ground,
      creating({
        ...visits,
        columns: [region, phiColumn('SSN', 'MASK_PHY')],
        rowAccess: { policy: ops('ROWS_VISIT'), columns: ['REGION'] },
      }),
    );
    const findings = checkPlan(plan);
    expect(rulesOf(findings)).toEqual(['DAS-P002']);
    expect(findings).toHaveLength(2);
  });

  test('what is lowered from beginning to end needs a name', () => {
    const steps = creating(maskPhi('MASK_PHI', 'READER'));
    const lowered = checkPlan(planOf(deployed, steps));
    expect(lowered).toMatchObject([
      { rule: 'DAS-P004', severity: 'error', place: { address, column: 'SSN' } },
    ]);
    expect(lowered[0]?.message).toContain('role READER');
    const approvals = [{ address, by: 'dr.ada' }];
    expect(checkPlan(planOf(deployed, steps), { approvals })).toMatchObject([
      {
        rule: 'DAS-P004',
        severity: 'note',
        message: expect.stringContaining('approved by dr.ada'),
      },
    ]);
    const named = [{ rule: 'DAS-P004', address, column: 'SSN', by: 'dr.ada' }];
    expect(checkPlan(planOf(deployed, steps), { approvals: named })).toMatchObject([
      { severity: 'note' },
    ]);
    for (const approval of [
      { address, by: ' ' },
      { address, column: 'MRN', by: 'dr.ada' },
      { address: 'table X', by: 'dr.ada' },
      { rule: 'DAS-P006', address, column: 'SSN', by: 'dr.ada' },
      { rule: 'DAS-P004', address, by: 'dr.ada' },
    ]) {
      expect(checkPlan(planOf(deployed, steps), { approvals: [approval] })).toEqual(lowered);
    }
  });

  test('an approval covers no leak in the middle', () => {
    const [leak] = leakingPlans;
    const approved = leak && checkPlan(leak.plan, { approvals: [{ address, by: 'dr.ada' }] });
    expect(
      approved?.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
    ).toContain('DAS-P003');
  });

  test('a classification that is lowered, a new reader with clearance and a lost filter are found', () => {
    const declassified = {
      ...phiColumn('SSN'),
      tags: [{ tag: ops('CLASSIFICATION'), value: 'internal' }],
    };
    const lowered = planOf(deployed, [
      [
        `ALTER TABLE ${table} MODIFY COLUMN SSN SET TAG ${ops('CLASSIFICATION').join('.')} = 'internal'`,
        present({ ...visits, columns: [region, declassified] }),
      ],
    ]);
    expect(rulesOf(checkPlan(lowered))).toEqual(['DAS-P004']);
    const newReader = planOf(
      deployed,
      creating({
        kind: 'roleGrant',
        role: { type: 'ROLE', name: ['DOCTOR'] },
        to: { type: 'ROLE', name: ['INTERN'] },
      }),
    );
    expect(rulesOf(checkPlan(newReader))).toEqual(['DAS-P004']);
    const opened = planOf(deployed, creating(rowsFor('ROWS_VISITS', 'READER')));
    expect(rulesOf(checkPlan(opened))).toEqual(['DAS-P006']);
    const moved = planOf(
      deployed,
      creating({ ...rowsFor('ROWS_VISITS'), body: "IS_ROLE_IN_SESSION('DOCTOR') OR VAL = 'APAC'" }),
    );
    expect(checkPlan(moved)).toMatchObject([
      { rule: 'DAS-P011', severity: 'error', place: { address } },
    ]);
    const approvals = [{ rule: 'DAS-P011', address, by: 'dr.ada' }];
    expect(checkPlan(moved, { approvals })).toMatchObject([{ rule: 'DAS-P011', severity: 'note' }]);
    const plain = { ...visits, columns: [region] };
    const unclassified = planOf(
      [...ground, plain, ...reading('READER')],
      creating({ ...rowsFor('ROWS_VISITS'), body: "IS_ROLE_IN_SESSION('DOCTOR') OR VAL = 'APAC'" }),
    );
    expect(checkPlan(unclassified)).toMatchObject([{ rule: 'DAS-P010', severity: 'warning' }]);
  });

  test('a tag that loses a policy, and restrictions that go, are found', () => {
    const masking: TagResource = { ...classification, maskingPolicies: [ops('MASK_PHI')] };
    const start = [...deployed, masking];
    const gone = checkPlan(
      planOf(start, [
        [
          `ALTER TAG ${ops('CLASSIFICATION').join('.')} UNSET MASKING POLICY ${ops('MASK_PHI').join('.')}`,
          present(classification),
        ],
      ]),
    );
    expect(rulesOf(gone)).toEqual(['DAS-P004', 'DAS-P007']);
    const restricted: TableResource = {
      ...visits,
      aggregationPolicy: ops('AGG'),
      columns: [region, { ...phiColumn('SSN'), projectionPolicy: ops('PRJ') }],
    };
    const lost = checkEffects(
      planOf(
        [...deployed, restricted],
        [[`ALTER TABLE ${table} UNSET AGGREGATION POLICY`, present(visits)]],
      ),
    );
    expect(rulesOf(lost)).toEqual(['DAS-P008']);
    expect(lost).toHaveLength(2);
  });

  test('a column keeps what hides it through a rename', () => {
    const renamed = { ...phiColumn('SOCIAL'), renamedFrom: 'SSN' };
    const plan = planOf(deployed, [
      [
        `ALTER TABLE ${table} RENAME COLUMN SSN TO SOCIAL`,
        present({ ...visits, columns: [region, renamed] }),
      ],
    ]);
    expect(checkPlan(plan)).toEqual([]);
    const opened = planOf(deployed, [
      [
        `ALTER TABLE ${table} RENAME COLUMN SSN TO SOCIAL`,
        present({ ...visits, columns: [region, bare(renamed)] }),
      ],
    ]);
    expect(rulesOf(checkPlan(opened))).toEqual(['DAS-P001', 'DAS-P004', 'DAS-P305']);
  });

  test('a rename that the effects do not tell of hides no lowering', () => {
    const next: TableResource['name'] = [clinic, 'SILVER', 'STAYS'];
    const moved = { ...visits, name: next };
    const open = { ...moved, columns: [region, bare({ ...phiColumn('SSN'), name: 'SOCIAL' })] };
    const plan = (last: TableResource, mask: string) =>
      planOf(deployed, [
        [
          `ALTER TABLE ${table} RENAME TO ${next.join('.')}`,
          {
            is: 'several',
            effects: [
              { is: 'absent', address },
              present(moved),
              ...['DOCTOR', 'READER'].flatMap((role): readonly Effect[] => [
                { is: 'absent', address: `grant SELECT on ${address} to ${role}` },
                present(selectOn(moved, role)),
              ]),
            ],
          },
        ],
        [
          `ALTER TABLE ${next.join('.')} RENAME COLUMN SSN TO SOCIAL`,
          present({ ...moved, columns: [region, { ...phiColumn('SSN'), name: 'SOCIAL' }] }),
        ],
        [`ALTER TABLE ${next.join('.')} MODIFY COLUMN SOCIAL ${mask}`, present(last)],
      ]);
    const kept = {
      ...moved,
      columns: [region, { ...phiColumn('SSN', 'MASK_PHI_V2'), name: 'SOCIAL' }],
    };
    expect(
      checkPlan(plan(kept, `SET MASKING POLICY ${ops('MASK_PHI_V2').join('.')} FORCE`)),
    ).toEqual([]);
    const lowered = checkPlan(plan(open, 'UNSET MASKING POLICY'));
    expect(lowered.map(({ rule, place }) => [rule, place.address, place.column])).toContainEqual([
      'DAS-P004',
      `table ${next.join('.')}`,
      'SOCIAL',
    ]);
  });

  test('a role that nobody has declared, and that a policy clears, is told once', () => {
    const opened = {
      ...maskPhi('MASK_PHI'),
      body: "CASE WHEN CURRENT_ROLE() IN ('DOCTOR', 'AUDITOR') OR IS_ROLE_IN_SESSION('STRANGER') THEN VAL ELSE '***' END",
    };
    const findings = checkPlan(planOf(deployed, creating(opened)));
    expect(
      findings.flatMap(({ rule, severity, message }) =>
        rule === 'DAS-P012' ? [[severity, /role (\w+),/.exec(message)?.[1]]] : [],
      ),
    ).toEqual([
      ['warning', 'AUDITOR'],
      ['warning', 'STRANGER'],
    ]);
    const again = deployed.map((each) => (addressOf(each) === addressOf(opened) ? opened : each));
    expect(rulesOf(checkPlan(planOf(again, creating(opened))))).not.toContain('DAS-P012');
  });

  test('what everybody has, PUBLIC reads', () => {
    const plan = planOf(
      ground,
      creating(
        { ...visits, columns: [region, phiColumn('SSN')] },
        { ...selectOn(visits, 'PUBLIC') },
        maskPhi('MASK_PHI', 'PUBLIC'),
      ),
    );
    expect(rulesOf(checkPlan(plan))).toContain('DAS-P303');
  });

  test('what is dropped takes with it the privileges on it', () => {
    const on = { type: 'TABLE', name: visits.name } as const;
    const owned: Resource = { kind: 'grant', privilege: 'OWNERSHIP', on, to: 'DOCTOR' };
    const dropped: Effect = {
      is: 'several',
      effects: [
        { is: 'absent', address },
        { is: 'absent', address: addressOf(owned) },
      ],
    };
    const drop = (text: string) =>
      rulesOf(checkPlan(planOf([...ground, visits, owned], [[text, dropped]])));
    expect(drop(`DROP TABLE ${table}`)).toEqual([]);
    expect(drop('DROP ROLE READER')).toContain('DAS-P305');
  });

  test('only the owner of a dynamic table may read before that is made', () => {
    const summary: Resource = {
      kind: 'dynamicTable',
      name: [clinic, 'SILVER', 'SUMMARY'],
      columns: visits.columns,
      rowAccess: visits.rowAccess,
      query: `SELECT REGION, SSN FROM ${table}`,
      warehouse: 'WH',
      targetLag: 60,
      owner: 'DOCTOR',
    };
    const on = { type: 'DYNAMIC TABLE', name: summary.name } as const;
    const given: readonly Resource[] = [
      { kind: 'grant', privilege: 'SELECT', on, to: 'READER' },
      { kind: 'grant', privilege: 'OWNERSHIP', on, to: 'DOCTOR' },
    ];
    const made = (reader: string) =>
      rulesOf(
        checkPlan(
          planOf(
            [...ground, visits],
            creating(selectOn(visits, reader), summary, ...given, rowsFor('MORE')),
          ),
        ),
      ).filter((rule) => rule === 'DAS-P303');
    expect(made('DOCTOR')).toEqual([]);
    expect(made('READER')).toEqual(['DAS-P303']);
  });
});

describe('lockout', () => {
  const office: Resource = {
    kind: 'networkRule',
    name: ops('OFFICE'),
    type: 'IPV4',
    mode: 'INGRESS',
    values: ['203.0.113.0/24'],
  };
  const home: Resource = {
    kind: 'networkRule',
    name: ops('HOME'),
    type: 'IPV6',
    mode: 'INGRESS',
    values: ['2001:db8::/32'],
  };
  const policy = (members: Partial<Extract<Resource, { kind: 'networkPolicy' }>>): Resource => ({
    kind: 'networkPolicy',
    name: ['GATE'],
    allowed: [ops('OFFICE'), ops('HOME')],
    blocked: [],
    activeOn: [{ type: 'ACCOUNT' }],
    ...members,
  });
  const check = (context: PlanCheckContext, ...resources: readonly Resource[]) =>
    checkEffects(
      planOf(
        [],
        resources.map((each) => ['COMMENT ON SCHEMA X IS NULL', present(each)]),
        'networkPolicy GATE',
      ),
      context,
    );

  test('a runner inside the allowed blocks, IPv4 or IPv6, gets in', () => {
    for (const runner of ['203.0.113.7', '2001:db8::1']) {
      expect(check({ runnerAddresses: [runner] }, office, home, policy({}))).toEqual([]);
    }
  });

  test('a runner outside of them, or in a blocked one, is locked out', () => {
    expect(rulesOf(check({ runnerAddresses: ['198.51.100.1'] }, office, home, policy({})))).toEqual(
      ['DAS-P102'],
    );
    expect(
      rulesOf(
        check(
          { runnerAddresses: ['203.0.113.7'] },
          office,
          home,
          policy({ blocked: [ops('OFFICE')] }),
        ),
      ),
    ).toEqual(['DAS-P102']);
  });

  test('an unknown runner is a finding, when the policy is in force', () => {
    expect(rulesOf(check({}, office, home, policy({})))).toEqual(['DAS-P101']);
    expect(check({}, office, home, policy({ activeOn: [] }))).toEqual([]);
  });

  test('an address for emergencies must get in after every statement, not only in the end', () => {
    const narrow = { ...office, values: ['203.0.113.128/25'] } as Resource;
    const context = {
      runnerAddresses: ['203.0.113.200'],
      breakGlass: [{ address: '203.0.113.7' }],
    };
    const findings = check(context, office, home, policy({}), narrow, office);
    expect(findings).toMatchObject([{ rule: 'DAS-P103', danger: 'lockout' }]);
    expect(findings[0]?.message).toContain('statement 4');
  });

  test("the user's own policy decides before the account's", () => {
    const own = policy({
      name: ['OWN'],
      allowed: [ops('HOME')],
      activeOn: [{ type: 'USER', user: 'ADA' }],
    } as never);
    const runnerAddresses = ['203.0.113.7'];
    expect(
      rulesOf(check({ runnerAddresses, runnerUser: 'ADA' }, office, home, policy({}), own)),
    ).toEqual(['DAS-P102']);
    expect(check({ runnerAddresses, runnerUser: 'BOB' }, office, home, policy({}), own)).toEqual(
      [],
    );
  });

  test('what cannot be read lets nobody in', () => {
    const odd = { ...office, values: ['203.0.113.0/33'] } as Resource;
    expect(rulesOf(check({ runnerAddresses: ['203.0.113.7'] }, odd, home, policy({})))).toEqual([
      'DAS-P104',
    ]);
    expect(rulesOf(check({ runnerAddresses: ['203.0.113.7'] }, home, policy({})))).toEqual([
      'DAS-P104',
    ]);
    expect(rulesOf(check({ runnerAddresses: ['office'] }, office, home, policy({})))).toEqual([
      'DAS-P104',
    ]);
  });
});

describe('limits', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `X${index}`);
  const check = (resource: Resource, statement = 'COMMENT ON SCHEMA X IS NULL') =>
    rulesOf(checkEffects(planOf(ground, [[statement, present(resource)]])));
  const tagged = (count: number) => many(count).map((name) => ({ tag: ops(name), value: 'v' }));
  const withTags = (count: number): TableResource => ({
    ...visits,
    columns: [{ ...region, tags: tagged(count) }, phiColumn('SSN')],
  });

  test('tags of a column, of a table and of all columns together', () => {
    expect(check(withTags(20))).toEqual([]);
    expect(check(withTags(21))).toEqual(['DAS-P202']);
    expect(check({ ...visits, tags: tagged(50) })).toEqual([]);
    expect(check({ ...visits, tags: tagged(51) })).toEqual(['DAS-P201']);
    const columns = many(3).map((name, index) => ({
      ...region,
      name,
      tags: tagged(51).slice(index * 17, index * 17 + 17),
    }));
    expect(check({ ...visits, columns })).toEqual(['DAS-P201']);
  });

  test('tags in one statement', () => {
    const columns = (count: number) =>
      many(count)
        .map((name) => `${name} VARCHAR WITH TAG (A.B.C = 'x=y')`)
        .join(', ');
    const statement = (count: number) => `ALTER TABLE ${table} ADD COLUMN ${columns(count)}`;
    expect(check(visits, statement(100))).toEqual([]);
    expect(check(visits, statement(101))).toEqual(['DAS-P203']);
  });

  test('lengths and counts', () => {
    const tag = (allowedValues: readonly string[]): TagResource => ({
      kind: 'tag',
      name: ops('T'),
      allowedValues,
    });
    expect(check(tag(['x'.repeat(256)]))).toEqual([]);
    expect(check(tag(['x'.repeat(257)]))).toEqual(['DAS-P204']);
    expect(check(tag(many(5000)))).toEqual([]);
    expect(check(tag(many(5001)))).toEqual(['DAS-P205']);
    expect(check({ kind: 'role', name: ['X'.repeat(256)] })).toEqual(['DAS-P206']);
    const monitor = (count: number): Resource => ({
      kind: 'resourceMonitor',
      name: ['M'],
      creditQuota: 1,
      triggers: many(count).map((_, index) => ({ percent: index + 1, action: 'NOTIFY' })),
    });
    expect(check(monitor(5))).toEqual([]);
    expect(check(monitor(6))).toEqual(['DAS-P207']);
  });

  test('a value that the tag does not allow', () => {
    const odd = { ...region, tags: [{ tag: ops('CLASSIFICATION'), value: 'interal' }] };
    expect(
      check({ ...visits, columns: [phiColumn('SSN'), { ...odd, maskingPolicy: ops('MASK_PHI') }] }),
    ).toEqual(['DAS-P208']);
  });
});

describe('the second look at the text', () => {
  const check = (...statements: readonly string[]) =>
    rulesOf(
      checkEffects(
        planOf(
          deployed,
          statements.map((each) => [each, present({ kind: 'role', name: ['X'] })]),
        ),
      ),
    );

  test.each([
    ['create or replace masking policy P as (VAL VARCHAR) returns VARCHAR -> VAL', ['DAS-P302']],
    ['CREATE /* x */ OR REPLACE TABLE T (A INT)', ['DAS-P302']],
    ['CREATE OR REPLACE DYNAMIC TABLE T (A INT) AS SELECT 1', []],
    ["CREATE OR ALTER TAG T ALLOWED_VALUES 'a'", ['DAS-P306']],
    [
      "CREATE OR ALTER MASKING POLICY P AS (VAL VARCHAR) RETURNS VARCHAR -> 'CREATE OR REPLACE MASKING POLICY'",
      [],
    ],
    [`CREATE TABLE T (A VARCHAR WITH TAG (X.OPS."CLASSIFICATION" = 'phi'))`, ['DAS-P304']],
    [`CREATE TABLE T (A VARCHAR WITH TAG (X.OPS."CLASSIFICATION" = 'internal'))`, []],
    [
      `CREATE TABLE T (A VARCHAR WITH MASKING POLICY P WITH TAG (X.OPS.CLASSIFICATION = 'phi'))`,
      [],
    ],
  ])('%s', (statement, rules) => {
    expect(check(statement)).toEqual(rules);
  });

  test('a comment between the words hides nothing', () => {
    expect(
      check(
        `ALTER TABLE ${clinic}.SILVER.T MODIFY COLUMN A UNSET -- really\n MASKING POLICY`,
        `ALTER TABLE "${clinic}"."SILVER"."T" MODIFY COLUMN A SET MASKING POLICY P`,
      ),
    ).toEqual(['DAS-P301']);
  });

  test('a statement that detaches, grants or creates is not said to change nothing', () => {
    for (const statement of [
      `ALTER TABLE ${table} MODIFY COLUMN SSN UNSET MASKING POLICY`,
      `GRANT SELECT ON TABLE ${table} TO ROLE OTHER`,
      'CREATE TABLE T (A INT)',
    ]) {
      expect(rulesOf(checkPlan(planOf(deployed, [[statement, unchanged]])))).toEqual(['DAS-P305']);
    }
    expect(checkPlan(planOf(deployed, [[`COMMENT ON TABLE ${table} IS 'x'`, unchanged]]))).toEqual(
      [],
    );
  });

  test('an effect that promises more than the statement does is found', () => {
    const without = creating({
      ...visits,
      columns: [region, bare(phiColumn('SSN'))],
      rowAccess: undefined,
    });
    const promised = without.map(([statement]) => [statement, present(visits)] as const);
    const findings = checkPlan(planOf(ground, promised));
    expect(findings.filter(({ rule }) => rule === 'DAS-P305')).toMatchObject([
      { message: expect.stringMatching(/is said to leave a masking policy of table/) },
    ]);
  });

  test('a step needs one effect for each statement', () => {
    const plan = planOf(deployed, [['COMMENT ON SCHEMA X IS NULL', unchanged]]);
    const steps = plan.steps.map((step) => ({ ...step, effects: [] }));
    expect(rulesOf(checkPlan({ ...plan, steps }))).toEqual(['DAS-P305']);
  });
});
