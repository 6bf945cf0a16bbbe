import { describe, expect, test } from 'vitest';
import { deployedState } from '../../fixtures/planned-state.js';
import type {
  ColumnResource,
  DynamicTableResource,
  MaskingPolicyResource,
  Resource,
  RowAccessPolicyResource,
  TableResource,
} from '../../resources/resource.js';
import { planResources } from '../plan-resources.js';

const named = (name: string) => ['D', 'S', name] as const;

function mask(name: string, body: string): MaskingPolicyResource {
  return { kind: 'maskingPolicy', name: named(name), type: 'VARCHAR', body };
}

function rows(name: string, body: string): RowAccessPolicyResource {
  const argument = { name: 'VAL', type: 'VARCHAR' } as const;
  return { kind: 'rowAccessPolicy', name: named(name), argument, body };
}

function column(name: string, policy?: string): ColumnResource {
  const maskingPolicy = policy === undefined ? undefined : named(policy);
  return { name, type: 'VARCHAR', isNullable: true, maskingPolicy, tags: [] };
}

const bornMasked = (policy = 'M') => [column('R'), column('BORN', policy)];
const byR = (policy = 'P') => ({ policy: named(policy), columns: ['R'] });

function dynamic(
  name: string,
  query: string,
  more: Partial<DynamicTableResource> = {},
): DynamicTableResource {
  return {
    kind: 'dynamicTable',
    name: named(name),
    columns: bornMasked(),
    rowAccess: undefined,
    query,
    warehouse: 'W',
    targetLag: 3600,
    owner: 'D_PIPELINE',
    ...more,
  };
}

function table(more: Partial<TableResource> = {}): TableResource {
  return { kind: 'table', name: named('T'), columns: bornMasked(), rowAccess: undefined, ...more };
}

const ground: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
];

/** The addresses of the steps of a plan, of policies with their bodies. */
function between(before: readonly Resource[], after: readonly Resource[]): readonly string[] {
  const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
  const state = deployedState([...ground, ...before]);
  const { steps } = planResources(scope, [...ground, ...after], state, { allowLowering: true });
  return steps.map(({ address, statements: [first = ''] }) => {
    const body = / -> (.*) COMMENT = /.exec(first)?.[1];
    return body === undefined ? address : `${address}: ${body}`;
  });
}

const wide = 'SELECT R, BORN FROM D.S.SRC';
const narrow = 'SELECT R, LEFT(BORN, 4) FROM D.S.SRC';
const mapped = (role: string) => `EXISTS (SELECT 1 FROM D.S.DT WHERE R = '${role}')`;

describe('while the query of a dynamic table changes', () => {
  test('its mask opens after the rows are those of the new query', () => {
    const before = [mask('M', 'NULL'), dynamic('DT', wide)];
    expect(between(before, [mask('M', 'VAL'), dynamic('DT', narrow)])).toEqual([
      'maskingPolicy D.S.M: NULL',
      'dynamicTable D.S.DT',
      'maskingPolicy D.S.M: VAL',
    ]);
  });

  test('its row policy shows only rows that it shows before and after', () => {
    const before = [mask('M', 'NULL'), rows('P', 'A'), dynamic('DT', wide, { rowAccess: byR() })];
    const after = [mask('M', 'NULL'), rows('P', 'B'), dynamic('DT', narrow, { rowAccess: byR() })];
    expect(between(before, after)).toEqual([
      'rowAccessPolicy D.S.P: (A) AND (B)',
      'dynamicTable D.S.DT',
      'rowAccessPolicy D.S.P: B',
    ]);
  });

  test('so does one that is made of it', () => {
    const later = dynamic('AFTER', 'SELECT R, BORN FROM D.S.DT');
    const bare = { columns: [column('R'), column('BORN')] };
    const before = [mask('M', 'NULL'), dynamic('DT', wide, bare), later];
    expect(between(before, [mask('M', 'VAL'), dynamic('DT', narrow, bare), later])).toEqual([
      'maskingPolicy D.S.M: NULL',
      'dynamicTable D.S.DT',
      'maskingPolicy D.S.M: VAL',
    ]);
  });

  test('a table whose rows it decides shows no more values than before and after', () => {
    const bare = { columns: [column('R')] };
    const held = [rows('P', mapped('a')), table({ rowAccess: byR() })];
    const before = [mask('M', 'NULL'), dynamic('DT', wide, bare), ...held];
    const after = [mask('M', 'VAL'), dynamic('DT', narrow, bare), ...held];
    expect(between(before, after)).toEqual([
      'maskingPolicy D.S.M: NULL',
      'dynamicTable D.S.DT',
      'maskingPolicy D.S.M: VAL',
    ]);
  });

  test('a policy that reads it and changes is never the new one on the old rows', () => {
    const bare = { columns: [column('R')] };
    const attached = table({ columns: [column('R')], rowAccess: byR() });
    const before = [dynamic('DT', wide, bare), rows('P', mapped('a')), attached];
    const after = [dynamic('DT', narrow, bare), rows('P', mapped('b')), attached];
    expect(between(before, after)).toEqual([
      `rowAccessPolicy D.S.P: (${mapped('a')}) AND (${mapped('b')})`,
      'dynamicTable D.S.DT',
      `rowAccessPolicy D.S.P: ${mapped('b')}`,
    ]);
  });

  test('a table whose rows it decides shows none while another mask is attached', () => {
    const bare = { columns: [column('R')] };
    const policies = [mask('M', 'NULL'), mask('N', 'VAL'), rows('P', mapped('a'))];
    const before = [...policies, dynamic('DT', wide, bare), table({ rowAccess: byR() })];
    const after = [
      ...policies,
      dynamic('DT', narrow, bare),
      table({ columns: bornMasked('N'), rowAccess: byR() }),
    ];
    const steps = between(before, after);
    expect(steps.at(0)).toBe('rowAccessPolicy D.S.P: FALSE');
    expect(steps.slice(1, -1).sort()).toEqual(['dynamicTable D.S.DT', 'table D.S.T']);
    expect(steps.at(-1)).toBe(`rowAccessPolicy D.S.P: ${mapped('a')}`);
  });

  test('another mask by a tag is refused', () => {
    const tag = (policy: string): Resource => ({
      kind: 'tag',
      name: named('K'),
      allowedValues: [],
      maskingPolicies: [named(policy)],
    });
    const tags = [{ tag: named('K'), value: 'x' }];
    const columns = [{ ...column('BORN'), tags }];
    const masks = [mask('M', 'NULL'), mask('N', 'VAL')];
    const before = [...masks, tag('M'), dynamic('DT', wide, { columns })];
    const after = [...masks, tag('N'), dynamic('DT', narrow, { columns })];
    expect(() => between(before, after)).toThrow(
      expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
    );
  });
});
