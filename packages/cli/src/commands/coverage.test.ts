import { tmpdir } from 'node:os';
import type { CoverageReport } from '@das/governance';
import { coverageFindings, coverageRules } from '@das/governance';
import { expect, test } from 'vitest';
import { coverageLines } from '../coverage/coverage-lines.js';
import { findingsSarif } from '../reports/findings-sarif.js';
import { run } from '../run.js';

const report: CoverageReport = {
  roles: [
    { name: 'ANALYST', type: 'role', isCleared: false },
    { name: 'STEWARD', type: 'role', isCleared: true },
  ],
  columns: [
    {
      table: 'BROOK_SHOP.SILVER.ORDERS',
      isDynamic: true,
      tier: 'SILVER',
      column: 'EMAIL',
      classification: 'pii',
      policy: { name: 'BROOK_SHOP.OPS.MASK_PII_VARCHAR' },
      cells: [
        { role: 'ANALYST', state: 'exposed', reason: 'revealed', rows: { see: 'all' } },
        {
          role: 'STEWARD',
          state: 'clear',
          rows: { see: 'filtered', policy: 'BROOK_SHOP.OPS.ROWS_REGION' },
        },
      ],
    },
    {
      table: 'BROOK_SHOP.PLATINUM.ORDERS',
      isDynamic: false,
      tier: 'PLATINUM',
      column: 'EMAIL',
      classification: 'pii',
      policy: { name: 'BROOK_SHOP.OPS.MASK_PII_VARCHAR' },
      cells: [
        { role: 'ANALYST', state: 'masked', rows: { see: 'none' } },
        { role: 'STEWARD', state: 'none' },
      ],
    },
  ],
  combinations: [],
  counts: { exposed: 1, clear: 1, masked: 1, none: 1 },
};

test('the matrix is a table for each tier, and says what to do about what is exposed', () => {
  expect(coverageLines(report, { paint: (_paint, text) => text })).toMatchInlineSnapshot(`
    [
      "SILVER  column  classification  ANALYST             STEWARD",
      "------  ------  --------------  ------------------  ---------------------------",
      "ORDERS  EMAIL   pii             EXPOSED (revealed)  clear (rows by ROWS_REGION)",
      "",
      "PLATINUM  column  classification  ANALYST           STEWARD",
      "--------  ------  --------------  ----------------  -------",
      "ORDERS    EMAIL   pii             masked (no rows)  -",
      "",
      "error DAS-C005 dynamicTable BROOK_SHOP.SILVER.ORDERS, column EMAIL",
      "  BROOK_SHOP.OPS.MASK_PII_VARCHAR shows the pii value to a role without clearance: exposed to ANALYST",
      "  next: Give the role clearance for the classification, or take it out of the policy.",
      "2 classified columns, 2 roles: 1 EXPOSED, 1 clear, 1 masked, 1 no access",
    ]
  `);
});

test('states are painted where there are colours, and columns stay aligned', () => {
  const plain = coverageLines(report, { paint: (_paint, text) => text });
  const painted = coverageLines(report, { paint: (paint, text) => `<${paint}>${text}</>` });
  expect(painted.join('\n')).toContain('<red>EXPOSED</>');
  expect(painted.map((line) => line.replaceAll(/<[^>]*>/g, ''))).toEqual(plain);
});

test('SARIF has every rule, and the place of the contract', () => {
  const log = findingsSarif({
    findings: coverageFindings(report),
    rules: Object.values(coverageRules),
    domain: 'shop',
    locate: (contract, column) => ({ file: `${contract}/${column}.json`, line: 7 }),
    version: '1.0.0',
  });
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'das', semanticVersion: '1.0.0' } },
        results: [
          {
            ruleId: coverageRules.revealed.id,
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'shop.orders/email.json' },
                  region: { startLine: 7 },
                },
                logicalLocations: [
                  {
                    fullyQualifiedName: 'dynamicTable BROOK_SHOP.SILVER.ORDERS, column EMAIL',
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

test.each([
  [['--format', 'xml'], 'use one of: table, html, json, sarif'],
  [['--format', 'html', '--json'], 'either --json or --format'],
])('%j is not understood', async (argv, next) => {
  let stderr = '';
  const exitCode = await run(['coverage', ...argv], {
    stdout: { write: () => undefined },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    cwd: tmpdir(),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(next);
});
