import { readFileSync, writeFileSync } from 'node:fs';
import { type Difference, type WarehouseCaseId, warehouseCaseIds } from '@das/core/testing';
import { expect, it } from 'vitest';
import { differingCases, unsupportedCases } from './fixtures/conformance-deviations.js';

const readme = new URL('../README.md', import.meta.url);

function differenceLines(
  differences: Readonly<Partial<Record<WarehouseCaseId, Difference>>>,
): readonly string[] {
  return warehouseCaseIds.flatMap((id) => {
    const difference = differences[id];
    return difference === undefined ? [] : [`- ${difference.reason} (\`${id}\`)`];
  });
}

/** The refused cases, one line for each reason. */
function refusedLines(): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const id of warehouseCaseIds) {
    const reason = unsupportedCases[id];
    if (reason === undefined) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${id}\``]);
  }
  return [...byReason].map(([reason, ids]) => `- ${reason} (${ids.join(', ')})`);
}

it('says in the README how many cases hold, and every deviation', () => {
  const refused = Object.keys(unsupportedCases).length;
  const differing = Object.keys(differingCases).length;
  const holding = warehouseCaseIds.length - refused - differing;
  const lines = [
    `Of ${warehouseCaseIds.length} cases, ${holding} hold on the engine, ${refused} are refused as not supported, and`,
    `${differing} end otherwise. Each refusal and each difference is itself tested.`,
    '',
    'They end otherwise:',
    '',
    ...differenceLines(differingCases),
    '',
    'Over the server, with `snowflake-sdk`, it is the same.',
    '',
    'They are refused:',
    '',
    ...refusedLines(),
  ];
  const text = readFileSync(readme, 'utf8');
  const expected = text.replace(
    /(<!-- conformance: begin -->\n)[\s\S]*(<!-- conformance: end -->)/,
    (_, begin: string, end: string) => `${begin}\n${lines.join('\n')}\n\n${end}`,
  );
  expect(text).toContain('<!-- conformance: begin -->');
  if (process.env.DAS_UPDATE === '1') writeFileSync(readme, expected);
  expect(readFileSync(readme, 'utf8')).toBe(expected);
});
