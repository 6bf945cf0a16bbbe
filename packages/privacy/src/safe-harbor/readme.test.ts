import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectorIds, detectors } from '../detection/detector.js';
import { safeHarborCoverage } from './coverage.js';

const readme = new URL('../../README.md', import.meta.url);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function kindsTable(): string {
  return table(
    ['kind', 'what', 'letter', 'classification', 'alone', 'signals'],
    detectorIds.map((id) => {
      const { title, letters, classification, needsContext, signals } = detectors[id];
      return [
        `\`${id}\``,
        title,
        letters.join(', ') || 'none',
        classification,
        needsContext ? 'with a label' : 'yes',
        signals.join(', '),
      ];
    }),
  );
}

function lettersTable(): string {
  return table(
    ['letter', 'covers', 'detected', 'by', 'transformed', 'not detectable'],
    safeHarborCoverage.map(({ letter, title, detected, signals, transformed, notDetectable }) => [
      letter,
      title,
      detected.map((id) => `\`${id}\``).join(', '),
      signals.join(', '),
      transformed.map((id) => `\`${id}\``).join(', ') || 'no',
      notDetectable,
    ]),
  );
}

test('the README has the tables of kinds and letters; DAS_UPDATE=1 writes them', () => {
  const text = readFileSync(readme, 'utf8');
  const expected = text
    .replace(
      /(<!-- kinds: begin -->\n)[\s\S]*(<!-- kinds: end -->)/,
      (_, begin: string, end: string) => `${begin}\n${kindsTable()}\n\n${end}`,
    )
    .replace(
      /(<!-- letters: begin -->\n)[\s\S]*(<!-- letters: end -->)/,
      (_, begin: string, end: string) => `${begin}\n${lettersTable()}\n\n${end}`,
    );
  if (process.env.DAS_UPDATE === '1') writeFileSync(readme, expected);
  expect(readFileSync(readme, 'utf8')).toBe(expected);
  expect(expected).toContain(lettersTable());
  expect(expected).toContain(kindsTable());
});

test('each letter is detected by something, and says what is not', () => {
  expect(safeHarborCoverage.map(({ letter }) => letter).join('')).toBe('ABCDEFGHIJKLMNOPQR');
  for (const { detected, signals, notDetectable } of safeHarborCoverage) {
    expect(detected.length).toBeGreaterThan(0);
    expect(signals.length).toBeGreaterThan(0);
    expect(notDetectable).not.toBe('');
  }
});
