import type { AccessDeclaration, MaskingPolicyResource, Resource, TableResource } from '@das/core';
import { describe, expect, test } from 'vitest';
import { maskOf } from '../masking/mask.js';
import { checkPlan } from './check-plan.js';
import {
  creating,
  deployed,
  maskPhi,
  ops,
  phiColumn,
  planOf,
  present,
  region,
  visits,
} from './fixtures/clinic-resources.js';

const address = `table ${visits.name.join('.')}`;
const mask = (body: string): MaskingPolicyResource => ({ ...maskPhi('MASK_PHI'), body });
const withMask = (body: string): readonly Resource[] =>
  deployed.map((each) =>
    each.kind === 'maskingPolicy' && each.name[2] === 'MASK_PHI' ? mask(body) : each,
  );

function lowered(before: string, after: string) {
  return checkPlan(planOf(withMask(before), creating(mask(after)))).filter(
    ({ rule }) => rule === 'DAS-P004',
  );
}

const doctor = "IS_ROLE_IN_SESSION('DOCTOR')";
const noAgent = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE'";

describe('a mask is lowered', () => {
  test.each([
    ['from a condition to always', "CASE WHEN REGION = 'AMER' THEN VAL END", 'VAL'],
    [
      'to agents',
      `CASE WHEN ${doctor} AND ${noAgent} THEN VAL END`,
      `CASE WHEN ${doctor} THEN VAL END`,
    ],
    [
      'to other rows',
      "CASE WHEN REGION = 'AMER' THEN VAL END",
      "CASE WHEN REGION IN ('AMER', 'EMEA') THEN VAL END",
    ],
    ['by what can be undone', "'***'", "REPLACE(VAL, 'a', 'b')"],
    ['by a part that is no part', 'LEFT(VAL, 4)', 'SUBSTR(VAL, 1, 100)'],
    ['by a question about the value', "'***'", "CASE WHEN VAL = 'ada' THEN '1' ELSE '2' END"],
  ])('%s', (_, before, after) => {
    expect(lowered(before, after)).toMatchObject([
      { severity: 'error', place: { address, column: 'SSN' } },
    ]);
  });

  test.each([
    ['VAL', "CASE WHEN REGION = 'AMER' THEN VAL END"],
    [`CASE WHEN ${doctor} THEN VAL END`, `CASE WHEN ${doctor} AND ${noAgent} THEN VAL END`],
    ["CASE WHEN REGION = 'AMER' THEN VAL END", "CASE WHEN REGION = 'AMER' THEN VAL ELSE '***' END"],
    ["REPLACE(VAL, 'a', 'b')", "replace( VAL , 'a','b')"],
  ])('not from %s to %s', (before, after) => {
    expect(lowered(before, after)).toEqual([]);
  });

  test('by losing a mask that hid in some rows', () => {
    const bare: TableResource = {
      ...visits,
      columns: [region, { ...phiColumn('SSN'), maskingPolicy: undefined }],
    };
    const before = withMask("CASE WHEN REGION = 'AMER' THEN VAL END");
    const plan = planOf(before, [
      ['ALTER TABLE X MODIFY COLUMN SSN UNSET MASKING POLICY', present(bare)],
    ]);
    expect(checkPlan(plan).map(({ rule }) => rule)).toContain('DAS-P004');
  });
});

describe('a mask that hides gives way to another one that hides', () => {
  const partly = "CONCAT(LEFT(VAL, 1), '***')";
  const library = (name: 'email' | 'redact', keep?: string) =>
    maskOf(name, keep === undefined ? {} : { keep }).text ?? '';

  test.each([
    ['NULL', partly],
    ["'***'", library('email', 'domain')],
    ['LEFT(VAL, 1)', 'RIGHT(VAL, 1)'],
    [
      `CASE WHEN ${doctor} THEN '***' ELSE '*' END`,
      `CASE WHEN ${doctor} THEN '***' ELSE ${partly} END`,
    ],
    ["'***'", "CASE WHEN VAL LIKE '%@%' THEN 'an address' ELSE '***' END"],
    ["CASE WHEN REGION = 'AMER' THEN LEFT(VAL, 2) END", 'LEFT(VAL, 2)'],
  ])('and more of the value is shown: %s, then %s', (before, after) => {
    expect(lowered(before, after)).toMatchObject([
      { severity: 'error', place: { address, column: 'SSN' } },
    ]);
  });

  test.each([
    [partly, 'NULL'],
    [library('email', 'domain'), library('redact')],
    ['NULL', library('redact')],
    ["'***'", "'#'"],
    [partly, `CASE WHEN REGION = 'AMER' THEN NULL ELSE ${partly} END`],
    ["CASE WHEN REGION = 'AMER' THEN VAL ELSE LEFT(VAL, 2) END", 'LEFT(VAL, 2)'],
    ['REVERSE(VAL)', partly],
    [
      "CASE WHEN VAL LIKE '%@%' THEN 'an address' ELSE '***' END",
      "CASE WHEN VAL LIKE '%@%' THEN '@' ELSE '' END",
    ],
  ])('and no more of it is shown: %s, then %s', (before, after) => {
    expect(lowered(before, after)).toEqual([]);
  });

  test('which somebody may approve', () => {
    const plan = planOf(withMask('NULL'), creating(mask(partly)));
    const approvals = [{ rule: 'DAS-P004', address, column: 'SSN', by: 'Ada' }];
    expect(checkPlan(plan, { approvals }).map(({ severity }) => severity)).toEqual(['note']);
  });
});

test('the word of an author counts, where it is declared', () => {
  const body = "SPLIT_PART(VAL, '.', 1)";
  const declarations: readonly AccessDeclaration[] = [
    {
      kind: 'maskingPolicy',
      name: 'PHI',
      appliesTo: { classification: 'phi' },
      masks: { text: body },
      reveal: [],
      hidesBecause: 'an address has four parts, of which the first names a network',
    },
  ];
  const found = (before: string, after: string) =>
    checkPlan(planOf(withMask(before), creating(mask(after))), { declarations }).map(
      ({ rule, message }) => `${rule} ${message}`,
    );
  expect(lowered("'***'", body)).toMatchObject([{ message: expect.stringContaining('in clear') }]);
  expect(found("'***'", body)).toEqual([expect.stringMatching(/^DAS-P004 .* told more/)]);
  expect(found(body, 'VAL')).toEqual([expect.stringMatching(/^DAS-P004 .* in clear/)]);
  expect(found(body, "'***'")).toEqual([]);
});

describe('the body of a constraint is lowered', () => {
  const constrained: TableResource = {
    ...visits,
    aggregationPolicy: ops('GROUPS'),
    columns: [region, { ...phiColumn('SSN'), projectionPolicy: ops('SHOWS') }],
  };
  const groups = (size: number): Resource => ({
    kind: 'aggregationPolicy',
    name: ops('GROUPS'),
    body: `CASE WHEN ${doctor} THEN NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => ${size}) END`,
  });
  const shows = (roles: string): Resource => ({
    kind: 'projectionPolicy',
    name: ops('SHOWS'),
    body: `CASE WHEN ${roles} THEN PROJECTION_CONSTRAINT(ALLOW => TRUE) ELSE PROJECTION_CONSTRAINT(ALLOW => FALSE) END`,
  });
  const before = [
    ...deployed.filter(({ kind }) => kind !== 'table'),
    groups(5),
    shows(doctor),
    constrained,
  ];
  const found = (after: Resource) =>
    checkPlan(planOf(before, [['COMMENT ON SCHEMA X IS NULL', present(after)]])).filter(
      ({ rule }) => rule === 'DAS-P008',
    );

  test('by a smaller group, and by showing a column to more', () => {
    expect(found(groups(2))).toMatchObject([
      { severity: 'error', place: { address }, message: expect.stringContaining('role READER') },
    ]);
    expect(found(shows(`${doctor} OR IS_ROLE_IN_SESSION('READER')`))).toMatchObject([
      { severity: 'error', place: { address, column: 'SSN' } },
    ]);
  });

  test('not by a larger group, or by showing it to fewer', () => {
    expect([...found(groups(9)), ...found(shows('FALSE')), ...found(groups(5))]).toEqual([]);
  });
});

test('a mask that is always open in the middle of a plan, and sometimes at its ends, is found', () => {
  const sometimes = "CASE WHEN REGION = 'AMER' THEN VAL ELSE '***' END";
  const plan = planOf(withMask(sometimes), [
    ...creating(mask('VAL')),
    ...creating(mask(sometimes)),
  ]);
  expect(checkPlan(plan).map(({ rule }) => rule)).toEqual(['DAS-P003']);
});
