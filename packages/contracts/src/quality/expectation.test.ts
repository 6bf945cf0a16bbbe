import { expect, test } from 'vitest';
import type { Expectation } from '../model/rule.js';
import { judgeMeasure, meets } from './expectation.js';

test.each<[Expectation, met: readonly number[], missed: readonly number[]]>([
  [{ mustBe: 1 }, [1], [0, 1.1]],
  [{ mustNotBe: 1 }, [0, 1.1], [1]],
  [{ mustBeGreaterThan: 1 }, [1.1], [1, 0]],
  [{ mustBeGreaterOrEqualTo: 1 }, [1, 2], [0.9]],
  [{ mustBeLessThan: 1 }, [0.9], [1, 2]],
  [{ mustBeLessOrEqualTo: 1 }, [1, 0], [1.1]],
  [{ mustBeBetween: [1, 3] }, [1.1, 2], [1, 3, 0, 4]],
  [{ mustNotBeBetween: [1, 3] }, [1, 3, 0, 4], [1.1, 2]],
])('%j', (expectation, met, missed) => {
  for (const value of met) expect(meets(expectation, value), String(value)).toBe(true);
  for (const value of missed) expect(meets(expectation, value), String(value)).toBe(false);
  expect(meets(expectation, Number.NaN)).toBe(false);
});

test('what was not measured is no data, whatever is expected', () => {
  for (const value of [null, undefined, Number.NaN]) {
    expect(judgeMeasure([{ mustNotBe: 1 }], value)).toBe('no data');
    expect(judgeMeasure([], value)).toBe('no data');
  }
  expect(judgeMeasure([{ mustBeGreaterThan: 0 }, { mustBeLessThan: 2 }], 1)).toBe('met');
  expect(judgeMeasure([{ mustBeGreaterThan: 0 }, { mustBeLessThan: 2 }], 2)).toBe('missed');
});
