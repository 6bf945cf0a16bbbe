import {
  addressOf,
  compileDomain,
  emptyState,
  listingManifest,
  type Plan,
  type PlanStep,
  planResources,
  quoteLiteral,
  type Resource,
} from '@das/core';
import { randomDomains } from '@das/core/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';
import {
  clinic,
  creating,
  deployed,
  ops,
  planOf,
  present,
  selectOn,
  visits,
} from './fixtures/clinic-resources.js';
import type { CheckedPlan } from './plan-context.js';

const unfaithful = (plan: CheckedPlan): readonly string[] =>
  checkPlan(plan).flatMap(({ rule, message }) => (rule === 'DAS-P305' ? [message] : []));

/** One of each kind of resource that a random domain may not have. */
const others: readonly Resource[] = [
  {
    kind: 'resourceMonitor',
    name: ['BUDGET'],
    creditQuota: 100,
    triggers: [{ percent: 80, action: 'NOTIFY' }],
  },
  { kind: 'warehouse', name: ['SMALL'], size: 'SMALL', resourceMonitor: 'BUDGET' },
  { kind: 'databaseRole', name: [clinic, 'VIEWER'] },
  { kind: 'tag', name: ops('HIDDEN'), allowedValues: ['yes'], maskingPolicies: [ops('MASK_PHI')] },
  {
    kind: 'aggregationPolicy',
    name: ops('AGG'),
    body: 'AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)',
  },
  { kind: 'projectionPolicy', name: ops('PRJ'), body: 'PROJECTION_CONSTRAINT(ALLOW => FALSE)' },
  {
    kind: 'networkRule',
    name: ops('OFFICE'),
    type: 'IPV4',
    mode: 'INGRESS',
    values: ['203.0.113.0/24'],
  },
  { kind: 'networkPolicy', name: ['GATE'], allowed: [ops('OFFICE')], blocked: [], activeOn: [] },
  { kind: 'stage', name: ops('LANDING') },
  {
    kind: 'dynamicTable',
    name: [clinic, 'SILVER', 'LIVE'],
    columns: visits.columns,
    rowAccess: visits.rowAccess,
    aggregationPolicy: ops('AGG'),
    targetLag: 600,
    warehouse: 'SMALL',
    query: 'SELECT REGION, SSN FROM BROOK_CLINIC.BRONZE.VISITS',
    owner: 'PIPELINE',
  },
  {
    kind: 'task',
    name: ops('SWEEP'),
    warehouse: 'SMALL',
    schedule: '1 MINUTE',
    statement: 'DELETE FROM BROOK_CLINIC.SILVER.VISITS WHERE REGION IS NULL',
  },
  { kind: 'share', name: ['FINANCE'], accounts: [] },
  {
    kind: 'grant',
    privilege: 'SELECT, INSERT',
    on: { type: 'TABLE', name: visits.name },
    to: 'READER',
  },
  {
    kind: 'grant',
    privilege: 'USAGE',
    on: { type: 'DATABASE', name: [clinic] },
    to: 'FINANCE',
    toType: 'SHARE',
  },
  {
    kind: 'roleGrant',
    role: { type: 'DATABASE ROLE', name: [clinic, 'VIEWER'] },
    to: { type: 'ROLE', name: ['READER'] },
  },
];

/** A plan of one step for each resource, as a plan has them. */
function planOfEach(resources: readonly Resource[]): CheckedPlan {
  const steps = resources.map((resource): PlanStep => {
    const written = creating(resource);
    return {
      action: 'create',
      address: addressOf(resource),
      statements: written.map(([statement]) => statement),
      effects: written.map((_, at) =>
        present(
          resource.kind === 'tag' && at === 0 ? { ...resource, maskingPolicies: [] } : resource,
        ),
      ),
    };
  });
  return { startsWith: [], steps };
}

const listing: Extract<Resource, { kind: 'listing' }> = {
  kind: 'listing',
  name: ['NOTES'],
  share: 'FINANCE',
  title: 'Notes',
  access: [{ account: 'FINANCE' }],
  supportContact: 'notes@clinic.example',
  isPublished: true,
};
const draft: Resource = { ...listing, isPublished: false };
const manifest = quoteLiteral(listingManifest(listing));

const spending: Resource = {
  kind: 'budget',
  name: ops('SPENDING'),
  spendingLimit: 20,
  emails: ['costs@clinic.example'],
  watches: [{ type: 'WAREHOUSE', name: ['SMALL'] }],
};
const empty: Resource = { ...spending, spendingLimit: -1, emails: [], watches: [] };
const small = `SELECT SYSTEM$REFERENCE('WAREHOUSE', '"SMALL"', 'SESSION', 'APPLYBUDGET')`;

/** Alterations by their statement, what is there before, and what is there after. */
const table = visits.name.join('.');
const plainTag = { ...others[3], maskingPolicies: [] } as Resource;
const alterations: readonly (readonly [string, readonly Resource[], Resource | string])[] = [
  [
    `ALTER TABLE ${table} MODIFY COLUMN "SSN" SET MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI_V2 FORCE`,
    [visits],
    {
      ...visits,
      columns: visits.columns.map((each) =>
        each.name === 'SSN' ? { ...each, maskingPolicy: ops('MASK_PHI_V2') } : each,
      ),
    },
  ],
  [
    `ALTER TABLE ${table} MODIFY COLUMN "SSN" DROP NOT NULL`,
    [{ ...visits, columns: visits.columns.map((each) => ({ ...each, isNullable: false })) }],
    {
      ...visits,
      columns: visits.columns.map((each) => ({ ...each, isNullable: each.name === 'SSN' })),
    },
  ],
  [
    `ALTER TABLE ${table} SET AGGREGATION POLICY BROOK_CLINIC.OPS.AGG FORCE`,
    [visits],
    { ...visits, aggregationPolicy: ops('AGG') },
  ],
  [
    `ALTER TABLE ${table} UNSET AGGREGATION POLICY`,
    [{ ...visits, aggregationPolicy: ops('AGG') }],
    visits,
  ],
  [
    `ALTER TABLE ${table} DROP ROW ACCESS POLICY BROOK_CLINIC.OPS.ROWS_VISITS, ADD ROW ACCESS POLICY BROOK_CLINIC.OPS.ROWS_VISITS_V2 ON ("REGION")`,
    [visits],
    { ...visits, rowAccess: { policy: ops('ROWS_VISITS_V2'), columns: ['REGION'] } },
  ],
  [
    `ALTER TABLE ${table} DROP ROW ACCESS POLICY BROOK_CLINIC.OPS.ROWS_VISITS`,
    [visits],
    { ...visits, rowAccess: undefined },
  ],
  [
    `ALTER TABLE ${table} SET TAG BROOK_CLINIC.OPS.HIDDEN = 'yes'`,
    [visits],
    { ...visits, tags: [{ tag: ops('HIDDEN'), value: 'yes' }] },
  ],
  [
    `ALTER TABLE ${table} DROP COLUMN "SSN"`,
    [visits],
    { ...visits, columns: visits.columns.filter(({ name }) => name !== 'SSN') },
  ],
  [
    `ALTER TAG BROOK_CLINIC.OPS.HIDDEN ADD ALLOWED_VALUES 'yes'`,
    [{ ...plainTag, allowedValues: ['no'] } as Resource],
    { ...plainTag, allowedValues: ['no', 'yes'] } as Resource,
  ],
  [
    `ALTER TAG BROOK_CLINIC.OPS.HIDDEN SET MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI FORCE`,
    [plainTag],
    others[3] as Resource,
  ],
  [
    `ALTER MASKING POLICY BROOK_CLINIC.OPS.P SET BODY -> NULL`,
    [{ kind: 'maskingPolicy', name: ops('P'), type: 'VARCHAR', body: "'*'" }],
    { kind: 'maskingPolicy', name: ops('P'), type: 'VARCHAR', body: 'NULL' },
  ],
  [
    `ALTER NETWORK RULE BROOK_CLINIC.OPS.OFFICE SET VALUE_LIST = ('192.0.2.1')`,
    [others[6] as Resource],
    { ...others[6], values: ['192.0.2.1'] } as Resource,
  ],
  [
    `ALTER ACCOUNT SET NETWORK_POLICY = GATE`,
    [others[7] as Resource],
    { ...others[7], activeOn: [{ type: 'ACCOUNT' }] } as Resource,
  ],
  [
    `ALTER SHARE FINANCE SET ACCOUNTS = ORG.FINANCE`,
    [others[11] as Resource],
    { ...others[11], accounts: ['ORG.FINANCE'] } as Resource,
  ],
  [
    `REVOKE USAGE ON DATABASE BROOK_CLINIC FROM SHARE FINANCE`,
    [others[13] as Resource],
    addressOf(others[13] as Resource),
  ],
  [`CREATE ORGANIZATION LISTING NOTES SHARE FINANCE AS ${manifest} PUBLISH = FALSE`, [], draft],
  [`ALTER LISTING NOTES PUBLISH`, [draft], listing],
  [`ALTER LISTING NOTES UNPUBLISH`, [listing], draft],
  [`ALTER LISTING NOTES AS ${manifest} PUBLISH = TRUE`, [{ ...listing, access: 'all' }], listing],
  [`DROP LISTING NOTES`, [listing], addressOf(listing)],
  [`CREATE SNOWFLAKE.CORE.BUDGET BROOK_CLINIC.OPS.SPENDING()`, [], empty],
  [
    `CALL BROOK_CLINIC.OPS.SPENDING!SET_SPENDING_LIMIT(20)`,
    [empty],
    { ...empty, spendingLimit: 20 },
  ],
  [
    `CALL BROOK_CLINIC.OPS.SPENDING!SET_EMAIL_NOTIFICATIONS('costs@clinic.example')`,
    [empty],
    { ...empty, emails: spending.emails },
  ],
  [
    `CALL BROOK_CLINIC.OPS.SPENDING!ADD_RESOURCE(${small})`,
    [empty],
    { ...empty, watches: spending.watches },
  ],
  [
    `CALL BROOK_CLINIC.OPS.SPENDING!REMOVE_RESOURCE(${small})`,
    [spending],
    { ...spending, watches: [] },
  ],
  [`DROP SNOWFLAKE.CORE.BUDGET BROOK_CLINIC.OPS.SPENDING`, [spending], addressOf(spending)],
  [`DROP TABLE ${table}`, [visits], addressOf(visits)],
  [
    `DROP MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI`,
    deployed,
    `maskingPolicy ${ops('MASK_PHI').join('.')}`,
  ],
];

/** The words, names and literals of a statement, with what follows and precedes each. */
function* exchanged(text: string): Generator<readonly [what: string, text: string]> {
  for (const match of text.matchAll(/"[^"]*"|'[^']*'|[A-Za-z_][\w$]*|\d+/g)) {
    const [token] = match;
    const before = text.slice(0, match.index);
    // A comment, and a word that makes no difference.
    if (/(?:COMMENT =|IS) $/.test(before) || /^(?:FORCE|WITH|COLUMN|IF|NOT|EXISTS)$/.test(token))
      continue;
    const other = token.startsWith("'") ? "'other'" : /^\d/.test(token) ? '77' : '"OTHER"';
    yield [token, `${before}${other}${text.slice(match.index + token.length)}`];
  }
}

describe('a statement does what the plan says', () => {
  test('in every plan that DAS makes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 120, size: 'max' }), (tape) => {
        const { start } = randomDomains(tape);
        const { name, database, platform } = start;
        const scope = { name, database, deployRole: platform.deployRole };
        const first: Plan = planResources(scope, compileDomain(start), emptyState);
        expect(unfaithful(first)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('in a plan of every kind of resource', () => {
    const plan = planOfEach([...deployed, ...others.filter(({ kind }) => kind !== 'grant')]);
    expect(unfaithful(plan)).toEqual([]);
  });

  test.each(alterations)('%s', (statement, before, after) => {
    const effect =
      typeof after === 'string' ? ({ is: 'absent', address: after } as const) : present(after);
    expect(unfaithful(planOf(before, [[statement, effect]]))).toEqual([]);
    for (const [token, forged] of exchanged(statement)) {
      expect([token, unfaithful(planOf(before, [[forged, effect]])).length]).toEqual([token, 1]);
    }
  });

  test('or is found, whichever word, name or value of a creation is exchanged', () => {
    let forged = 0;
    for (const resource of [...deployed, ...others]) {
      const { steps } = planOfEach([resource]);
      for (const step of steps) {
        for (const [index, statement] of step.statements.entries()) {
          for (const [token, text] of exchanged(statement)) {
            const statements = step.statements.map((each, at) => (at === index ? text : each));
            const found = unfaithful({ startsWith: [], steps: [{ ...step, statements }] });
            expect([statement, token, found.length > 0]).toEqual([statement, token, true]);
            forged += 1;
          }
        }
      }
    }
    expect(forged).toBeGreaterThan(200);
  });

  test.each([
    'GRANT OWNERSHIP ON TABLE BROOK_CLINIC.SILVER.VISITS TO ROLE READER COPY CURRENT GRANTS',
    'GRANT SELECT ON TABLE BROOK_CLINIC.SILVER.VISITS TO ROLE OTHER',
    'GRANT SELECT ON FUTURE TABLES IN SCHEMA BROOK_CLINIC.SILVER TO ROLE READER',
    'GRANT ROLE DOCTOR TO USER MALLORY',
    'ALTER TASK BROOK_CLINIC.OPS.BREAK_GLASS_ABC SUSPEND',
    'ALTER MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI SET BODY -> VAL',
    'ALTER MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI RENAME TO BROOK_CLINIC.OPS.GONE',
    'ALTER ACCOUNT UNSET PASSWORD_POLICY',
    'CALL FINANCE.OPS.SPENDING!SET_SPENDING_LIMIT(9000)',
    'ALTER LISTING FINANCE PUBLISH',
    `CREATE ORGANIZATION LISTING OTHER SHARE FINANCE AS ${manifest}`,
    `ALTER LISTING NOTES AS ${manifest}`,
    `ALTER LISTING NOTES SET COMMENT = 'x'`,
    "CALL BROOK_CLINIC.OPS.SWEEP('all')",
    'CALL BROOK_CLINIC.OPS.SPENDING!REFRESH_USAGE()',
    "ALTER SNOWFLAKE.CORE.BUDGET FINANCE.OPS.SPENDING SET COMMENT = 'das:sha256-x'",
    'ALTER USER MALLORY SET DEFAULT_ROLE = DOCTOR',
    'CREATE USER MALLORY',
    'CREATE VIEW BROOK_CLINIC.SILVER.V AS SELECT * FROM BROOK_CLINIC.SILVER.VISITS',
    'INSERT INTO X SELECT * FROM BROOK_CLINIC.SILVER.VISITS',
    'SELECT 1',
    "COMMENT ON TABLE BROOK_CLINIC.SILVER.VISITS IS 'x' DROP TABLE T",
    'DROP DATABASE FINANCE',
    'DROP TABLE IF EXISTS FINANCE.SILVER.ORDERS',
    'DROP ROW ACCESS POLICY FINANCE.OPS.P',
    'DROP NETWORK POLICY CORP',
    'DROP ROLE SECOPS',
    'DROP TASK FINANCE.OPS.SWEEP',
    'ALTER ACCOUNT UNSET NETWORK_POLICY',
    'ALTER USER ADMIN UNSET NETWORK_POLICY',
    'ALTER ACCOUNT SET NETWORK_POLICY = CORP',
    'REVOKE ROLE SECURITYADMIN FROM ROLE ACCOUNTADMIN',
    'REVOKE USAGE ON DATABASE FINANCE FROM ROLE ANALYST',
    'ALTER TABLE FINANCE.SILVER.ORDERS RENAME TO FINANCE.SILVER.GONE',
    "COMMENT ON TABLE FINANCE.SILVER.ORDERS IS 'das:sha256-x'",
    "COMMENT ON MASKING POLICY BROOK_CLINIC.OPS.MASK_PHI IS 'das:sha256-x'",
    "ALTER TABLE FINANCE.SILVER.ORDERS SET COMMENT = 'das:sha256-x'",
    "ALTER SHARE FINANCE SET COMMENT = 'das:sha256-x'",
    "ALTER TAG FINANCE.OPS.T SET COMMENT = 'das:sha256-x'",
  ])('and %s is not nothing', (statement) => {
    expect(unfaithful(planOf(deployed, [[statement, { is: 'unchanged' }]]))).toHaveLength(1);
  });

  test.each([
    ['DROP DATABASE FINANCE', 'database FINANCE'],
    ['DROP ROLE SECOPS', 'role SECOPS'],
    ['ALTER TASK FINANCE.OPS.SWEEP RESUME', 'task FINANCE.OPS.SWEEP'],
    ["COMMENT ON TABLE FINANCE.S.T IS 'das:x'", 'table FINANCE.S.T'],
  ])('and %s is a matter of no step, of what another domain has neither', (statement, address) => {
    const dropped = statement.startsWith('DROP');
    const effect = dropped ? ({ is: 'absent', address } as const) : ({ is: 'unchanged' } as const);
    expect(unfaithful(planOf(deployed, [[statement, effect]], address))).toHaveLength(1);
  });

  test('and nothing is replaced that would be emptied, though it is to be the same after it', () => {
    const stage: Resource = { kind: 'stage', name: ops('LANDING') };
    const [[text = ''] = []] = creating(stage);
    const replaced = text.replace(/^CREATE /, 'CREATE OR REPLACE ');
    expect(replaced).not.toBe(text);
    expect(unfaithful(planOf([...deployed, stage], [[replaced, present(stage)]]))).toHaveLength(1);
  });

  test('and a privilege may be revoked that only an interrupted plan knew of', () => {
    const pending = addressOf(selectOn(visits, 'AUDITOR'));
    const revoke = 'REVOKE SELECT ON TABLE BROOK_CLINIC.SILVER.VISITS FROM ROLE AUDITOR';
    const is = (address: string) => ({ is: 'absent', address }) as const;
    expect(unfaithful(planOf(deployed, [[revoke, is(pending)]]))).toEqual([]);
    expect(unfaithful(planOf(deployed, [[revoke, is('role AUDITOR')]]))).toHaveLength(1);
  });

  test('and an alteration of a tag or table may write its own comment', () => {
    const own = "COMMENT ON TABLE BROOK_CLINIC.SILVER.VISITS IS 'das:sha256-x'";
    expect(unfaithful(planOf(deployed, [[own, { is: 'unchanged' }]]))).toEqual([]);
  });
});
