import type { Domain } from '@das/core';
import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareProof } from './compare-proof.js';
import { coverage } from './coverage.js';
import type { CoverageProof } from './coverage-proof.js';
import type { CoverageReport } from './coverage-report.js';
import { proveCoverage } from './prove-coverage.js';

async function proofOf(domain: Domain): Promise<CoverageProof> {
  const warehouse = await openLocalWarehouse();
  try {
    return await proveCoverage(domain, warehouse);
  } finally {
    await warehouse.close();
  }
}

function cells(report: CoverageReport) {
  return report.columns.flatMap(({ table, column, cells }) =>
    cells.map((cell) => ({ table, column, ...cell })),
  );
}

const tapes = fc.array(fc.nat(999), { maxLength: 120, size: 'max' });

test('what is said of random domains is what their roles see', async () => {
  const seen = { clear: 0, masked: 0, none: 0, exposed: 0 };
  await fc.assert(
    fc.asyncProperty(tapes, async (tape) => {
      const { next } = randomDomains(tape, { mayLower: true, mayRemove: true });
      const proof = await proofOf(next);
      for (const report of [coverage(next), coverage(next, { proof })]) {
        expect(compareProof(report, proof)).toEqual([]);
        for (const { state } of cells(report)) seen[state] += 1;
      }
      expect(coverage(next, { proof }).counts.exposed).toBe(0);
    }),
    { numRuns: 8 },
  );
  expect(Math.min(seen.clear, seen.masked, seen.none)).toBeGreaterThan(0);
}, 300_000);
