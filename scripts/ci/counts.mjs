/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @typedef {Counts & { readonly step: string }} StepCounts
 * @typedef {object} VitestReport The parts of vitest's JSON report that count.
 * @property {boolean} success
 * @property {readonly VitestFile[]} testResults
 * @typedef {object} VitestFile
 * @property {string} status
 * @property {readonly { readonly status: string, readonly fullName: string }[]} assertionResults
 */

/**
 * Counts vitest's JSON report. A file that failed without a failing test, because it could not be
 * read or a hook of it failed, counts as one failure; so does a run that failed for another reason.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest({ success, testResults }) {
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of testResults) {
    const failures = assertionResults.filter((result) => result.status === 'failed').length;
    passed += assertionResults.filter((result) => result.status === 'passed').length;
    failed += status === 'failed' ? Math.max(failures, 1) : failures;
  }
  return { passed, failed: success ? failed : Math.max(failed, 1) };
}

/**
 * The names of the tests that were neither passed nor failed.
 *
 * @param {VitestReport} report
 * @returns {string[]}
 */
export function skippedTests({ testResults }) {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  );
}

/**
 * Counts the report of the services' own runner.
 *
 * @param {Counts} report
 * @returns {Counts}
 */
export function countServices({ passed, failed }) {
  return { passed, failed };
}

/**
 * Adds up what the runners counted. A step that failed without counting a failure, or that has no
 * runner, counts as one.
 *
 * @param {readonly StepCounts[]} counts
 * @param {readonly string[]} failedSteps
 * @returns {Counts}
 */
export function sumCounts(counts, failedSteps) {
  const counted = new Set(counts.filter(({ failed }) => failed > 0).map(({ step }) => step));
  const uncounted = failedSteps.filter((step) => !counted.has(step));
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0) + uncounted.length,
  };
}
