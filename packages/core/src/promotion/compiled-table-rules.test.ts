import { emptyBinShare, rule } from '@das/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordRow, RuleTable } from '../fixtures/rule-table.js';

/** Every rule about a whole table gives on the engine what a plain computation gives. */

const otherContract = { domain: 'd', name: 'others', columns: [{ name: 'n' }, { name: 'label' }] };

let table: RuleTable;
beforeAll(async () => {
  table = await RuleTable.open();
});
afterAll(() => table[Symbol.asyncDispose]());

/** How often each value, NULL left out, occurs. */
function countBy(values: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value === null) continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return counts;
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });
const fewLabels = fc.constantFrom('a', 'b', 'c', 'd', null);
const fewRows = fc
  .array(fc.record({ label: fewLabels, ratio: orNull(fc.constantFrom(0, 1, 2.5, 5, 7)) }), {
    maxLength: 25,
  })
  .map((rows) => rows.map((row, n): RecordRow => ({ n, ...row })));

describe('a rule over the whole table', () => {
  test('counts repeated rows, shares of rows and rows as a plain loop does', async () => {
    await fc.assert(
      fc.asyncProperty(fewRows, async (rows) => {
        await table.fill(rows);
        const counts = countBy(rows.map((row) => row.label));
        const repeated = rows.filter(
          (row) => (counts.get(String(row.label)) ?? 0) > 1 && row.label !== null,
        ).length;
        const pairs = countBy(
          rows.map((row) =>
            row.label === null || row.ratio === null ? null : `${row.label} ${row.ratio}`,
          ),
        );
        const repeatedPairs = [...pairs.values()]
          .filter((count) => count > 1)
          .reduce((a, b) => a + b, 0);
        const present = rows.filter((row) => row.label !== null).length;
        const share = (part: number) => (rows.length === 0 ? null : part / rows.length);
        expect(await table.failing(rule.unique('label'))).toHaveLength(repeated);
        expect(await table.failing(rule.unique(['label', 'ratio']))).toHaveLength(repeatedPairs);
        expect((await table.measured(rule.duplicates('label', { max: 1 }))).value).toBe(
          share(repeated),
        );
        expect((await table.measured(rule.duplicates(['label', 'ratio'], { max: 1 }))).value).toBe(
          share(repeatedPairs),
        );
        expect((await table.measured(rule.completeness('label', { min: 0 }))).value).toBe(
          share(present),
        );
        expect((await table.measured(rule.rowCount({ min: 0 }))).value).toBe(rows.length);
      }),
      { numRuns: 15 },
    );
  });

  test('measures the population stability index as the formula does', async () => {
    const psi = (counts: readonly number[], baseline: readonly number[]): number | null => {
      const total = counts.reduce((a, b) => a + b, 0);
      if (total === 0) return null;
      return counts.reduce((sum, count, bin) => {
        const actual = Math.max(count / total, emptyBinShare);
        const expected = Math.max(baseline[bin] ?? 0, emptyBinShare);
        return sum + (actual - expected) * Math.log(actual / expected);
      }, 0);
    };
    const same = (value: number | null, expected: number | null) =>
      expected === null ? expect(value).toBeNull() : expect(value).toBeCloseTo(expected, 9);
    await fc.assert(
      fc.asyncProperty(fewRows, async (rows) => {
        await table.fill(rows);
        const numbers = rows.flatMap((row) => (typeof row.ratio === 'number' ? [row.ratio] : []));
        const bins = [1, 2.5, 5, Infinity].map((top, at, tops) => {
          const above = tops[at - 1] ?? -Infinity;
          return numbers.filter((value) => value > above && value <= top).length;
        });
        const shares = [0.4, 0.3, 0.3, 0];
        const byBounds = rule.drift('ratio', { bounds: [1, 2.5, 5], shares });
        same((await table.measured(byBounds)).value, psi(bins, shares));
        const labels = countBy(rows.map((row) => row.label));
        const named = [labels.get('a') ?? 0, labels.get('b') ?? 0];
        const others = (labels.get('c') ?? 0) + (labels.get('d') ?? 0);
        const byValue = rule.drift('label', { values: { a: 0.5, b: 0.25 } });
        same((await table.measured(byValue)).value, psi([...named, others], [0.5, 0.25, 0.25]));
      }),
      { numRuns: 15 },
    );
  });

  test('an empty table has no data, which is not met', async () => {
    await table.fill([]);
    for (const each of [
      rule.completeness('label', { min: 0 }),
      rule.duplicates('label', { max: 1 }),
      rule.freshness('seen', '1y'),
      rule.drift('label', { values: { a: 1 } }, { maxPsi: 99 }),
      rule.sql(
        'average',
        'SELECT AVG({property}) FROM {object}',
        { mustNotBe: 0 },
        { column: 'money' },
      ),
    ]) {
      expect(await table.measured(each), each.name).toEqual({ value: null, verdict: 'no data' });
    }
    expect(await table.measured(rule.rowCount({ min: 1 }))).toEqual({
      value: 0,
      verdict: 'missed',
    });
  });

  test('freshness is in seconds, by the clock of the warehouse', async () => {
    await table.fill([
      { n: 1, seen: '2026-01-01T11:45:00Z' },
      { n: 2, seen: null },
      { n: 3, seen: '2026-01-01T10:00:00Z' },
    ]);
    table.time = new Date('2026-01-01T12:00:00Z');
    expect(await table.measured(rule.freshness('seen', '15m'))).toEqual({
      value: 900,
      verdict: 'met',
    });
    table.time = new Date('2026-01-01T12:00:01Z');
    expect(await table.measured(rule.freshness('seen', '15m'))).toEqual({
      value: 901,
      verdict: 'missed',
    });
    // An instant with an offset is that instant; a day begins at midnight, UTC.
    await table.fill([{ n: 1, seen_there: '2026-01-01T13:30:00+02:00', seen_on: '2026-01-01' }]);
    expect((await table.measured(rule.freshness('seen_there', '15m'))).value).toBe(1801);
    expect((await table.measured(rule.freshness('seen_on', '1d'))).value).toBe(12 * 3600 + 1);
  });

  test('rows that refer to nothing fail, and rows with a part of NULL do not', async () => {
    await table.fillOthers([
      { n: 1, label: 'x' },
      { n: 2, label: null },
    ]);
    await table.fill([
      { n: 1, label: 'x' },
      { n: 1, label: 'y' },
      { n: 2, label: null },
      { n: null, label: 'z' },
      { n: 3, label: 'x' },
    ]);
    const one = await table.failing(rule.referential('n', otherContract, 'n'));
    expect(one).toMatchObject([{ N: 3 }]);
    const both = await table.failing(
      rule.referential(['n', 'label'], otherContract, ['n', 'label']),
    );
    expect(both).toHaveLength(2);
  });

  test('a query of one s own gives its number, and can be nothing but a query', async () => {
    await table.fill([
      { n: 1, money: 2 },
      { n: 2, money: 4 },
    ]);
    const average = rule.sql(
      'average',
      'WITH X AS (SELECT {property} AS V FROM {object}) SELECT AVG(V) FROM X;',
      { mustBe: 3 },
      { column: 'money' },
    );
    expect(await table.measured(average)).toEqual({ value: 3, verdict: 'met' });
    for (const query of [
      'DELETE FROM {object}',
      'SELECT 1) AS Q; DELETE FROM {object} --',
      'SELECT 1 FROM {object}); DROP TABLE {object}',
    ]) {
      await expect(table.measured(rule.sql('hostile', query, { mustBe: 1 }))).rejects.toThrow();
    }
    expect((await table.measured(rule.rowCount({ min: 2 }))).verdict).toBe('met');
  });
});
