import { expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { defineContract } from '../define-contract.js';
import { columnMetadata } from './column-metadata.js';

const described = z.string().meta({ description: 'Who ordered', examples: ['ada', 'bob'] });
const words = { description: 'Who ordered', examples: ['ada', 'bob'] };

test.each<readonly [string, $ZodType]>([
  ['itself', described],
  ['optional', described.optional()],
  ['nullable', described.nullable()],
  ['nullish', described.nullish()],
  ['default', described.default('x')],
  ['prefault', described.prefault('x')],
  ['catch', described.catch('x')],
  ['readonly', described.readonly()],
  ['nonoptional', z.nonoptional(described.optional())],
  ['lazy', z.lazy(() => described)],
  ['transform', described.transform((text) => text.length)],
  ['pipe', described.transform((text) => text.length).pipe(z.number())],
  ['the end of a pipe', z.string().pipe(described)],
  ['preprocess', z.preprocess(String, described)],
  ['codec', z.codec(described, z.date(), { decode: (text) => new Date(text), encode: String })],
  ['a check', described.min(3)],
  ['a refinement', described.refine(Boolean)],
  ['several', described.optional().default('x').readonly().nullable()],
])('words survive %s', (_wrapper, schema) => {
  expect(columnMetadata(schema)).toEqual(words);
});

test('the words of a wrapper come before those of what it wraps', () => {
  expect(columnMetadata(described.optional().describe('Who paid'))).toEqual({
    ...words,
    description: 'Who paid',
  });
  expect(columnMetadata(described.pipe(z.string().describe('Who paid')))).toEqual({
    ...words,
    description: 'Who paid',
  });
});

test('a title stands in for a description, and examples that JSON cannot hold are left out', () => {
  const schema = z.unknown().meta({ title: 'Total', examples: [1, new Date(0), { a: 1 }, true] });
  expect(columnMetadata(schema)).toEqual({ description: 'Total', examples: [1, true] });
});

test('a schema that wraps itself without end has no words', () => {
  const endless: z.ZodType = z.lazy(() => endless.optional());
  expect(columnMetadata(endless)).toEqual({});
});

test('a contract takes words from the schema where it has none, and never a classification', () => {
  const contract = defineContract({
    domain: 'commerce',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-commerce',
    schema: z.object({
      buyer: described.optional().meta({ classification: 'public' }),
      payer: described,
    }),
    columns: {
      buyer: 'pii',
      payer: { classification: 'pii', description: 'Who pays', examples: [] },
    },
  });
  expect(contract.column('buyer')).toMatchObject({ ...words, classification: 'pii' });
  expect(contract.column('payer')).toMatchObject({ description: 'Who pays', examples: [] });
});
