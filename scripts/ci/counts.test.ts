import { describe, expect, test } from 'vitest';
import { countVitest, skippedTests, sumCounts } from './counts.mjs';

function fileOf(status: string, ...statuses: readonly string[]) {
  const assertionResults = statuses.map((each) => ({ status: each, fullName: `a test, ${each}` }));
  return { status, assertionResults };
}

const passing = fileOf('passed', 'passed', 'passed');

describe('countVitest', () => {
  test('counts the tests that passed and the tests that failed', () => {
    const testResults = [passing, fileOf('failed', 'failed', 'passed')];
    expect(countVitest({ success: false, testResults })).toEqual({ passed: 3, failed: 1 });
  });

  test('counts a file that could not be read as one failure', () => {
    const testResults = [passing, fileOf('failed')];
    expect(countVitest({ success: false, testResults })).toEqual({ passed: 2, failed: 1 });
  });

  test('counts a run that failed though no test did', () => {
    expect(countVitest({ success: false, testResults: [passing] }).failed).toBe(1);
  });
});

describe('skippedTests', () => {
  test('names the tests that were not run', () => {
    const testResults = [passing, fileOf('passed', 'passed', 'skipped', 'todo')];
    expect(skippedTests({ success: true, testResults })).toEqual([
      'a test, skipped',
      'a test, todo',
    ]);
  });
});

describe('sumCounts', () => {
  const tests = { step: 'test', passed: 3, failed: 2 };
  const services = { step: 'services', passed: 1, failed: 0 };

  test('adds up what the runners counted', () => {
    expect(sumCounts([tests, services], [])).toEqual({ passed: 4, failed: 2 });
  });

  test('counts a failed step once when its runner counted no failure', () => {
    expect(sumCounts([tests, services], ['test', 'services', 'check'])).toEqual({
      passed: 4,
      failed: 4,
    });
  });
});
