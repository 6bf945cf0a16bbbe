import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ConsumerPin } from '../consumers/consumer-pin.js';
import { consumes } from '../consumers/consumes.js';
import { defineContract } from '../define-contract.js';
import { DasError } from '../errors/das-error.js';
import { changeRules } from '../evolution/change-rules.js';
import type { Acceptance } from '../evolution/contract-change.js';
import { classifications } from '../model/classification.js';
import type { AnyContract } from '../model/contract.js';
import type { Compatibility, ContractDocument } from '../model/contract-document.js';
import { rule } from '../model/rule-builder.js';
import { compareLocks } from './compare-locks.js';
import type { ContractLock } from './contract-lock.js';
import { formatLock } from './format-lock.js';
import { lockContracts } from './lock-contracts.js';
import { LockError } from './lock-error.js';
import { parseLock } from './parse-lock.js';

type Semver = `${number}.${number}.${number}`;

function orders(version: Semver, compatibility: Compatibility = 'full'): AnyContract {
  return defineContract({
    domain: 'shop',
    name: 'orders',
    version,
    owner: 'data-shop',
    schema: z.object({
      id: z.uuid(),
      region: z.enum(['EMEA', 'AMER']),
      address: z.object({ zip: z.string().min(4).max(10), city: z.string().nullable() }),
      placed_at: z.coerce.date(),
    }),
    columns: {
      id: 'internal',
      region: { classification: 'internal', enum: 'open', description: 'Where it was sold' },
      address: { classification: 'pii', semantic: 'address' },
      placed_at: 'internal',
    },
    primaryKey: ['id'],
    quality: [rule.unique('id')],
    compatibility,
  }) as unknown as AnyContract;
}

function shorter(version: Semver, type: 'VARCHAR' | 'VARIANT' = 'VARCHAR'): AnyContract {
  return defineContract({
    domain: 'shop',
    name: 'orders',
    version,
    owner: 'data-shop',
    schema: z.object({ id: z.uuid(), address: z.string().optional() }),
    columns: { id: 'internal', address: { classification: 'pii', type } },
  }) as unknown as AnyContract;
}

function without(version: Semver): AnyContract {
  return defineContract({
    domain: 'shop',
    name: 'orders',
    version,
    owner: 'data-shop',
    schema: z.object({ id: z.uuid() }),
    columns: { id: 'internal' },
  }) as unknown as AnyContract;
}

function errorOf(text: string): LockError {
  try {
    parseLock(text, 'lock.json');
  } catch (error) {
    expect(DasError.isInstance(error)).toBe(true);
    return error as LockError;
  }
  throw new Error('it was read');
}

describe('the text of a lock', () => {
  test('has one line per column, sorted members, no defaults and a final newline', () => {
    const lock = lockContracts([orders('1.0.0')], {
      consumers: [consumes(orders('1.0.0'), ['id'], { by: 'finance' })],
    });
    expect(formatLock(lock)).toMatchSnapshot();
  });

  test('changes on one line when one column changes', () => {
    const before = formatLock(lockContracts([shorter('1.0.0')])).split('\n');
    const after = formatLock(lockContracts([shorter('1.0.0', 'VARIANT')])).split('\n');
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
  });

  test('is read back as the lock that it was written from', () => {
    const first = lockContracts([orders('1.0.0', 'full_transitive')]);
    const lock = lockContracts([orders('1.1.0', 'full_transitive')], { previous: first });
    const text = formatLock(lock);
    expect(parseLock(text, 'lock.json')).toEqual(lock);
    expect(formatLock(parseLock(text, 'lock.json'))).toBe(text);
  });

  test('is the same for any lock after it was read', () => {
    fc.assert(
      fc.property(anyLock, (lock) => {
        const text = formatLock(lock);
        const read = parseLock(text, 'lock.json');
        expect(read).toEqual(lock);
        expect(formatLock(read)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const columnName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/);
const words = fc.string({ minLength: 1, maxLength: 12 });
const semver = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'));
const shape = fc.constantFrom<ContractDocument['columns'][number]['stored']>(
  { kind: 'string' },
  { kind: 'string', format: 'uuid', maxLength: 36 },
  { kind: 'number', isInteger: true, minimum: 0 },
  { kind: 'enum', values: ['a', 'b'] },
  { kind: 'union', options: [{ kind: 'enum', values: ['a'] }, { kind: 'null' }] },
  {
    kind: 'object',
    fields: { a: { kind: 'string' }, b: { kind: 'boolean' } },
    unknownKeys: 'drop',
  },
  { kind: 'opaque', reason: 'transform' },
);
const anyColumn = fc
  .record({
    name: columnName,
    classification: fc.constantFrom(...classifications),
    semantic: fc.option(words, { nil: undefined }),
    type: fc.constantFrom('VARCHAR' as const, 'NUMBER(12,2)' as const, 'VARIANT' as const),
    isNullable: fc.boolean(),
    isEnumOpen: fc.boolean(),
    isFreeText: fc.boolean(),
    description: fc.option(words, { nil: undefined }),
    unit: fc.option(words, { nil: undefined }),
    examples: fc.array(fc.oneof(words, fc.integer(), fc.boolean()), { maxLength: 2 }),
    tags: fc.array(words, { maxLength: 2 }),
    deprecated: fc.constantFrom(undefined, { removeAfter: '2027-01-01' as const }),
    stored: shape,
    accepted: fc.option(shape, { nil: undefined }),
    enum: fc.constantFrom(undefined, ['a', 'b'], ['x']),
  })
  .map((column): ContractDocument['columns'][number] => column);
const anyDocument = fc.record({
  domain: name,
  name,
  version: semver,
  status: fc.constantFrom('draft' as const, 'active' as const, 'retired' as const),
  owner: words,
  description: fc.option(words, { nil: undefined }),
  tags: fc.array(words, { maxLength: 2 }),
  columns: fc.uniqueArray(anyColumn, {
    minLength: 1,
    maxLength: 4,
    selector: (column) => column.name,
  }),
  unknownKeys: fc.constantFrom('drop' as const, 'refuse' as const),
  refinements: fc.nat(2),
  primaryKey: fc.array(columnName, { maxLength: 2 }),
  uniqueKeys: fc.array(fc.array(columnName, { maxLength: 2 }), { maxLength: 2 }),
  foreignKeys: fc.constantFrom(
    [],
    [{ columns: ['a'], references: { contract: 'shop.people', columns: ['b'] } }],
  ),
  grain: fc.option(words, { nil: undefined }),
  partitionBy: fc.array(columnName, { maxLength: 1 }),
  clusterBy: fc.array(columnName, { maxLength: 1 }),
  slo: fc.constantFrom({}, { availability: 0.9, completeness: { a: 0.5 } }),
  quality: fc.constantFrom(
    [],
    [rule.notNull('a'), rule.range('b', { min: 1 }, { severity: 'info' })],
  ),
  retention: fc.constantFrom(
    { bronze: '30d', silver: '400d', platinum: '5y' } as const,
    { bronze: '1d', silver: '400d', platinum: '5y' } as const,
  ),
  sharing: fc.constantFrom(undefined, { audience: 'partners' as const, regions: ['eu'] }),
  support: fc.constantFrom([], [{ channel: '#help' }]),
  terms: fc.constantFrom(undefined, { purpose: 'x' }),
  deprecated: fc.constantFrom(undefined, { removeAfter: '2027-01-01' as const, replacedBy: 'y' }),
  compatibility: fc.constantFrom<Compatibility>('none', 'full', 'full_transitive', 'backward'),
});
const tombstone = fc.record({
  column: columnName,
  type: fc.constantFrom('VARCHAR' as const, 'FLOAT' as const),
  classification: fc.constantFrom(...classifications),
  removedIn: semver,
});
const contractId = fc.tuple(name, name).map((parts) => parts.join('.'));
const pin: fc.Arbitrary<ConsumerPin> = fc.record({
  consumer: words,
  contract: contractId,
  version: semver,
  columns: fc.array(columnName, { minLength: 1, maxLength: 2 }),
  exhaustive: fc.array(columnName, { maxLength: 1 }),
});
const acceptance: fc.Arbitrary<Acceptance> = fc.record({
  contract: contractId,
  version: semver,
  rule: fc.constantFrom(...(Object.keys(changeRules) as Acceptance['rule'][])),
  path: fc.constantFrom('/columns/a', '/version'),
  by: name,
  reason: name,
});
const anyLock: fc.Arbitrary<ContractLock> = fc
  .record({
    documents: fc.array(
      fc.tuple(anyDocument, fc.array(tombstone, { maxLength: 2 }), fc.boolean()),
      {
        maxLength: 3,
      },
    ),
    retired: fc.dictionary(
      contractId,
      fc.record({ version: semver, tombstones: fc.array(tombstone, { maxLength: 2 }) }),
      { maxKeys: 2, noNullPrototype: true },
    ),
    consumers: fc.array(pin, { maxLength: 2 }),
    acceptances: fc.array(acceptance, { maxLength: 2 }),
  })
  .map(({ documents, ...rest }) => ({
    lockfileVersion: 1,
    ...rest,
    contracts: Object.fromEntries(
      documents.map(([document, tombstones, hasEarlier]) => [
        `${document.domain}.${document.name}`,
        { document, tombstones, earlier: hasEarlier ? [document] : [] },
      ]),
    ),
  }));

describe('reading a lock that somebody else touched', () => {
  const text = formatLock(lockContracts([orders('1.0.0')]));

  test.each([
    [
      'marks of a merge',
      `<<<<<<< HEAD\n${text}=======\n`,
      'DAS_LOCK_MERGE_CONFLICT',
      'lock.json:1',
    ],
    ['a lost bracket', text.replace('[', ''), 'DAS_LOCK_NOT_JSON', /^lock\.json/],
    ['nothing', '', 'DAS_LOCK_NOT_JSON', 'lock.json'],
    ['a list', '[]', 'DAS_LOCK_INVALID', 'lock.json#'],
    [
      'a version to come',
      text.replace('"lockfileVersion": 1', '"lockfileVersion": 2'),
      'DAS_LOCK_UNKNOWN_VERSION',
      'lock.json#/lockfileVersion',
    ],
    [
      'an unknown classification',
      text.replace('"pii"', '"none"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/columns/2/classification',
    ],
    [
      'an unknown member',
      text.replace('"owner"', '"owned"'),
      'DAS_LOCK_INVALID',
      /^lock\.json#\/contracts\/shop\.orders\/document\/owne/,
    ],
    [
      'a column twice',
      text.replace('"name": "region"', '"name": "id"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/columns/1',
    ],
    [
      'a version that is none',
      text.replace('"version": "1.0.0"', '"version": "1.0"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/version',
    ],
    [
      'a name that is none',
      text.replace('"shop.orders"', '"orders"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/orders',
    ],
  ])('%s is an error with a code, a place and a next step', (_, broken, code, place) => {
    expect(broken).not.toBe(text);
    const error = errorOf(broken);
    expect(error.code).toBe(code);
    if (typeof place === 'string') expect(error.place).toBe(place);
    else expect(error.place).toMatch(place);
    expect(error.next).toBeTruthy();
    expect(error.next?.endsWith('.')).toBe(false);
  });

  test('all faults are told', () => {
    const broken = text.replace('"pii"', '"none"').replace('"version": "1.0.0"', '"version": "x"');
    expect(errorOf(broken).faults).toHaveLength(2);
  });

  test('whatever stands in the file, it is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, more) => {
        const changed = `${text.slice(0, at)}${more}${text.slice(at + 1)}`;
        try {
          expect(parseLock(changed, 'lock.json').lockfileVersion).toBe(1);
        } catch (error) {
          expect((error as DasError).code).toMatch(/^DAS_LOCK_/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('making a lock', () => {
  test('two contracts of one name are refused', () => {
    expect(() => lockContracts([orders('1.0.0'), orders('1.1.0')])).toThrow(LockError);
  });

  test('removed columns become tombstones that later locks carry on', () => {
    const first = lockContracts([orders('1.0.0')]);
    const second = lockContracts([without('2.0.0')], { previous: first });
    const third = lockContracts([without('2.1.0')], { previous: second });
    const graves = third.contracts['shop.orders']?.tombstones;
    expect(graves?.map(({ column, removedIn }) => [column, removedIn])).toEqual([
      ['address', '2.0.0'],
      ['placed_at', '2.0.0'],
      ['region', '2.0.0'],
    ]);
    const back = lockContracts([shorter('3.0.0')], { previous: third });
    const { comparisons } = compareLocks(third, back);
    expect(comparisons[0]?.changes.map((change) => change.rule)).toContain('tombstone-reused');
    expect(back.contracts['shop.orders']?.tombstones.map(({ column }) => column)).not.toContain(
      'address',
    );
  });

  test('a contract that is gone is kept by its columns, and checked when it comes back', () => {
    const first = lockContracts([orders('1.0.0')]);
    const gone = lockContracts([], { previous: first });
    expect(gone.retired['shop.orders']?.tombstones).toHaveLength(4);
    expect(compareLocks(first, gone).severity).toBe('error');
    const still = lockContracts([], { previous: gone });
    expect(still.retired).toEqual(gone.retired);
    const back = lockContracts([shorter('1.0.0')], { previous: still });
    const rules = compareLocks(still, back).comparisons[0]?.changes.map((change) => change.rule);
    expect(rules).toEqual(['tombstone-reused', 'version-not-raised', 'tombstone-returned']);
    expect(back.retired).toEqual({});
  });

  test('earlier versions are kept for transitive modes alone, and protected', () => {
    const first = lockContracts([orders('1.0.0', 'full_transitive')]);
    const second = lockContracts([orders('1.1.0', 'full_transitive')], { previous: first });
    const again = lockContracts([orders('1.1.0', 'full_transitive')], { previous: second });
    const versions = (lock: ContractLock) =>
      lock.contracts['shop.orders']?.earlier.map(({ version }) => version);
    expect([versions(first), versions(second), versions(again)]).toEqual([
      [],
      ['1.0.0'],
      ['1.0.0'],
    ]);
    expect(versions(lockContracts([orders('1.2.0')], { previous: again }))).toEqual([]);
    const change = compareLocks(again, lockContracts([without('2.0.0')], { previous: again }));
    const removed = change.comparisons[0]?.changes.find(({ rule: id }) => id === 'column-removed');
    expect(removed?.reason).toContain('It breaks version 1.0.0 already.');
  });

  test('what only an earlier version forbids is found under a transitive mode, once', () => {
    const typed = (version: Semver, more: Record<string, z.ZodType>) =>
      defineContract({
        domain: 'shop',
        name: 'orders',
        version,
        owner: 'data-shop',
        schema: z.object({ id: z.uuid(), ...more }),
        columns: {
          id: 'internal',
          ...Object.fromEntries(Object.keys(more).map((key) => [key, 'internal' as const])),
        },
        compatibility: 'forward_transitive',
      }) as unknown as AnyContract;
    const one = lockContracts([typed('1.0.0', { note: z.string().optional() })]);
    const two = lockContracts([typed('2.0.0', {})], { previous: one });
    const three = lockContracts([typed('2.1.0', { note: z.number().optional() })], {
      previous: two,
    });
    const changes = compareLocks(
      {
        ...two,
        contracts: Object.fromEntries(
          Object.entries(two.contracts).map(([id, each]) => [id, { ...each, tombstones: [] }]),
        ),
      },
      three,
    ).comparisons[0]?.changes;
    const found = changes?.filter(({ reason }) => reason.includes('version 1.0.0 already'));
    expect(found?.map(({ rule: id, severity }) => [id, severity])).toEqual([
      ['type-changed', 'error'],
    ]);
  });

  test('an acceptance turns its error into a warning, and is dropped with the next version', () => {
    const first = lockContracts([orders('1.0.0')]);
    const accepted: Acceptance = {
      contract: 'shop.orders',
      version: '2.0.0',
      rule: 'column-removed',
      path: '/columns/region',
      by: 'owner@example.com',
      reason: 'nobody reads it',
    };
    const second = lockContracts([without('2.0.0')], { previous: first, acceptances: [accepted] });
    const changes = compareLocks(first, second).comparisons[0]?.changes ?? [];
    const removed = changes.filter(({ rule: id }) => id === 'column-removed');
    expect(
      removed.map(({ column, severity, acceptance: by }) => [column, severity, by?.by]),
    ).toEqual([
      ['address', 'error', undefined],
      ['placed_at', 'error', undefined],
      ['region', 'warning', 'owner@example.com'],
    ]);
    expect(second.acceptances).toEqual([accepted]);
    expect(lockContracts([without('2.0.0')], { previous: second }).acceptances).toEqual([accepted]);
    expect(lockContracts([without('2.0.1')], { previous: second }).acceptances).toEqual([]);
  });

  test('the same contracts make the same lock, and nothing is found between the two', () => {
    const first = lockContracts([orders('1.0.0')]);
    const second = lockContracts([orders('1.0.0')], { previous: first });
    expect(second).toEqual(first);
    expect(compareLocks(first, second)).toMatchObject({
      severity: undefined,
      comparisons: [{ kind: 'unchanged', changes: [] }],
    });
  });
});
