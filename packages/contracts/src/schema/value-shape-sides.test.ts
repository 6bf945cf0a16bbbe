import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import type { ValueShape } from '../model/value-shape.js';
import { valueShapeOf } from './value-shape-of.js';

const text: ValueShape = { kind: 'string' };
const none: ValueShape = { kind: 'undefined' };
function union(...options: readonly ValueShape[]): ValueShape {
  return { kind: 'union', options };
}

function opaque(reason: string): ValueShape {
  return { kind: 'opaque', reason };
}

const dateFromText = z.codec(z.string(), z.date(), {
  decode: (value) => new Date(value),
  encode: (date) => date.toISOString(),
});

describe('the two sides of', () => {
  test.each<readonly [string, $ZodType, ValueShape, ValueShape]>([
    ['a default', z.string().default('a'), union(text, none), text],
    [
      'a default that breaks the schema',
      z.string().min(2).default(''),
      union({ ...text, minLength: 2 }, none),
      union({ kind: 'enum', values: [''] }, { ...text, minLength: 2 }),
    ],
    [
      'a default that cannot be made yet',
      z.string().default(() => {
        throw new Error('too early');
      }),
      union(text, none),
      union(opaque('default'), text),
    ],
    [
      'a default inside nonoptional',
      z.nonoptional(z.string().default('a')),
      union(text, { ...none, refinements: 1 }),
      text,
    ],
    ['a prefault', z.string().prefault('a'), union(text, none), text],
    [
      'a prefault that breaks the schema',
      z.string().min(2).prefault(''),
      { ...text, minLength: 2 },
      { ...text, minLength: 2 },
    ],
    ['a catch', z.string().catch('a'), union(none, { kind: 'unknown' }), text],
    [
      'a catch by null',
      z.string().catch(null as never),
      union(none, { kind: 'unknown' }),
      union({ kind: 'null' }, text),
    ],
    [
      'a coerced date',
      z.coerce.date(),
      union({ kind: 'date' }, opaque('coerce')),
      { kind: 'date' },
    ],
    [
      'a transform',
      z.string().min(1).transform(Number),
      { ...text, minLength: 1, refinements: 1 },
      opaque('transform'),
    ],
    [
      'a pipe',
      z.string().transform(Number).pipe(z.int32()),
      {
        kind: 'intersection',
        parts: [
          { ...text, refinements: 1 },
          opaque(
            'pipe to {"kind":"number","isInteger":true,"minimum":-2147483648,"maximum":2147483647}',
          ),
        ],
      },
      valueShapeOf(z.int32(), 'output'),
    ],
    [
      'a codec',
      dateFromText,
      { kind: 'intersection', parts: [text, opaque('pipe to {"kind":"date"}')] },
      { kind: 'date' },
    ],
    [
      'a text for a boolean',
      z.stringbool(),
      { kind: 'intersection', parts: [text, opaque('pipe to {"kind":"boolean"}')] },
      { kind: 'boolean' },
    ],
    [
      'a preprocessed text',
      z.preprocess(String, z.string()),
      opaque('transform to {"kind":"string"}'),
      text,
    ],
    ['a trimmed text', z.string().trim(), text, { ...text, refinements: 1 }],
    [
      'checks before a change',
      z.string().min(5).trim(),
      { ...text, minLength: 5 },
      { ...text, refinements: 1 },
    ],
    [
      'checks after a change',
      z.string().max(9).trim().min(1),
      {
        kind: 'intersection',
        parts: [{ ...text, maxLength: 9 }, opaque('overwrite to {"kind":"string","minLength":1}')],
      },
      { ...text, minLength: 1, refinements: 1 },
    ],
    [
      'a length after a URL, which zod trims',
      z.url().max(9),
      {
        kind: 'intersection',
        parts: [
          { ...text, format: 'url' },
          opaque('overwrite to {"kind":"string","format":"url","maxLength":9}'),
        ],
      },
      { ...text, format: 'url', maxLength: 9 },
    ],
    [
      'a rewritten list',
      z.array(z.string()).check(z.overwrite((list) => list)),
      { kind: 'array', items: text },
      opaque('overwrite'),
    ],
    [
      'an object with both',
      z.object({ a: z.string().default('a') }),
      { kind: 'object', fields: { a: union(text, none) }, unknownKeys: 'drop' },
      { kind: 'object', fields: { a: text }, unknownKeys: 'drop' },
    ],
    ['success', z.success(z.string()), { kind: 'unknown', refinements: 1 }, { kind: 'boolean' }],
  ])('%s', (_form, schema, accepted, stored) => {
    expect(valueShapeOf(schema, 'input')).toEqual(accepted);
    expect(valueShapeOf(schema, 'output')).toEqual(stored);
  });
});
