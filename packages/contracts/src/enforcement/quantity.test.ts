import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { rule } from '../model/rule-builder.js';
import { enforcementReport } from './enforcement-report.js';
import { percent, quantity } from './quantity.js';

test('a noun follows its count', () => {
  expect([quantity(0, 'value'), quantity(1, 'value'), quantity(2, 'value')]).toEqual([
    '0 values',
    '1 value',
    '2 values',
  ]);
});

test('a share is told in percent, so that all rows are not taken for one row', () => {
  expect([percent(1), percent(0.999), percent(0.07)]).toEqual(['100 %', '99.9 %', '7 %']);
});

test('clauses read as sentences', () => {
  const orders = defineContract({
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-shop',
    schema: z.object({
      email: z.email(),
      codes: z.array(z.string()).min(1),
      kind: z.enum(['order']),
    }),
    columns: {
      email: { classification: 'pii', semantic: 'email' },
      codes: 'internal',
      kind: 'internal',
    },
    slo: { completeness: { email: 1 } },
    quality: [rule.completeness('kind', { min: 0.5 })],
  });
  const { clauses } = enforcementReport(orders, {
    hasCollector: true,
    promotions: [],
    hasMasking: false,
    measuresSlos: false,
  });
  const texts = clauses.map(({ clause }) => clause);
  for (const text of [
    'its semantic type is email',
    'it has the format email',
    'it has at least 1 item',
    'it is one of 1 value',
    'email has a value in at least 100 % of the rows',
    'kind has a value in at least 50 % of the rows',
    'changes keep the compatibility mode full',
  ]) {
    expect(texts).toContain(text);
  }
});
