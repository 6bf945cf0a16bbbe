import { expect, test } from 'vitest';
import { defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { clinic, visits } from '../fixtures/visits.js';
import { enforcementOf } from './enforcement-of.js';

function clauses(domain: typeof clinic, contract: string) {
  const report = enforcementOf(domain).find((each) => each.contract === contract);
  return new Map((report?.clauses ?? []).map((clause) => [clause.path, clause]));
}

function enforcers(path: string, domain = clinic, contract = 'clinic.visits') {
  return clauses(domain, contract)
    .get(path)
    ?.enforcedBy.map(({ by }) => by);
}

test('a contract that is collected and promoted is enforced on its whole way', () => {
  expect(enforcementOf(clinic).map((report) => report.contract)).toEqual([
    'clinic.visits',
    'clinic.reasons',
  ]);
  expect(enforcers('/quality/range_cost')).toEqual(['collector', 'promotion']);
  expect(enforcers('/slo/freshness')).toEqual(['slo monitor']);
  expect(enforcers('/columns/patient/classification')).toContain('policy');
  expect(clauses(clinic, 'clinic.visits').get('/primaryKey')?.gap).toMatch(/dynamic table/);
});

test('a contract that is only promoted has no collector, and its audit comes before its rows', () => {
  const reasons = (path: string) => clauses(clinic, 'clinic.reasons').get(path);
  expect(reasons('/quality/range_visits')?.enforcedBy.map(({ by }) => by)).toEqual(['promotion']);
  expect(reasons('/primaryKey')?.gap).not.toMatch(/dynamic table/);
  expect(reasons('/columns/visits/stored/isInteger')).toMatchObject({
    isEnforced: false,
    next: 'add a quality rule that says the same, which promotions check',
  });
});

test('without a mask or a table, a protected column is not said to be hidden', () => {
  const platform = definePlatform({ name: 'bare', masking: [] });
  const bare = defineDomain({ platform, name: 'clinic', contracts: [visits] });
  expect(enforcers('/columns/patient/classification', bare)).toEqual([
    'compiler',
    'contract check',
  ]);
  expect(clauses(bare, 'clinic.visits').get('/columns/patient/classification')?.gap).toBe(
    'no masking policy is deployed on it',
  );
  expect(enforcers('/quality/range_cost', bare)).toEqual([]);
  expect(enforcers('/slo/freshness', bare)).toEqual([]);
});
