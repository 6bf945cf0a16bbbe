import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { foreignKey } from '../model/key.js';
import { rule } from '../model/rule-builder.js';
import { toDatasheet } from './to-datasheet.js';
import { toDatasheetIndex } from './to-datasheet-index.js';

const customers = defineContract({
  domain: 'shop',
  name: 'customers',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.uuid() }),
  columns: { id: 'internal' },
});

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '2.3.0',
  owner: 'shop@example.org',
  description: 'Orders of the shop.',
  tags: ['sales'],
  schema: z.object({
    id: z.uuid(),
    customer: z.uuid().nullable(),
    email: z.email(),
    state: z.enum(['open', 'paid']),
    total: z.number(),
    placed_at: z.iso.datetime(),
  }),
  columns: {
    id: 'internal',
    customer: {
      classification: 'pseudonymous',
      deprecated: { removeAfter: '2027-03-31', replacedBy: 'email', reason: 'Ids were merged.' },
    },
    email: { classification: 'pii', semantic: 'email', description: 'Where the bill goes.' },
    state: { classification: 'internal', enum: 'open' },
    total: { classification: 'confidential', type: 'NUMBER(9,2)', unit: 'EUR', examples: [9.5] },
    placed_at: 'internal',
  },
  primaryKey: ['id'],
  uniqueKeys: [['email', 'placed_at']],
  foreignKeys: [foreignKey(['customer'], customers, ['id'])],
  grain: 'one order',
  slo: {
    freshness: { column: 'placed_at', p95: '15m' },
    completeness: { total: 0.999 },
    availability: 0.995,
    timeToRepair: '1d',
  },
  quality: [
    rule.range('total', { min: 0 }, { severity: 'warning', description: 'No refunds here.' }),
    rule.pattern('state', 'a|b'),
    rule.sql('mean', 'SELECT AVG(total) FROM {object}', { mustBeBetween: [1, 9] }),
  ],
  sharing: { audience: 'partners', regions: ['EU', 'CH'] },
  support: [{ channel: '#orders', tool: 'slack', url: 'https://example.org/help' }],
  terms: { purpose: 'Billing.', limitations: 'No advertising.' },
  deprecated: { removeAfter: '2028-01-01', replacedBy: 'shop.sales' },
});

const options = {
  consumers: [
    {
      consumer: 'Billing',
      contract: 'shop.orders',
      version: '2.0.0',
      columns: ['id'],
      exhaustive: ['state'],
    },
    {
      consumer: 'Another',
      contract: 'shop.carts',
      version: '1.0.0',
      columns: ['id'],
      exhaustive: [],
    },
  ],
  enforcement: {
    contract: 'shop.orders',
    clauses: [
      {
        path: '/columns/total/type',
        clause: 'it is NUMBER(9,2)',
        enforcedBy: [{ by: 'policy', how: 'the table has the type' }],
        isEnforced: true,
      },
      {
        path: '/terms',
        clause: 'what the data is for',
        enforcedBy: [],
        isEnforced: false,
        gap: 'it is prose',
      },
    ],
  },
} as const;

/** A contract whose every text is this. */
function saying(text: string): ContractDocument {
  const document = orders.toJSON();
  return {
    ...document,
    description: text,
    owner: text,
    tags: [text],
    grain: text,
    columns: document.columns.map((column) => ({
      ...column,
      description: text,
      unit: text,
      tags: [text],
    })),
    support: [{ channel: text, url: text, description: text }],
    terms: { purpose: text, usage: text },
    quality: [rule.pattern('state', text), rule.notNull('state', { description: text })],
  };
}

/** The names of an HTML text's elements, after seeing that each that opens is closed in its place. */
function elementsOf(html: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const withoutStyle = html.replace(/<style>[^<]*<\/style>/, '');
  for (const [tag, slash, name = ''] of withoutStyle.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^<>]*>/g)) {
    if (slash === '/') expect([tag, open.pop()]).toEqual([tag, name]);
    else {
      names.push(name);
      if (name !== 'meta') open.push(name);
    }
  }
  expect(open).toEqual([]);
  return names;
}

const allowed = [
  'html',
  'head',
  'meta',
  'title',
  'style',
  'body',
  'main',
  'h1',
  'h2',
  'p',
  'section',
  'div',
  'table',
  'caption',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'ul',
  'li',
  'code',
  'a',
];

describe('toDatasheet', () => {
  test('tells all of a contract in Markdown', () => {
    expect(toDatasheet(orders, { format: 'markdown', ...options })).toMatchSnapshot();
  });

  test('tells all of a contract in HTML', () => {
    expect(toDatasheet(orders, { format: 'html', ...options })).toMatchSnapshot();
  });

  test('says who enforces each clause unless it is told', () => {
    const page = toDatasheet(customers, { format: 'markdown' });
    expect(page).toMatch(
      /\d+ of \d+ clauses are enforced or measured, \d+ of those with a gap; \d+ are not\./,
    );
    // What nobody does is not to be looked for: it comes first, then what is done in part.
    const rows = page.split('\n').filter((line) => line.startsWith('| `/'));
    const ranks = rows.map((row) =>
      row.includes('| not enforced |') ? 0 : row.endsWith('|  |') ? 2 : 1,
    );
    expect(ranks).toEqual([...ranks].sort());
    expect(new Set(ranks).size).toBe(3);
  });

  test('says what changed when it is given a comparison', () => {
    const comparison = {
      contract: 'shop.orders',
      kind: 'changed',
      before: '2.2.0',
      after: '2.3.0',
      mode: 'full',
      changes: [],
      requiredBump: 'none',
      actualBump: 'minor',
      severity: undefined,
    } as const;
    const page = toDatasheet(orders, { format: 'markdown', ...options, comparison });
    expect(page).toContain('## What changed\n\nChanges since 2.2.0:');
  });

  test('is HTML with a language, headings in order, and headers that say what they head', () => {
    const html = toDatasheet(orders, { format: 'html', ...options });
    const names = elementsOf(html);
    expect(html).toContain('<html lang="en">');
    expect(names.filter((name) => /^h\d$/.test(name))[0]).toBe('h1');
    expect(names.filter((name) => name === 'h1')).toHaveLength(1);
    expect(html.match(/<th (?!scope="(col|row)")/)).toBeNull();
    expect(html.match(/<th>/)).toBeNull();
    const count = (name: string) => names.filter((each) => each === name).length;
    expect(count('caption')).toBe(count('table'));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(id);
    expect(html).not.toMatch(/<script|src=|@import|url\(/);
  });

  test('lets no text of a contract become HTML', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=y>',
        '</main>',
        '&lt;',
        "'",
      ),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (parts) => {
        const html = toDatasheet(saying(parts.join('')), { format: 'html', ...options });
        expect(elementsOf(html).filter((name) => !allowed.includes(name))).toEqual([]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
        expect(html).not.toMatch(/[\0-\x08\x0b-\x1f]/);
      }),
      { numRuns: 25 },
    );
  });

  test('follows no address but one of the web or of mail', () => {
    const html = toDatasheet(saying('javascript:alert(1)'), { format: 'html', ...options });
    expect(html).not.toContain('href=');
    expect(html).toContain('javascript:alert(1)');
  });

  test('keeps each row of a Markdown table in its line, with as many cells as headers', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'a | b',
        '`',
        '``',
        '\n# heading',
        '\r\n',
        '<script>',
        '\\',
        '\\|',
        '*x*',
        '$x$',
      ),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (parts) => {
        const page = toDatasheet(saying(parts.join('')), { format: 'markdown', ...options });
        const lines = page.split('\n').filter((line) => line.startsWith('|'));
        expect(lines).toHaveLength(orders.columns.length + options.enforcement.clauses.length + 4);
        for (const line of lines) {
          const cells = line.replace(/\\[\\|]/g, '').split('|').length - 2;
          expect([4, 7]).toContain(cells);
        }
        expect(page.match(/^#/gm)).toHaveLength(12);
        // What stands in code needs no escape.
        const texts = page.split('\n').filter((line) => !line.includes('`'));
        expect(texts.join('\n')).not.toMatch(/<(?!https:)/);
      }),
      { numRuns: 25 },
    );
  });

  test('leaves a name in a text as it is written, since its underscores emphasise nothing', () => {
    const lineOf = (text: string) =>
      toDatasheet(saying(text), { format: 'markdown', ...options }).split('\n')[2];
    expect(lineOf('the UTC day of placed_at')).toBe('the UTC day of placed_at');
    expect(lineOf('_not_ emphasised, nor __this__')).toBe(
      '\\_not\\_ emphasised, nor \\_\\_this\\_\\_',
    );
  });

  test('keeps Markdown from reading into a text', () => {
    const page = toDatasheet(saying('# not a `heading` with *stars* | bars <b>'), {
      format: 'markdown',
      ...options,
    });
    expect(page.split('\n')[2]).toBe('\\# not a \\`heading\\` with \\*stars\\* \\| bars &lt;b&gt;');
    expect(page).toContain('matches ``# not a `heading` with *stars* | bars <b>`` in full');
  });
});

describe('toDatasheetIndex', () => {
  test('leads to the page of each contract, by domain', () => {
    const index = toDatasheetIndex([orders, customers], { format: 'markdown' });
    expect(index).toMatchSnapshot();
    const html = toDatasheetIndex([orders, customers], { format: 'html' });
    elementsOf(html);
    expect(html.indexOf('shop.customers.html')).toBeLessThan(html.indexOf('shop.orders.html'));
  });
});
