import type { ContractChange, ContractComparison } from '@das/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../terminal/display-text.js';
import { comparisonDocument } from './comparison-document.js';
import { type ComparisonTerminal, comparisonLines } from './comparison-lines.js';
import { conclusionLine, countSeverities, severityPhrase } from './comparison-summary.js';
import { githubAnnotations } from './github-annotations.js';
import { sarifLog } from './sarif-log.js';

const removed: ContractChange = {
  rule: 'column-removed',
  path: '/columns/region',
  column: 'region',
  reader: 'breaking',
  writer: 'safe',
  isSecurity: false,
  bump: 'major',
  reason: 'The column region is gone, so whoever selects it fails.',
  severity: 'error',
  consumers: ['finance', 'reporting'],
  acceptance: undefined,
};
const accepted: ContractChange = {
  ...removed,
  path: '/columns/email',
  column: 'email',
  isSecurity: true,
  severity: 'warning',
  consumers: [],
  acceptance: {
    contract: 'shop.orders',
    version: '2.0.0',
    rule: 'column-removed',
    path: '/columns/email',
    by: 'dana@example.com',
    reason: 'nobody reads it',
  },
};
const orders: ContractComparison = {
  contract: 'shop.orders',
  kind: 'changed',
  before: '1.2.0',
  after: '1.3.0',
  mode: 'full',
  changes: [removed, accepted],
  requiredBump: 'major',
  actualBump: 'minor',
  severity: 'error',
};
const customers: ContractComparison = {
  ...orders,
  contract: 'shop.customers',
  kind: 'unchanged',
  after: '1.2.0',
  changes: [],
  requiredBump: 'none',
  actualBump: 'none',
  severity: undefined,
};
const locate = () => ({ file: 'mesh, one/das.config.ts', line: 7 });

function terminal(width: number | undefined, color = false): ComparisonTerminal {
  return { width, paint: (paint, text) => (color ? `<${paint}>${text}</>` : text) };
}

describe('the table', () => {
  test('has the changes of each contract that changed, with what they do and how to accept them', () => {
    expect(comparisonLines([orders, customers], terminal(undefined)).join('\n')).toMatchSnapshot();
  });

  test('shows a consumer that is broken where the contract did not change', () => {
    const pin = { ...removed, rule: 'pin-without-column' } as const;
    const lines = comparisonLines([{ ...customers, changes: [pin] }], terminal(undefined));
    expect(lines.join('\n')).toContain('error     pin-without-column');
    expect(conclusionLine([{ ...customers, changes: [pin] }], 'main')).toContain('1 error');
  });

  test('is as wide as the terminal at most, but for the rows themselves', () => {
    const long = { ...removed, reason: 'word '.repeat(100) };
    const lines = comparisonLines([{ ...orders, changes: [long] }], terminal(60));
    const wrapped = lines.filter((line) => line.startsWith('    word'));
    expect(wrapped.length).toBeGreaterThan(5);
    for (const line of wrapped) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  });

  test('paints a row by its severity', () => {
    const lines = comparisonLines([orders], terminal(undefined, true));
    expect(lines.filter((line) => line.startsWith('<red>error'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('<yellow>warning'))).toHaveLength(1);
  });

  test('spells out control characters of a reason', () => {
    const lines = comparisonLines(
      [{ ...orders, changes: [{ ...removed, reason: 'a\u001b[31mb' }] }],
      terminal(undefined),
    );
    expect(lines.join('\n')).not.toContain('\u001b');
  });
});

describe('the conclusion', () => {
  test('counts, and names the versions that are needed', () => {
    expect(conclusionLine([orders, customers], 'main')).toBe(
      '2 contracts since main: 1 changed, 1 unchanged; 1 error, 1 warning. Next: raise shop.orders to 2.0.0.',
    );
  });

  test('asks for no version that somebody agreed to leave as it is', () => {
    const version = { ...accepted, rule: 'version-bump-too-small', path: '/version' } as const;
    expect(conclusionLine([{ ...orders, changes: [version] }], 'main')).toBe(
      '1 contract since main: 1 changed; 1 warning.',
    );
  });

  test('names no base where there was none', () => {
    const added = { ...customers, kind: 'added', before: undefined } as const;
    expect(conclusionLine([added], undefined)).toBe('1 contract: 1 added.');
  });

  test('says that nothing changed', () => {
    expect(conclusionLine([customers], 'the lockfile')).toBe(
      'Nothing changed in 1 contract since the lockfile.',
    );
  });

  test('counts severities, and writes those that are there', () => {
    expect(countSeverities([orders, orders])).toEqual({ error: 2, warning: 2, note: 0 });
    expect(severityPhrase({ error: 0, warning: 1, note: 3 })).toBe('1 warning, 3 notes');
    expect(severityPhrase({ error: 0, warning: 0, note: 0 })).toBe('');
  });
});

test('the JSON document has every key, null where there is nothing', () => {
  expect(comparisonDocument({ ...orders, kind: 'added', before: undefined })).toEqual({
    contract: 'shop.orders',
    kind: 'added',
    before: null,
    after: '1.3.0',
    mode: 'full',
    requiredBump: 'major',
    actualBump: 'minor',
    severity: 'error',
    changes: [
      {
        id: 'column-removed:shop.orders/columns/region',
        rule: 'column-removed',
        path: '/columns/region',
        column: 'region',
        reader: 'breaking',
        writer: 'safe',
        isSecurity: false,
        bump: 'major',
        severity: 'error',
        reason: removed.reason,
        consumers: ['finance', 'reporting'],
        acceptance: null,
      },
      expect.objectContaining({
        acceptance: { by: 'dana@example.com', reason: 'nobody reads it' },
      }),
    ],
  });
  expect(comparisonDocument(customers)).toMatchObject({ severity: null, changes: [] });
});

describe('GitHub annotations', () => {
  test('are one command a change', () => {
    expect(githubAnnotations([orders, customers], locate)).toEqual([
      '::error file=mesh%2C one/das.config.ts,line=7,title=shop.orders%3A column-removed::' +
        'The column region is gone, so whoever selects it fails. Consumers: finance, reporting.',
      expect.stringMatching(/^::warning /),
    ]);
  });

  test('no text can end its line or its command, and it is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reason) => {
        const change = { ...removed, reason, consumers: [] };
        const [line = ''] = githubAnnotations([{ ...orders, changes: [change] }], locate);
        expect(line).not.toMatch(/[\r\n]/);
        const message = line.slice(line.indexOf('::', 2) + 2);
        // What the runner does to a message.
        const read = message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
        expect(read).toBe(reason);
      }),
    );
  });
});

describe('SARIF', () => {
  const rules = [
    { id: 'column-added', summary: 'a column is new', help: 'more on it' },
    { id: 'column-removed', summary: 'a column is gone', help: 'more on it' },
  ];
  const written = sarifLog({ comparisons: [orders, customers], rules, locate, version: '1.0.0' });

  test('is a log of version 2.1.0 with one run, its tool and its rules', () => {
    expect(JSON.parse(JSON.stringify(written))).toMatchObject({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'das',
              semanticVersion: '1.0.0',
              rules: rules.map(({ id, summary, help }) => ({
                id,
                shortDescription: { text: summary },
                help: { text: help },
              })),
            },
          },
          columnKind: 'utf16CodeUnits',
        },
      ],
    });
  });

  test('has a result per change, with its rule, level, place and fingerprint', () => {
    expect(resultsOf(written)).toEqual([
      {
        ruleId: 'column-removed',
        ruleIndex: 1,
        level: 'error',
        message: { text: `shop.orders: ${removed.reason}` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'mesh%2C%20one/das.config.ts' },
              region: { startLine: 7 },
            },
            logicalLocations: [{ fullyQualifiedName: 'shop.orders/columns/region' }],
          },
        ],
        partialFingerprints: { 'dasChange/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
        properties: {
          reader: 'breaking',
          writer: 'safe',
          bump: 'major',
          isSecurity: false,
          consumers: ['finance', 'reporting'],
        },
      },
      expect.objectContaining({
        level: 'warning',
        suppressions: [
          {
            kind: 'external',
            status: 'accepted',
            justification: 'dana@example.com: nobody reads it',
          },
        ],
      }),
    ]);
    const [first, second] = resultsOf(written).map((result) => result.partialFingerprints);
    expect(first).not.toEqual(second);
  });

  test('escapes what would be a placeholder or a link in a message', () => {
    const change = { ...removed, reason: 'was {0}, see [here](1) or [x]' };
    const log = sarifLog({
      comparisons: [{ ...orders, changes: [change] }],
      rules,
      locate,
      version: '1.0.0',
    });
    expect(resultsOf(log)[0]?.message).toEqual({
      text: 'shop.orders: was {{0}}, see \\[here](1) or [x]',
    });
  });
});

interface SarifResult {
  readonly message: object;
  readonly partialFingerprints: object;
}

function resultsOf(log: object): readonly SarifResult[] {
  const { runs } = log as { readonly runs: readonly { readonly results: SarifResult[] }[] };
  return runs.flatMap(({ results }) => results);
}
