import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluationReport } from './evaluation-report.js';

const readme = new URL('../../README.md', import.meta.url);

test('the README says what the published seed measures; DAS_UPDATE=1 writes it', () => {
  const text = readFileSync(readme, 'utf8');
  const expected = text.replace(
    /(<!-- evaluation: begin -->\n)[\s\S]*(<!-- evaluation: end -->)/,
    (_, begin: string, end: string) => `${begin}\n${evaluationReport()}\n\n${end}`,
  );
  if (process.env.DAS_UPDATE === '1') writeFileSync(readme, expected);
  expect(readFileSync(readme, 'utf8')).toBe(expected);
});
