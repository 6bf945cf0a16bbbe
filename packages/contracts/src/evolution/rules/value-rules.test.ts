import type { ValueShape } from '../../model/value-shape.js';
import {
  breaksBoth,
  breaksReaders,
  breaksWriters,
  changeCases,
  harmless,
  warnsReaders,
} from '../fixtures/change-cases.js';
import { nothing, optional, pin, text } from '../fixtures/contract-documents.js';
import { valueRules } from './value-rules.js';

const { add, addColumn, addShape, testAll } = changeCases();

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
addShape('length-tightened', { ...text, minLength: 2 }, { ...text, minLength: 3 }, breaksWriters);
// zod counts two characters in two emoji, whose units of UTF-16 are four.
addShape('value-type-changed', { ...text, minLength: 3 }, closed('😀😀'), breaksBoth);
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

testAll(Object.keys(valueRules));
