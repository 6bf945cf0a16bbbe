import type { ContractDocument } from '../../model/contract-document.js';
import { type RuleOptions, rule } from '../../model/rule-builder.js';
import {
  breaksBoth,
  breaksReaders,
  breaksWriters,
  changeCases,
  harmless,
  patch,
  warnsWriters,
} from '../fixtures/change-cases.js';
import { column, contract, id, optional, x } from '../fixtures/contract-documents.js';
import { qualityRules } from './quality-rules.js';

const { add, testAll } = changeCases();

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
add('rule-changed', query('SELECT 1'), query('SELECT 2'), breaksBoth);
add('rule-changed', query("SELECT 'a b'"), query("SELECT 'a  b'"), breaksBoth);
add('documentation-changed', query('SELECT 1'), query(' SELECT  1 '), patch);
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

// What comes and goes with its columns
const without = { columns: [id] };
const withOptional = { columns: [id, optional] };
const aboutX = rules(rule.range('x', { min: 0 }));
add('rule-added', without, { ...withOptional, ...aboutX }, harmless);
add('rule-added', without, { ...withOptional, ...rules(rule.notNull('x')) }, breaksWriters);
add('rule-added', withOptional, { ...withOptional, ...aboutX }, breaksWriters);
const defaulted = { columns: [id, column('x', { accepted: optional.stored })] };
add('rule-added', without, { ...defaulted, ...aboutX }, breaksWriters);
add('rule-removed', { ...both, ...aboutX }, without, harmless);
add('rule-removed', { ...both, ...rules(rule.unique(['id', 'x'])) }, without, breaksReaders);
const keyOfX = {
  foreignKeys: [{ columns: ['x'], references: { contract: 'shop.people', columns: ['id'] } }],
};
add('foreign-key-added', without, { ...withOptional, ...keyOfX }, harmless);
add('foreign-key-removed', { ...both, ...keyOfX }, without, harmless);
add('unique-key-removed', { ...both, uniqueKeys: [['x']] }, without, harmless);
add('objective-removed', { ...both, slo: { completeness: { x: 0.9 } } }, without, harmless);

// Keys that follow from others, and references that are written otherwise
add(
  'unique-key-added',
  { primaryKey: ['id'] },
  { primaryKey: ['id'], uniqueKeys: [['id']] },
  harmless,
);
add(
  'unique-key-added',
  { ...both, uniqueKeys: [['id']] },
  { ...both, uniqueKeys: [['id', 'x']] },
  harmless,
);
add(
  'unique-key-removed',
  { ...both, uniqueKeys: [['id', 'x']] },
  { ...both, uniqueKeys: [['id']] },
  harmless,
);
const pairs = (columns: ['id', 'x'] | ['x', 'id']) =>
  rules(rule.referential(columns, contract(both), columns, { name: 'r' }));
add(
  'documentation-changed',
  { ...both, ...pairs(['id', 'x']) },
  { ...both, ...pairs(['x', 'id']) },
  patch,
);

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

testAll(Object.keys(qualityRules));
