import { expect, test } from 'vitest';
import { checkLines, countFindings } from './check-lines.js';
import type { CheckPart, LocatedFinding } from './check-part.js';
import { githubCheckLines, junitCheckReport, sarifCheckLog } from './check-reports.js';

const finding: LocatedFinding = {
  rule: 'DAS-P101',
  severity: 'error',
  danger: 'exposure',
  message: 'a "bare" column, 100% <open>\nin {braces} and [text](link)',
  place: { address: 'table SHOP.SILVER.ORDERS', column: 'EMAIL' },
  next: 'mask it',
  location: { file: 'mesh, one/das.config.ts', line: 3 },
};
const approved: LocatedFinding = {
  ...finding,
  rule: 'DAS-F102',
  severity: 'note',
  message: 'looks like names',
  approval: {
    rule: 'DAS-F102',
    address: finding.place.address,
    by: 'dana@example.com',
    reason: 'generated',
  },
};
const parts: readonly CheckPart[] = [
  { name: 'contracts', looked: '3 contracts since the lockfile', findings: [] },
  { name: 'plan', looked: '40 statements', findings: [finding] },
  { name: 'fixtures', looked: '2 files', findings: [approved] },
];
const terminal = { width: undefined, paint: (_paint: string, text: string) => text };

test('the table says of each part what it looked at, and then what it found', () => {
  expect(checkLines(parts, terminal).join('\n')).toMatchSnapshot();
  expect(countFindings([finding, approved])).toEqual({ error: 1, warning: 0, note: 1 });
});

test('annotations of GitHub are one line each, with what would end one escaped', () => {
  const lines = githubCheckLines(parts);
  expect(lines).toMatchSnapshot();
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
});

test('the SARIF log suppresses what is approved', () => {
  expect(sarifCheckLog(parts, '1.2.3')).toMatchSnapshot();
});

test('the JUnit report has a suite for each part, and a case that failed for each error', () => {
  const report = junitCheckReport(parts).join('\n');
  expect(report).toMatchSnapshot();
  expect(report).toContain('tests="3" failures="1"');
  const control = { ...finding, message: 'bell \u0007' };
  const [part] = parts;
  if (part === undefined) throw new Error('there is no part');
  expect(junitCheckReport([{ ...part, findings: [control] }]).join('')).not.toContain('\u0007');
});
