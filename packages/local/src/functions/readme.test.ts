import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { supportedFunctions } from './function-table.js';

const readme = new URL('../../README.md', import.meta.url);

it('lists every supported function in the README', () => {
  const lines: string[] = [];
  for (const name of supportedFunctions()) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} \`${name}\``.length <= 104)
      lines.push(`${lines.pop()} \`${name}\``);
    else lines.push(`  \`${name}\``);
  }
  const text = readFileSync(readme, 'utf8');
  const expected = text.replace(
    /(<!-- functions: begin -->\n)[\s\S]*(<!-- functions: end -->)/,
    (_, begin: string, end: string) => `${begin}\n${lines.join('\n')}\n\n${end}`,
  );
  if (process.env.DAS_UPDATE === '1') writeFileSync(readme, expected);
  expect(readFileSync(readme, 'utf8')).toBe(expected);
});
