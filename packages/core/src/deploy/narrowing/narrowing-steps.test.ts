import { describe, expect, test } from 'vitest';
import { deployedState } from '../../fixtures/planned-state.js';
import { fingerprintOf } from '../../resources/create-statement.js';
import {
  addressOf,
  type ColumnResource,
  type MaskingPolicyResource,
  type Resource,
  type RowAccessPolicyResource,
  type TableResource,
} from '../../resources/resource.js';
import type { ActualState } from '../actual-state.js';
import { planResources } from '../plan-resources.js';
import { meetOf } from './policy-meet.js';

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const named = (name: string) => ['D', 'S', name] as const;

function mask(name: string, body: string): MaskingPolicyResource {
  return { kind: 'maskingPolicy', name: named(name), type: 'VARCHAR', body };
}

function rows(name: string, body: string): RowAccessPolicyResource {
  return {
    kind: 'rowAccessPolicy',
    name: named(name),
    argument: { name: 'VAL', type: 'VARCHAR' },
    body,
  };
}

function column(name: string, policy?: string): ColumnResource {
  const maskingPolicy = policy === undefined ? undefined : named(policy);
  return { name, type: 'VARCHAR', isNullable: true, maskingPolicy, tags: [] };
}

function table(more: Partial<TableResource> = {}): TableResource {
  const columns = [column('R'), column('C', 'M')];
  const rowAccess = { policy: named('P'), columns: ['R'] };
  return { kind: 'table', name: named('T'), columns, rowAccess, ...more };
}

const ground: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
];

/** The addresses and bodies of the steps of a plan, without the statements of tables. */
function stepsOf(state: ActualState, after: readonly Resource[]): readonly string[] {
  const { steps } = planResources(scope, [...ground, ...after], state, { allowLowering: true });
  return steps.map(({ address, statements: [first = ''] }) => {
    const body = / -> (.*) COMMENT = /.exec(first)?.[1];
    return body === undefined ? address : `${address}: ${body}`;
  });
}

const between = (before: readonly Resource[], after: readonly Resource[]) =>
  stepsOf(deployedState([...ground, ...before]), after);

describe('while rows and masks change in one plan', () => {
  test('only rows are shown that both policies show', () => {
    const before = [mask('M', 'VAL'), rows('P', "VAL = 'a'"), table()];
    const after = [mask('M', 'NULL'), rows('P', "VAL = 'b'"), table()];
    expect(between(before, after)).toEqual([
      "rowAccessPolicy D.S.P: (VAL = 'a') AND (VAL = 'b')",
      'maskingPolicy D.S.M: NULL',
      "rowAccessPolicy D.S.P: VAL = 'b'",
    ]);
  });

  test('rows that change alone change in one statement', () => {
    const before = [mask('M', 'NULL'), rows('P', "VAL = 'a'"), table()];
    const after = [mask('M', 'NULL'), rows('P', "VAL = 'b'"), table()];
    expect(between(before, after)).toEqual(["rowAccessPolicy D.S.P: VAL = 'b'"]);
  });

  test('no row is shown where another policy filters by another column', () => {
    const masks = [mask('M', 'NULL'), mask('N', "'***'")];
    const before = [...masks, rows('P', "VAL = 'a'"), rows('Q', "VAL = 'q'"), table()];
    const columns = [column('R'), column('C', 'N'), column('K')];
    const after = [
      ...before.slice(0, -1),
      table({ columns, rowAccess: { policy: named('Q'), columns: ['K'] } }),
    ];
    expect(between(before, after)).toEqual([
      'rowAccessPolicy D.S.P: FALSE',
      'rowAccessPolicy D.S.Q: FALSE',
      'table D.S.T',
      "rowAccessPolicy D.S.P: VAL = 'a'",
      "rowAccessPolicy D.S.Q: VAL = 'q'",
    ]);
  });

  test('the pipeline, which sees all rows, goes on seeing them', () => {
    const piped = (body: string) =>
      `CASE WHEN IS_ROLE_IN_SESSION('D_PIPELINE') THEN TRUE WHEN ${body} THEN TRUE ELSE FALSE END`;
    const before = [mask('M', 'NULL'), mask('N', 'NULL'), rows('P', piped("VAL = 'a'")), table()];
    const columns = [column('R'), column('C', 'N'), column('K')];
    const after = [
      ...before.slice(0, -1),
      table({ columns, rowAccess: { policy: named('P'), columns: ['K'] } }),
    ];
    expect(between(before, after)[0]).toBe(
      "rowAccessPolicy D.S.P: IS_ROLE_IN_SESSION('D_PIPELINE')",
    );
  });

  test('a new filter comes before a mask is loosened', () => {
    const before = [mask('M', 'NULL'), table({ rowAccess: undefined })];
    const after = [mask('M', 'VAL'), rows('P', "VAL = 'a'"), table()];
    expect(between(before, after)).toEqual([
      'maskingPolicy D.S.M: NULL',
      "rowAccessPolicy D.S.P: VAL = 'a'",
      'table D.S.T',
      'maskingPolicy D.S.M: VAL',
    ]);
  });
});

test('a column leaves a mask that is loosened before it is', () => {
  const before = [mask('M', "'***'"), mask('N', 'NULL'), table({ rowAccess: undefined })];
  const columns = [column('R'), column('C', 'N')];
  const loosened = "CASE WHEN IS_ROLE_IN_SESSION('X') THEN VAL ELSE 'VAL' END";
  const after = [mask('M', loosened), mask('N', 'NULL'), table({ columns, rowAccess: undefined })];
  expect(between(before, after)).toEqual([
    "maskingPolicy D.S.M: CASE WHEN IS_ROLE_IN_SESSION('X') THEN '***' ELSE NULL END",
    'table D.S.T',
    `maskingPolicy D.S.M: ${loosened}`,
  ]);
});

test('what is not safe in any order is refused', () => {
  const groups = (body: string): Resource => ({
    kind: 'aggregationPolicy',
    name: named('A'),
    body,
  });
  const aggregated = table({ aggregationPolicy: named('A') });
  const before = [
    mask('M', 'NULL'),
    rows('P', 'TRUE'),
    groups('NO_AGGREGATION_CONSTRAINT()'),
    aggregated,
  ];
  const after = [
    mask('M', 'VAL'),
    rows('P', 'TRUE'),
    groups('AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)'),
    aggregated,
  ];
  expect(() => between(before, after)).toThrow(
    expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
  );
});

test('groups are as large as both policies ask for, and shown is what both show', () => {
  const groups = (body: string) => ({ kind: 'aggregationPolicy', name: named('A'), body }) as const;
  const unless = (role: string, size: number) =>
    `CASE WHEN ${role} THEN NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => ${size}) END`;
  expect(meetOf(groups(unless('X', 9)), groups(unless('Y', 5)))?.body).toBe(
    unless('(X) AND (Y)', 9),
  );
  const shows = (body: string) => ({ kind: 'projectionPolicy', name: named('S'), body }) as const;
  const when = (role: string) =>
    `CASE WHEN ${role} THEN PROJECTION_CONSTRAINT(ALLOW => TRUE) ELSE PROJECTION_CONSTRAINT(ALLOW => FALSE, ENFORCEMENT => 'NULLIFY') END`;
  expect(meetOf(shows(when('X')), shows(when('Y')))?.body).toBe(when('(X) AND (Y)'));
});

test('a plan that was interrupted while rows are narrowed goes on, and opens them last', () => {
  const [was, is] = [rows('P', "VAL = 'a'"), rows('P', "VAL = 'b'")];
  const interim = meetOf(was, is) ?? is;
  const before = deployedState([...ground, mask('M', 'VAL'), was, table()]);
  const objects = new Map(before.objects).set(addressOf(was), fingerprintOf(interim));
  const state = { ...before, objects, pending: new Map([[addressOf(is), is]]) };
  expect(stepsOf(state, [mask('M', 'NULL'), is, table()])).toEqual([
    "rowAccessPolicy D.S.P: ((VAL = 'a') AND (VAL = 'b')) AND (VAL = 'b')",
    'maskingPolicy D.S.M: NULL',
    "rowAccessPolicy D.S.P: VAL = 'b'",
  ]);
});

test('an account that loses a share is shut out before a mask is loosened', () => {
  const share = (...accounts: readonly string[]): Resource => ({
    kind: 'share',
    name: ['VISITS'],
    accounts,
  });
  const before = [mask('M', 'NULL'), share('ORG.ONE', 'ORG.TWO')];
  expect(between(before, [mask('M', 'VAL'), share('ORG.ONE')])).toEqual([
    'share VISITS',
    'maskingPolicy D.S.M: VAL',
    'share VISITS',
  ]);
});
