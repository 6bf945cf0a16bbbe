import { expect, test } from 'vitest';
import type { ConsumerPin } from '../consumers/consumer-pin.js';
import { compareLocks } from '../lockfile/compare-locks.js';
import { lockContracts } from '../lockfile/lock-contracts.js';
import type { ContractColumn } from '../model/column.js';
import type { Compatibility, ContractDocument } from '../model/contract-document.js';
import { type RuleOptions, rule } from '../model/rule-builder.js';
import { defaultRetention } from '../model/slo.js';
import type { StringShape, ValueShape } from '../model/value-shape.js';
import { type ChangeRule, changeRules } from './change-rules.js';
import { type CompareOptions, compareContracts } from './compare-contracts.js';
import type { ContractChange } from './contract-change.js';

const text: StringShape = { kind: 'string' };
const nothing: ValueShape = { kind: 'undefined' };

function column(name: string, more: Partial<ContractColumn> = {}): ContractColumn {
  return {
    name,
    classification: 'internal',
    semantic: undefined,
    type: 'VARCHAR',
    isNullable: false,
    enum: undefined,
    isEnumOpen: false,
    isFreeText: true,
    description: undefined,
    unit: undefined,
    examples: [],
    tags: [],
    deprecated: undefined,
    stored: text,
    accepted: undefined,
    ...more,
  };
}

const id = column('id');

function contract(more: Partial<ContractDocument> = {}): ContractDocument {
  return {
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    status: 'active',
    owner: 'data-shop',
    description: undefined,
    tags: [],
    columns: [id],
    unknownKeys: 'drop',
    refinements: 0,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    grain: undefined,
    partitionBy: [],
    clusterBy: [],
    slo: {},
    quality: [],
    retention: defaultRetention,
    sharing: undefined,
    support: [],
    terms: undefined,
    deprecated: undefined,
    compatibility: 'full',
    ...more,
  };
}

/** What a change is expected to be: reader and writer (`-`, `~`, `B`), bump, and severity by mode. */
interface Case {
  readonly rule: ChangeRule;
  readonly before: Partial<ContractDocument>;
  readonly after: Partial<ContractDocument>;
  readonly sides: `${'-' | '~' | 'B'}${'-' | '~' | 'B'}`;
  readonly bump: 'none' | 'patch' | 'minor' | 'major';
  /** Under none, backward, forward and full: an error, a warning or a note. */
  readonly severity: string;
  readonly options?: CompareOptions;
}

const cases: Case[] = [];

function add(
  rule: ChangeRule,
  before: Partial<ContractDocument>,
  after: Partial<ContractDocument>,
  [sides, bump, severity]: readonly [Case['sides'], Case['bump'], string],
  options: CompareOptions = {},
): void {
  cases.push({ rule, before, after, sides, bump, severity, options });
}

/** A change of the column `x`. */
function addColumn(
  rule: ChangeRule,
  before: Partial<ContractColumn>,
  after: Partial<ContractColumn>,
  expected: readonly [Case['sides'], Case['bump'], string],
  options: CompareOptions = {},
): void {
  const columns = (more: Partial<ContractColumn>) => ({ columns: [id, column('x', more)] });
  add(rule, columns(before), columns(after), expected, options);
}

/** A change of what the column `x` lets through. */
function addShape(
  rule: ChangeRule,
  before: ValueShape,
  after: ValueShape,
  expected: readonly [Case['sides'], Case['bump'], string],
): void {
  addColumn(rule, { stored: before }, { stored: after }, expected);
}

const breaksReaders = ['B-', 'major', 'WWEE'] as const;
const breaksWriters = ['-B', 'minor', 'WEWE'] as const;
const breaksBoth = ['BB', 'major', 'WEEE'] as const;
const warnsReaders = ['~-', 'minor', 'WWWW'] as const;
const warnsWriters = ['-~', 'minor', 'WWWW'] as const;
const harmless = ['--', 'minor', 'NNNN'] as const;
const patch = ['--', 'patch', 'NNNN'] as const;

const pin: ConsumerPin = {
  consumer: 'finance',
  contract: 'shop.orders',
  version: '1.0.0',
  columns: ['x'],
  exhaustive: [],
};
const at = new Date('2027-01-01T00:00:00Z');
const past = { removeAfter: '2026-12-31' } as const;
const future = { removeAfter: '2027-01-01' } as const;
const x = column('x');

// Columns
const optional = column('x', {
  stored: { kind: 'union', options: [text, nothing] },
  isNullable: true,
});
add('column-added', {}, { columns: [id, optional] }, harmless);
add(
  'column-added',
  { unknownKeys: 'refuse' },
  { unknownKeys: 'refuse', columns: [id, optional] },
  warnsReaders,
);
add('column-added', {}, { columns: [id, column('x', { accepted: optional.stored })] }, harmless);
add('column-added-required', {}, { columns: [id, x] }, breaksWriters);
add('column-removed', { columns: [id, x] }, {}, breaksReaders);
add(
  'column-removed',
  { columns: [id, x], unknownKeys: 'refuse' },
  { unknownKeys: 'refuse' },
  breaksBoth,
);
const dying = (deprecated: ContractColumn['deprecated']) => ({
  columns: [id, column('x', { deprecated })],
});
add('column-removed-too-early', dying(future), {}, ['B-', 'major', 'EEEE'], { at });
add('column-removed-after-deprecation', dying(past), {}, ['~-', 'major', 'WWWW'], { at });
add('column-removed-while-read', dying(past), {}, ['B-', 'major', 'EEEE'], {
  at,
  consumers: [pin],
});
add('columns-reordered', { columns: [id, x] }, { columns: [x, id] }, patch);

// Types
const number = (type: ContractColumn['type']): Partial<ContractColumn> => ({
  type,
  stored: { kind: 'number', isInteger: false },
});
addColumn('type-widened', { type: 'VARCHAR(10)' }, { type: 'VARCHAR(20)' }, warnsReaders);
addColumn('type-widened', { type: 'VARCHAR(10)' }, { type: 'VARCHAR' }, warnsReaders);
addColumn('type-widened', number('NUMBER(10,2)'), number('NUMBER(12,2)'), warnsReaders);
addColumn('type-widened', number('NUMBER(10,2)'), number('NUMBER(12,4)'), warnsReaders);
addColumn('type-widened', number('NUMBER(20,0)'), number('NUMBER(38,0)'), warnsReaders);
addColumn(
  'type-widened-past-safe-integer',
  number('NUMBER(10,0)'),
  number('NUMBER(16,0)'),
  breaksReaders,
);
addColumn(
  'type-widened-past-safe-integer',
  number('NUMBER(12,2)'),
  number('NUMBER(18,2)'),
  breaksReaders,
);
addColumn('type-narrowed', { type: 'VARCHAR' }, { type: 'VARCHAR(20)' }, breaksBoth);
addColumn('type-narrowed', number('NUMBER(10,2)'), number('NUMBER(10,4)'), breaksBoth);
addColumn('type-narrowed', number('NUMBER(10,2)'), number('NUMBER(12,1)'), breaksBoth);
addColumn('type-changed', number('NUMBER(10,2)'), number('FLOAT'), breaksBoth);
addColumn('timezone-changed', { type: 'TIMESTAMP_NTZ' }, { type: 'TIMESTAMP_TZ' }, breaksBoth);

// Values
const or = (...options: ValueShape[]): ValueShape => ({ kind: 'union', options });
const none: ValueShape = { kind: 'null' };
const from = (minimum: number, maximum?: number): ValueShape => ({
  kind: 'number',
  isInteger: false,
  minimum,
  ...(maximum === undefined ? {} : { maximum }),
});
const closed = (...values: string[]): ValueShape => ({ kind: 'enum', values });
const object = (
  fields: Readonly<Record<string, ValueShape>>,
  unknownKeys: 'drop' | 'refuse' | ValueShape = 'drop',
): ValueShape => ({ kind: 'object', fields, unknownKeys });
addColumn('nullability-loosened', {}, { stored: or(text, none), isNullable: true }, breaksReaders);
addColumn('nullability-loosened', {}, { isNullable: true }, breaksReaders);
addColumn('nullability-tightened', { stored: or(text, none), isNullable: true }, {}, breaksWriters);
addColumn(
  'nullability-tightened',
  { stored: optional.stored, isNullable: true },
  { accepted: optional.stored },
  harmless,
);
addShape('nullability-changed', or(text, none), or(text, nothing), breaksBoth);
addShape('value-type-widened', text, or(text, { kind: 'boolean' }), breaksReaders);
addShape('value-type-narrowed', or(text, { kind: 'boolean' }), text, breaksWriters);
addShape('value-type-changed', text, { kind: 'boolean' }, breaksBoth);
addShape('range-loosened', from(1), from(0), breaksReaders);
addShape(
  'range-loosened',
  { kind: 'number', isInteger: true },
  { kind: 'number', isInteger: false },
  breaksReaders,
);
addShape(
  'range-loosened',
  { kind: 'bigint', minimum: '5' },
  { kind: 'bigint', minimum: '4' },
  breaksReaders,
);
addShape(
  'range-loosened',
  { kind: 'number', isInteger: true, multiplesOf: [4] },
  { kind: 'number', isInteger: true, multiplesOf: [2] },
  breaksReaders,
);
addShape('range-tightened', from(0), from(1), breaksWriters);
addShape(
  'range-tightened',
  { kind: 'date' },
  { kind: 'date', minimum: '2020-01-01T00:00:00.000Z' },
  breaksWriters,
);
addShape('range-changed', from(0, 5), from(1, 6), breaksBoth);
addShape('length-loosened', { ...text, maxLength: 5 }, { ...text, maxLength: 6 }, breaksReaders);
addShape('length-tightened', text, { ...text, minLength: 1 }, breaksWriters);
addShape(
  'length-tightened',
  { kind: 'array', items: text },
  { kind: 'array', items: text, maxItems: 2 },
  breaksWriters,
);
addShape(
  'length-changed',
  { kind: 'tuple', items: [text] },
  { kind: 'tuple', items: [text, text] },
  breaksBoth,
);
addShape('pattern-loosened', { ...text, patterns: ['/^a/'] }, text, breaksReaders);
addShape('pattern-tightened', text, { ...text, format: 'email' }, breaksWriters);
addShape(
  'pattern-changed',
  { ...text, patterns: ['/^a/'] },
  { ...text, patterns: ['/^b/'] },
  breaksBoth,
);
addShape('enum-value-added', closed('a'), closed('a', 'b'), breaksReaders);
addColumn(
  'enum-value-added',
  { stored: closed('a'), isEnumOpen: true },
  { stored: closed('a', 'b'), isEnumOpen: true },
  warnsReaders,
);
addColumn(
  'enum-value-added',
  { stored: closed('a'), isEnumOpen: true },
  { stored: closed('a', 'b'), isEnumOpen: true },
  ['B-', 'major', 'EEEE'],
  { consumers: [{ ...pin, exhaustive: ['x'] }] },
);
addShape('enum-value-removed', closed('a', 'b'), closed('a'), breaksWriters);
addColumn(
  'enum-opened',
  { stored: closed('a') },
  { stored: closed('a'), isEnumOpen: true },
  breaksReaders,
);
addColumn(
  'enum-closed',
  { stored: closed('a'), isEnumOpen: true },
  { stored: closed('a') },
  harmless,
);
addShape('field-added', object({ a: text }), object({ a: text, b: or(text, nothing) }), harmless);
addShape(
  'field-added',
  object({ a: text }, 'refuse'),
  object({ a: text, b: or(text, nothing) }, 'refuse'),
  breaksReaders,
);
addShape('field-added', object({ a: text }), object({ a: text, b: text }), breaksWriters);
addShape('field-removed', object({ a: text, b: text }), object({ a: text }), breaksReaders);
addShape(
  'field-removed',
  object({ a: text, b: text }, 'refuse'),
  object({ a: text }, 'refuse'),
  breaksBoth,
);
add('unknown-keys-loosened', { unknownKeys: 'refuse' }, {}, harmless);
addShape(
  'unknown-keys-loosened',
  object({ a: text }, 'refuse'),
  object({ a: text }, text),
  breaksReaders,
);
add('unknown-keys-tightened', {}, { unknownKeys: 'refuse' }, breaksWriters);
addShape(
  'unknown-keys-tightened',
  object({ a: text }),
  object({ a: text }, 'refuse'),
  breaksWriters,
);
add('check-added', {}, { refinements: 1 }, breaksWriters);
addShape('check-added', text, { ...text, refinements: 1 }, breaksWriters);
add('check-removed', { refinements: 1 }, {}, breaksReaders);
const hidden = (reason: string): ValueShape => ({ kind: 'opaque', reason });
addShape('values-not-comparable', hidden('transform'), hidden('custom'), breaksBoth);
addShape(
  'values-not-comparable',
  { kind: 'intersection', parts: [text, from(1)] },
  { kind: 'intersection', parts: [text, from(2)] },
  breaksBoth,
);
addColumn('values-adjusted', {}, { accepted: or(text, from(1)) }, harmless);
addColumn(
  'code-not-compared',
  { stored: hidden('transform') },
  { stored: hidden('transform'), tags: ['t'] },
  ['~~', 'none', 'NNNN'],
);

// Meaning and protection
addColumn('classification-lowered', { classification: 'phi' }, {}, ['B-', 'major', 'EEEE']);
addColumn('classification-raised', {}, { classification: 'pii' }, breaksReaders);
addColumn('semantic-added', {}, { semantic: 'email' }, harmless);
addColumn('semantic-changed', { semantic: 'country' }, { semantic: 'currency' }, breaksReaders);
addColumn('semantic-changed', { semantic: 'email' }, { semantic: 'currency' }, [
  'B-',
  'major',
  'EEEE',
]);
addColumn('semantic-removed', { semantic: 'currency' }, {}, warnsReaders);
addColumn('semantic-removed', { semantic: 'mrn' }, {}, ['~-', 'major', 'EEEE']);
addColumn('unit-declared', {}, { unit: 'USD' }, ['~~', 'minor', 'WWWW']);
addColumn('unit-changed', { unit: 'USD' }, { unit: 'EUR' }, breaksBoth);
add('sharing-widened', { sharing: { audience: 'domain' } }, { sharing: { audience: 'public' } }, [
  '--',
  'major',
  'EEEE',
]);
add('sharing-widened', {}, { sharing: { audience: 'partners' } }, ['--', 'major', 'EEEE']);
add(
  'sharing-widened',
  { sharing: { audience: 'domain', regions: ['eu'] } },
  { sharing: { audience: 'domain' } },
  ['--', 'major', 'EEEE'],
);
add(
  'sharing-narrowed',
  { sharing: { audience: 'public' } },
  { sharing: { audience: 'domain' } },
  breaksReaders,
);
add('sharing-narrowed', {}, { sharing: { audience: 'domain' } }, warnsReaders);
const kept = (silver: '400d' | '300d' | '500d') => ({ retention: { ...defaultRetention, silver } });
add('retention-shortened', kept('400d'), kept('300d'), breaksReaders);
add('retention-lengthened', kept('400d'), kept('500d'), warnsReaders);
const personal = { columns: [id, column('x', { classification: 'pii' })] };
add('retention-lengthened', { ...kept('400d'), ...personal }, { ...kept('500d'), ...personal }, [
  '~-',
  'major',
  'EEEE',
]);

// Keys
const both = { columns: [id, x] };
add(
  'primary-key-changed',
  { ...both, primaryKey: ['id'] },
  { ...both, primaryKey: ['id', 'x'] },
  breaksBoth,
);
add('grain-changed', { grain: 'an order' }, { grain: 'a line' }, breaksBoth);
add('grain-changed', { grain: 'an order' }, {}, breaksBoth);
add('grain-declared', {}, { grain: 'an order' }, harmless);
add('unique-key-added', {}, { uniqueKeys: [['id']] }, breaksWriters);
add('unique-key-removed', { uniqueKeys: [['id']] }, {}, breaksReaders);
const foreign = {
  foreignKeys: [{ columns: ['id'], references: { contract: 'shop.people', columns: ['id'] } }],
};
add('foreign-key-added', {}, foreign, breaksWriters);
add('foreign-key-removed', foreign, {}, breaksReaders);
add('layout-changed', {}, { partitionBy: ['id'] }, patch);
add(
  'layout-changed',
  { ...both, primaryKey: ['id', 'x'] },
  { ...both, primaryKey: ['x', 'id'] },
  patch,
);

// Quality
const rules = (...quality: ContractDocument['quality'][number][]) => ({ quality });
const range = (min: number, options: RuleOptions = {}) => rules(rule.range('id', { min }, options));
add('rule-added', {}, range(0), breaksWriters);
add('rule-added', {}, range(0, { severity: 'warning' }), warnsWriters);
add('rule-added', {}, range(0, { severity: 'info' }), harmless);
add('rule-removed', range(0), {}, breaksReaders);
add('rule-loosened', range(1), range(0), breaksReaders);
add('rule-tightened', range(0), range(1), breaksWriters);
const pattern = (expression: string) => rules(rule.pattern('id', expression));
add('rule-changed', pattern('a'), pattern('b'), breaksBoth);
const query = (sql: string, least = 1) => rules(rule.sql('s', sql, { mustBeGreaterThan: least }));
add('rule-changed', query('SELECT 1'), query('SELECT 2'), ['~~', 'minor', 'WWWW']);
add('rule-severity-lowered', range(0), range(0, { severity: 'warning' }), breaksReaders);
add('rule-severity-raised', range(0, { severity: 'info' }), range(0), breaksWriters);
add('rule-renamed', range(0), range(0, { name: 'other' }), patch);
const loosened: readonly (readonly [Partial<ContractDocument>, Partial<ContractDocument>])[] = [
  [rules(rule.unique('id', { name: 'u' })), rules(rule.unique(['id', 'x'], { name: 'u' }))],
  [rules(rule.acceptedValues('id', ['a'])), rules(rule.acceptedValues('id', ['a', 'b']))],
  [rules(rule.rowCount({ min: 2 })), rules(rule.rowCount({ min: 1 }))],
  [rules(rule.completeness('id', { min: 0.9 })), rules(rule.completeness('id', { min: 0.8 }))],
  [rules(rule.duplicates('id', { max: 0.1 })), rules(rule.duplicates('id', { max: 0.2 }))],
  [rules(rule.freshness('id', '1h')), rules(rule.freshness('id', '2h'))],
  [
    rules(rule.drift('id', { values: { a: 1 } }, { maxPsi: 0.1 })),
    rules(rule.drift('id', { values: { a: 1 } }, { maxPsi: 0.2 })),
  ],
  [query('SELECT 1', 2), query('SELECT 1', 1)],
];
for (const [before, after] of loosened) {
  add('rule-loosened', { ...both, ...before }, { ...both, ...after }, breaksReaders);
  add('rule-tightened', { ...both, ...after }, { ...both, ...before }, breaksWriters);
}
const changedRules: readonly (readonly [Partial<ContractDocument>, Partial<ContractDocument>])[] = [
  [rules(rule.notNull('id', { name: 'n' })), rules(rule.notNull('x', { name: 'n' }))],
  [
    rules(rule.referential('id', contract(), 'id')),
    rules(rule.referential('id', contract({ name: 'people' }), 'id')),
  ],
  [rules(rule.drift('id', { values: { a: 1 } })), rules(rule.drift('id', { values: { b: 1 } }))],
  [rules(rule.sql('s', 'q', { mustBe: 1 })), rules(rule.sql('s', 'q', { mustBe: 2 }))],
];
for (const [before, after] of changedRules) {
  add('rule-changed', { ...both, ...before }, { ...both, ...after }, breaksBoth);
}

// Service levels
const slo = (more: ContractDocument['slo']) => ({ ...both, slo: more });
add('objective-added', slo({}), slo({ availability: 0.9 }), warnsWriters);
add('objective-removed', slo({ availability: 0.9 }), slo({}), breaksReaders);
add('objective-loosened', slo({ availability: 0.99 }), slo({ availability: 0.9 }), breaksReaders);
add(
  'objective-loosened',
  slo({ freshness: { column: 'x', p95: '10m' } }),
  slo({ freshness: { column: 'x', p95: '1h' } }),
  breaksReaders,
);
add(
  'objective-loosened',
  slo({ completeness: { x: 0.9 } }),
  slo({ completeness: { x: 0.8 } }),
  breaksReaders,
);
for (const name of ['frequency', 'timeToDetect', 'timeToNotify', 'timeToRepair'] as const) {
  add('objective-loosened', slo({ [name]: '1h' }), slo({ [name]: '2h' }), breaksReaders);
  add('objective-tightened', slo({ [name]: '1h' }), slo({ [name]: '30m' }), warnsWriters);
}
add(
  'objective-column-changed',
  slo({ freshness: { column: 'id', p95: '1h' } }),
  slo({ freshness: { column: 'x', p95: '1h' } }),
  breaksReaders,
);

// Life
addColumn('deprecation-added', {}, { deprecated: future }, warnsReaders);
addColumn('deprecation-removed', { deprecated: future }, {}, harmless);
addColumn('deprecation-brought-forward', { deprecated: future }, { deprecated: past }, [
  'B-',
  'major',
  'EEEE',
]);
add('deprecation-postponed', { deprecated: past }, { deprecated: future }, patch);
add('status-advanced', { status: 'draft' }, {}, harmless);
add('status-deprecated', {}, { status: 'deprecated' }, warnsReaders);
add('status-retired', {}, { status: 'retired' }, breaksBoth);
add(
  'status-retired',
  { deprecated: past },
  { deprecated: past, status: 'retired' },
  ['~~', 'major', 'WWWW'],
  { at },
);
add('status-withdrawn', {}, { status: 'draft' }, breaksReaders);
add('status-revived', { status: 'retired' }, {}, harmless);
add('limitations-changed', {}, { terms: { limitations: 'no marketing' } }, warnsReaders);
add('owner-changed', {}, { owner: 'other' }, patch);
add('documentation-changed', {}, { description: 'Orders.' }, patch);
add('documentation-changed', {}, { tags: ['t'] }, patch);
add('documentation-changed', {}, { support: [{ channel: '#help' }] }, patch);
add('documentation-changed', {}, { terms: { usage: 'reports' } }, patch);
addColumn('documentation-changed', {}, { examples: ['a'] }, patch);
const grave = { column: 'X', type: 'VARCHAR', classification: 'pii', removedIn: '0.9.0' } as const;
add('tombstone-reused', {}, { columns: [id, optional] }, ['BB', 'major', 'EEEE'], {
  tombstones: [grave],
});
add('tombstone-returned', {}, { columns: [id, optional] }, harmless, {
  tombstones: [{ ...grave, classification: 'internal' }],
});
add('pin-without-column', {}, { tags: ['t'] }, ['B-', 'none', 'EEEE'], { consumers: [pin] });
add('version-bump-too-small', {}, { version: '1.0.1', grain: 'an order' }, ['--', 'none', 'EEEE']);
add('version-not-raised', {}, { version: '1.0.0', tags: ['t'] }, ['--', 'none', 'EEEE']);
add('version-not-raised', {}, { version: '0.9.0' }, ['--', 'none', 'EEEE']);
add('acceptance-unused', {}, { tags: ['t'] }, ['--', 'none', 'NNNN'], {
  acceptances: [
    {
      contract: 'shop.orders',
      version: '2.0.0',
      rule: 'column-removed',
      path: '/columns/x',
      by: 'me',
      reason: 'why',
    },
  ],
});

const letters = { safe: '-', warning: '~', breaking: 'B' } as const;
const modes: readonly Compatibility[] = ['none', 'backward', 'forward', 'full'];

function only(changes: readonly ContractChange[], id: ChangeRule): ContractChange {
  const found = changes.filter((change) => change.rule === id);
  expect(found.map(({ path }) => path)).toHaveLength(1);
  return found[0] as ContractChange;
}

test.each(cases.map((each, index) => [index + 1, each.rule, each] as const))(
  'case %i: %s has its verdicts, bump and severity under each mode',
  (_, id, { before, after, sides, bump, severity, options }) => {
    const found = modes.map((compatibility) => {
      const old = contract({ compatibility, ...before });
      const current = contract({ compatibility, version: '2.0.0', ...after });
      return only(compareContracts(old, current, options).changes, id);
    });
    const [change] = found;
    expect({
      sides: `${letters[change?.reader ?? 'safe']}${letters[change?.writer ?? 'safe']}`,
      bump: change?.bump,
      severity: found.map((each) => each.severity.charAt(0).toUpperCase()).join(''),
    }).toEqual({ sides, bump, severity });
    expect(change?.reason).toMatch(/^\p{Lu}.*\.$|^[a-z].*\.$/u);
    expect(changeRules[id].reader).toContain(change?.reader);
    expect(changeRules[id].writer).toContain(change?.writer);
    expect(change?.isSecurity === true && !changeRules[id].isSecurity).toBe(false);
  },
);

test('a change of the mode is judged under the stricter of both', () => {
  const loose = compareContracts(
    contract({ compatibility: 'full' }),
    contract({ compatibility: 'none', version: '2.0.0', columns: [column('y')] }),
  );
  expect(loose.mode).toBe('full');
  expect(only(loose.changes, 'column-removed').severity).toBe('error');
  expect(only(loose.changes, 'compatibility-loosened')).toMatchObject({
    reader: 'warning',
    writer: 'warning',
    severity: 'warning',
  });
  const tight = compareContracts(
    contract({ compatibility: 'backward' }),
    contract({ compatibility: 'forward_transitive', version: '2.0.0' }),
  );
  expect(tight.mode).toBe('full_transitive');
  expect(only(tight.changes, 'compatibility-loosened')).toMatchObject({
    reader: 'safe',
    writer: 'warning',
  });
  const stricter = compareContracts(
    contract({ compatibility: 'none' }),
    contract({ compatibility: 'full', version: '2.0.0' }),
  );
  expect(only(stricter.changes, 'compatibility-tightened').severity).toBe('note');
});

test('a contract that is removed is judged by its status, its day and its readers', () => {
  const removal = (more: Partial<ContractDocument>, consumers: readonly ConsumerPin[] = []) => {
    const before = lockContracts([contract(more)], { consumers });
    return compareLocks(before, lockContracts([], { previous: before }), { at }).comparisons[0];
  };
  const seen = [
    removal({}),
    removal({ compatibility: 'none' }),
    removal({ deprecated: future }),
    removal({ deprecated: past }),
    removal({ status: 'retired' }),
    removal({ deprecated: past }, [pin]),
  ].map((each) => [each?.kind, each?.changes[0]?.rule, each?.severity]);
  expect(seen).toEqual([
    ['removed', 'contract-removed', 'error'],
    ['removed', 'contract-removed', 'warning'],
    ['removed', 'contract-removed-too-early', 'error'],
    ['removed', 'contract-removed-after-deprecation', 'warning'],
    ['removed', 'contract-removed-after-deprecation', 'warning'],
    ['removed', 'contract-removed-while-read', 'error'],
  ]);
});

test('every kind of change has a case', () => {
  const elsewhere: readonly ChangeRule[] = [
    'compatibility-loosened',
    'compatibility-tightened',
    'contract-removed',
    'contract-removed-too-early',
    'contract-removed-while-read',
    'contract-removed-after-deprecation',
  ];
  const covered = new Set([...cases.map((each) => each.rule), ...elsewhere]);
  expect(Object.keys(changeRules).filter((id) => !covered.has(id as ChangeRule))).toEqual([]);
});
