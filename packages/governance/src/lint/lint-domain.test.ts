import type {
  DynamicTableResource,
  GrantResource,
  NetworkPolicyResource,
  Resource,
  TableResource,
  TagResource,
} from '@das/core';
import { expect, test } from 'vitest';
import {
  bare,
  classification,
  clinic,
  deployed,
  maskPhi,
  ops,
  phiColumn,
  reading,
  region,
  rowsFor,
  selectOn,
  visits,
} from '../checks/fixtures/clinic-resources.js';
import type { LintContext } from './lint-context.js';
import { lintDomain } from './lint-domain.js';
import { type LintRuleName, lintRules } from './lint-rules.js';

/** What breaks a rule, and what is nearly the same and does not. */
interface LintCase {
  readonly bad: readonly Resource[];
  readonly good: readonly Resource[];
  readonly badContext?: LintContext;
  readonly goodContext?: LintContext;
}

const used = deployed.filter(
  (each) =>
    each.kind === 'grant' || each.kind === 'roleGrant' || !each.name.join('.').includes('_V2'),
);
const text = (name: string) => ({ ...region, name, tags: [] });
const otherTable = (name: string, members: Partial<TableResource> = {}): TableResource => ({
  kind: 'table',
  name: [clinic, 'SILVER', name],
  columns: [text('A')],
  rowAccess: undefined,
  ...members,
});
const dynamic = (
  name: string,
  members: Partial<DynamicTableResource> = {},
): DynamicTableResource => ({
  kind: 'dynamicTable',
  name: [clinic, 'PLATINUM', name],
  columns: [text('A')],
  rowAccess: undefined,
  targetLag: 60,
  warehouse: 'WH',
  query: 'SELECT 1 AS A',
  owner: 'DOCTOR',
  ...members,
});
const share: Resource = { kind: 'share', name: ['FINANCE'], accounts: [] };
const toShare = (on: GrantResource['on']): GrantResource => ({
  kind: 'grant',
  privilege: 'SELECT',
  on,
  to: 'FINANCE',
  toType: 'SHARE',
});
const shareVisits = toShare({ type: 'TABLE', name: visits.name });
const withBody = (body: string) => ({ ...maskPhi('MASK_PHI'), body });
const withRows = (body: string) => ({ ...rowsFor('ROWS_VISITS'), body });
const askingCurrentRole = withBody("IFF(CURRENT_ROLE() = 'DOCTOR', VAL, '***')");
const roleGrant = (role: string, to: string): Resource => ({
  kind: 'roleGrant',
  role: { type: 'ROLE', name: [role] },
  to: { type: 'ROLE', name: [to] },
});
const view = { type: 'VIEW', name: [clinic, 'SILVER', 'V'] } as const;
const task = (statement: string): Resource => ({
  kind: 'task',
  name: ops('T'),
  warehouse: 'WH',
  schedule: '60 MINUTE',
  statement,
});
const rule = (name: string, type: 'IPV4' | 'AWSVPCEID', values: readonly string[]): Resource => ({
  kind: 'networkRule',
  name: ops(name),
  type,
  mode: 'INGRESS',
  values,
});
const gate = (members: Partial<NetworkPolicyResource>): Resource => ({
  kind: 'networkPolicy',
  name: ['GATE'],
  allowed: [],
  blocked: [],
  activeOn: [{ type: 'ACCOUNT' }],
  ...members,
});
const maskingTag: TagResource = { ...classification, maskingPolicies: [ops('MASK_PHI')] };
const lookup = (table: string) =>
  withBody(
    `CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') AND EXISTS (SELECT 1 FROM ${table} WHERE A = 'x') THEN VAL ELSE '***' END`,
  );
const conditional = (condition: string) => ({
  ...visits,
  columns: [
    region,
    phiColumn('OTHER'),
    text('PLAIN'),
    { ...phiColumn('SSN'), maskingArguments: [condition] },
  ],
});
const user = (secondaryRoles: 'ALL' | 'NONE'): LintContext => ({
  users: [{ name: 'ADA', roles: ['READER', 'SURGEON'], secondaryRoles }],
});
const surgeonsAlso = [{ kind: 'role', name: ['SURGEON'] }, maskPhi('MASK_PHI', 'SURGEON')] as const;

const cases: Readonly<Record<LintRuleName, LintCase>> = {
  currentRoleInShare: {
    bad: [share, shareVisits, askingCurrentRole],
    good: [share, shareVisits],
  },
  currentRole: {
    bad: [askingCurrentRole],
    good: [withBody("CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') THEN VAL ELSE 'CURRENT_ROLE()' END")],
  },
  viewInShare: {
    bad: [share, toShare(view)],
    good: [share, toShare(view)],
    goodContext: { secureViews: [view.name.join('.')] },
  },
  idleDownstream: {
    bad: [dynamic('D', { targetLag: 'downstream' })],
    good: [
      dynamic('D', { targetLag: 'downstream' }),
      dynamic('E', { query: `SELECT A FROM "${clinic}"."PLATINUM"."D"` }),
    ],
  },
  protectedMapping: {
    bad: [lookup(visits.name.join('.'))],
    good: [lookup(`${clinic}.SILVER.MAPPING`), otherTable('MAPPING')],
  },
  secondaryRoles: {
    bad: [...surgeonsAlso],
    good: [...surgeonsAlso],
    badContext: user('ALL'),
    goodContext: user('NONE'),
  },
  futureGrantShadowed: {
    bad: [],
    good: [],
    badContext: {
      futureGrants: [
        { privilege: 'SELECT', on: 'TABLES', in: [clinic], to: 'READER' },
        { privilege: 'SELECT', on: 'TABLES', in: [clinic, 'SILVER'], to: 'DOCTOR' },
      ],
    },
    goodContext: {
      futureGrants: [
        { privilege: 'SELECT', on: 'TABLES', in: [clinic], to: 'READER' },
        { privilege: 'SELECT', on: 'VIEWS', in: [clinic, 'SILVER'], to: 'DOCTOR' },
      ],
    },
  },
  tagWithoutType: {
    bad: [maskingTag, { ...visits, columns: [{ ...bare(phiColumn('AGE')), type: 'NUMBER(3,0)' }] }],
    good: [maskingTag, { ...visits, rowAccess: undefined, columns: [bare(phiColumn('AGE'))] }],
  },
  sensitiveMetadata: {
    bad: [
      { ...classification, allowedValues: [...classification.allowedValues, 'ada@example.com'] },
    ],
    good: [{ ...classification, allowedValues: [...classification.allowedValues, 'pci'] }],
  },
  createOrAlterTag: {
    bad: [task("create or alter tag X.Y.Z ALLOWED_VALUES 'a'")],
    good: [task("ALTER TAG X.Y.Z ADD ALLOWED_VALUES 'CREATE OR ALTER TAG'")],
  },
  maskType: {
    bad: [{ ...visits, columns: [region, { ...phiColumn('SSN'), type: 'DATE' }] }],
    good: [{ ...visits, columns: [region, { ...phiColumn('SSN'), type: 'VARCHAR(11)' }] }],
  },
  maskedCondition: { bad: [conditional('OTHER')], good: [conditional('PLAIN')] },
  sharedSignature: {
    bad: [conditional('REGION')],
    good: [conditional('REGION'), { ...maskPhi('MASK_PHI'), exemptOtherPolicies: true }],
  },
  twoPaths: {
    bad: [...surgeonsAlso, roleGrant('SURGEON', 'DOCTOR')],
    good: [...surgeonsAlso],
  },
  unknownRole: {
    bad: [maskPhi('MASK_PHI', 'REDAER')],
    good: [maskPhi('MASK_PHI', 'AUDITOR')],
    goodContext: { knownRoles: ['AUDITOR'] },
  },
  publicReader: {
    bad: [selectOn(visits, 'PUBLIC')],
    good: [otherTable('T'), selectOn(otherTable('T'), 'PUBLIC')],
  },
  openMask: {
    bad: [withBody("CASE WHEN IS_ROLE_IN_SESSION('INTERN') THEN '***' ELSE VAL END")],
    good: [],
  },
  openRows: {
    bad: [withRows("NOT IS_ROLE_IN_SESSION('READER')")],
    good: [withRows("VAL = 'EMEA'")],
  },
  bareSubquery: {
    bad: [withRows(`VAL IN (SELECT A FROM ${clinic}.SILVER.M)`)],
    good: [withRows(`EXISTS (SELECT 1 FROM ${clinic}.SILVER.M WHERE A = VAL)`)],
  },
  distantMapping: {
    bad: [withRows('EXISTS (SELECT 1 FROM OTHER.SILVER.M WHERE A = VAL)')],
    good: [withRows(`EXISTS (SELECT 1 FROM ${clinic}.SILVER.M WHERE A = VAL)`)],
  },
  policyAdministration: {
    bad: [
      {
        kind: 'grant',
        privilege: 'APPLY MASKING POLICY',
        on: { type: 'ACCOUNT', name: [] },
        to: 'READER',
      },
    ],
    good: [
      { kind: 'role', name: ['STEWARD'] },
      {
        kind: 'grant',
        privilege: 'APPLY MASKING POLICY',
        on: { type: 'ACCOUNT', name: [] },
        to: 'STEWARD',
      },
    ],
  },
  maskedRefresh: {
    bad: [
      dynamic('D', { owner: 'READER', query: `SELECT SSN AS A FROM ${visits.name.join('.')}` }),
    ],
    good: [dynamic('D', { query: `SELECT SSN AS A FROM ${visits.name.join('.')}` })],
  },
  emptyNetworkPolicy: {
    bad: [gate({})],
    good: [rule('OFFICE', 'IPV4', ['203.0.113.0/24']), gate({ allowed: [ops('OFFICE')] })],
  },
  privateOnly: {
    bad: [rule('VPC', 'AWSVPCEID', ['vpce-1']), gate({ allowed: [ops('VPC')] })],
    good: [
      rule('VPC', 'AWSVPCEID', ['vpce-1']),
      rule('ALL', 'IPV4', ['0.0.0.0/0']),
      gate({ allowed: [ops('VPC')], blocked: [ops('ALL')] }),
    ],
  },
  unusedPolicy: { bad: [maskPhi('MASK_PHI_V2')], good: [] },
};

/** The clinic with other resources; of two with the same name the later one holds. */
function lint(resources: readonly Resource[], context: LintContext = {}): readonly string[] {
  const all = new Map(
    [...used, ...resources].map((each) => [
      JSON.stringify([each.kind, 'on' in each ? each : 'role' in each ? each : each.name]),
      each,
    ]),
  );
  return lintDomain([...all.values()], context).map(({ rule: id }) => id);
}

test('a clinic as it should be breaks no rule', () => {
  expect(lint([])).toEqual([]);
});

test.each(Object.entries(cases) as [LintRuleName, LintCase][])(
  'rule %s finds its trap, and not what is nearly the same',
  (name, { bad, good, badContext, goodContext }) => {
    const { id } = lintRules[name];
    expect(lint(bad, badContext)).toContain(id);
    expect(lint(good, goodContext)).not.toContain(id);
  },
);

test('a misspelt role is found with what is probably meant', () => {
  const [finding] = lintDomain([...used, maskPhi('MASK_PHY', 'REDAER')]).filter(
    ({ rule: id }) => id === lintRules.unknownRole.id,
  );
  expect(finding?.message).toContain('is READER meant?');
});

test('no finding repeats the personal data that it finds', () => {
  const findings = lintDomain(
    [
      ...used,
      { kind: 'role', name: ['ADA@EXAMPLE.COM'] },
      { ...classification, name: ops('T'), allowedValues: ['123-45-6789', 'ada@example.com'] },
      ...reading('READER'),
    ],
    { comments: { 'table X': 'call ada@example.com' } },
  );
  const sensitive = findings.filter(({ rule: id }) => id === lintRules.sensitiveMetadata.id);
  expect(sensitive).toHaveLength(4);
  expect(JSON.stringify(sensitive)).not.toMatch(/ada|6789/i);
});
