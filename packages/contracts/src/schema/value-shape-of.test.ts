import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import type { ValueShape } from '../model/value-shape.js';
import { valueShapeOf } from './value-shape-of.js';

const text: ValueShape = { kind: 'string' };
const none: ValueShape = { kind: 'undefined' };
const safeInteger: ValueShape = {
  kind: 'number',
  isInteger: true,
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};
function union(...options: readonly ValueShape[]): ValueShape {
  return { kind: 'union', options };
}

function opaque(reason: string): ValueShape {
  return { kind: 'opaque', reason };
}

describe('both sides of', () => {
  test.each<readonly [string, $ZodType, ValueShape]>([
    ['a text', z.string(), text],
    [
      'a text with lengths',
      z.string().min(2).max(9).min(3),
      { ...text, minLength: 3, maxLength: 9 },
    ],
    ['a text of one length', z.string().length(3), { ...text, minLength: 3, maxLength: 3 }],
    ['a mini text', mini.string().check(mini.minLength(2)), { ...text, minLength: 2 }],
    ['a format', z.email(), { ...text, format: 'email' }],
    ['a format as a check', z.string().email(), { ...text, format: 'email' }],
    ['a described text', z.string().describe('x').meta({ title: 'y' }), text],
    [
      'a format with options',
      z.uuidv4(),
      { ...text, format: 'uuid', patterns: [String(z.uuidv4()._zod.def.pattern)] },
    ],
    [
      'a format with an expression of its own',
      z.email({ pattern: /@x$/ }),
      { ...text, format: 'email', patterns: ['/@x$/'] },
    ],
    ['a format that code holds to more', z.httpUrl(), { ...text, format: 'url', refinements: 2 }],
    [
      'two formats',
      z.string().email().ulid(),
      { ...text, format: 'email', patterns: [String(z.ulid()._zod.def.pattern)] },
    ],
    ['a format of code', z.stringFormat('even', () => true), { ...text, refinements: 1 }],
    ['a format of an expression', z.stringFormat('two', /^..$/), { ...text, patterns: ['/^..$/'] }],
    [
      'expressions',
      z.string().regex(/b/i).startsWith('a.').endsWith('z').includes('q', { position: 2 }),
      { ...text, patterns: ['/^[\\s\\S]{2,}q/', '/^a\\./', '/b/i', '/z$/'] },
    ],
    ['lower case', z.string().lowercase(), { ...text, patterns: ['/^[^A-Z]*$/'] }],
    [
      'a check in code',
      z
        .string()
        .refine(Boolean)
        .superRefine(() => {}),
      { ...text, refinements: 2 },
    ],
    ['a template', z.templateLiteral(['id-', z.int()]), { ...text, patterns: ['/^id--?\\d+$/'] }],
    ['a number', z.number(), { kind: 'number', isInteger: false }],
    ['an integer', z.int(), safeInteger],
    ['a number that must be an integer', z.number().int(), safeInteger],
    ['int32', z.int32(), { ...safeInteger, minimum: -2147483648, maximum: 2147483647 }],
    ['uint32', z.uint32(), { ...safeInteger, minimum: 0, maximum: 4294967295 }],
    ['float64', z.float64(), { kind: 'number', isInteger: false }],
    [
      'bounds, the tightest',
      z.number().min(1).gt(1).max(9).lt(10).multipleOf(0.5),
      {
        kind: 'number',
        isInteger: false,
        minimum: 1,
        isMinimumExclusive: true,
        maximum: 9,
        multiplesOf: [0.5],
      },
    ],
    [
      'bounds that hold everything',
      z.number().min(Number.NEGATIVE_INFINITY),
      { kind: 'number', isInteger: false },
    ],
    [
      'a bound that JSON cannot hold',
      z.number().min(Number.POSITIVE_INFINITY),
      { kind: 'number', isInteger: false, refinements: 1 },
    ],
    ['a bigint', z.bigint().positive(), { kind: 'bigint', minimum: '0', isMinimumExclusive: true }],
    [
      'int64',
      z.int64(),
      { kind: 'bigint', minimum: '-9223372036854775808', maximum: '9223372036854775807' },
    ],
    ['a bigint literal', z.literal(5n), { kind: 'bigint', minimum: '5', maximum: '5' }],
    ['a date', z.date().min(new Date(0)), { kind: 'date', minimum: '1970-01-01T00:00:00.000Z' }],
    ['a boolean', z.boolean(), { kind: 'boolean' }],
    ['an enum, in its order', z.enum(['b', 'a']), { kind: 'enum', values: ['b', 'a'] }],
    ['an enum of TypeScript', z.enum({ low: 1, high: 2 }), { kind: 'enum', values: [1, 2] }],
    [
      'a literal with null',
      z.literal(['a', null]),
      union({ kind: 'enum', values: ['a'] }, { kind: 'null' }),
    ],
    [
      'literals joined',
      z.union([z.literal('b'), z.enum(['a', 'b'])]),
      { kind: 'enum', values: ['b', 'a'] },
    ],
    [
      'a union, flat and once',
      z.union([z.int(), z.union([z.string(), z.null()]), z.string()]),
      union({ kind: 'null' }, safeInteger, text),
    ],
    [
      'a union with a check',
      z.string().nullable().refine(Boolean),
      union({ kind: 'null', refinements: 1 }, { ...text, refinements: 1 }),
    ],
    [
      'an exclusive union',
      z.xor([z.string(), z.null()]),
      union({ kind: 'null', refinements: 1 }, { ...text, refinements: 1 }),
    ],
    ['optional', z.string().optional(), union(text, none)],
    ['nullish', z.string().nullish(), union({ kind: 'null' }, text, none)],
    ['nonoptional', z.string().optional().nonoptional(), text],
    ['a value of undefined', z.undefined(), { ...none, refinements: 1 }],
    [
      'a list',
      z.array(z.string()).min(1).max(3),
      { kind: 'array', items: text, minItems: 1, maxItems: 3 },
    ],
    ['a set', z.set(z.string()).size(2), { kind: 'set', items: text, minItems: 2, maxItems: 2 }],
    [
      'a tuple',
      z.tuple([z.string()], z.null()),
      { kind: 'tuple', items: [text], rest: { kind: 'null' } },
    ],
    [
      'an object',
      z.object({ b: z.null(), a: z.string().optional() }),
      {
        kind: 'object',
        fields: { a: union(text, none), b: { kind: 'null' } },
        unknownKeys: 'drop',
      },
    ],
    ['a strict object', z.strictObject({}), { kind: 'object', fields: {}, unknownKeys: 'refuse' }],
    [
      'an object with a catchall',
      z.object({}).catchall(z.null()),
      { kind: 'object', fields: {}, unknownKeys: { kind: 'null' } },
    ],
    [
      'a record',
      z.record(z.string().max(2), z.null()),
      { kind: 'record', keys: { ...text, maxLength: 2 }, values: { kind: 'null' } },
    ],
    [
      'a record of known keys',
      z.record(z.enum(['a', 'b']), z.null()),
      {
        kind: 'object',
        fields: { a: { kind: 'null' }, b: { kind: 'null' } },
        unknownKeys: 'refuse',
      },
    ],
    [
      'a map',
      z.map(z.string(), z.null()).min(2),
      { kind: 'map', keys: text, values: { kind: 'null' }, refinements: 1 },
    ],
    [
      'an intersection of objects',
      z.intersection(z.strictObject({ a: z.string() }), z.object({ b: z.string() })),
      { kind: 'object', fields: { a: text, b: text }, unknownKeys: 'drop' },
    ],
    [
      'an intersection of texts',
      z.intersection(z.string().min(1), z.string()),
      { kind: 'intersection', parts: [{ ...text, minLength: 1 }, text] },
    ],
    [
      'an intersection of lists',
      z.intersection(z.array(z.string()), z.array(z.string())),
      opaque('intersection'),
    ],
    ['a lazy schema', z.lazy(() => z.string()).readonly(), text],
    ['anything', z.any(), { kind: 'unknown' }],
    ['nothing', z.never(), { kind: 'never' }],
    ['a symbol', z.symbol(), opaque('symbol')],
    ['a custom type', z.custom(() => true), { kind: 'opaque', reason: 'custom', refinements: 1 }],
  ])('%s', (_form, schema, shape) => {
    expect(valueShapeOf(schema, 'output')).toEqual(shape);
    expect(valueShapeOf(schema, 'input')).toEqual(shape);
  });
});

test('a schema that holds itself is read once around', () => {
  const tree = z.object({
    name: z.string(),
    get children() {
      return z.array(tree);
    },
  });
  expect(valueShapeOf(tree, 'output')).toEqual({
    kind: 'object',
    fields: { children: { kind: 'array', items: opaque('recursive') }, name: text },
    unknownKeys: 'drop',
  });
});

test('a schema that is made anew without end is given up', () => {
  const endless = (): z.ZodType => z.lazy(() => z.union([endless(), endless(), z.string()]));
  expect(JSON.stringify(valueShapeOf(endless(), 'input'))).toContain('recursive');
});

test('a union of the same options in another order has the same shape', () => {
  const one = z.union([z.string(), z.null(), z.enum(['a', 'b'])]);
  const other = z.union([z.enum(['a', 'b']), z.null(), z.string()]);
  expect(valueShapeOf(one, 'output')).toEqual(valueShapeOf(other, 'output'));
});
