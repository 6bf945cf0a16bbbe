import type { Domain } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { compareProof } from './compare-proof.js';
import { coverage } from './coverage.js';
import { proveCoverage } from './prove-coverage.js';

const examples: readonly (readonly [string, () => Promise<{ readonly default: Domain }>])[] = [
  ['commerce', () => import('../../../../examples/commerce/das.config.js')],
  ['health', () => import('../../../../examples/health/das.config.js')],
];

test.each(examples)(
  'what is said of %s is what its roles see',
  async (_name, load) => {
    const { default: domain } = await load();
    const warehouse = await openLocalWarehouse();
    try {
      const proof = await proveCoverage(domain, warehouse);
      const report = coverage(domain, { proof });
      expect(compareProof(report, proof)).toEqual([]);
      expect(report.counts.exposed).toBe(0);
      for (const state of ['clear', 'masked', 'none'] as const) {
        expect(report.counts[state]).toBeGreaterThan(10);
      }
    } finally {
      await warehouse.close();
    }
  },
  120_000,
);
