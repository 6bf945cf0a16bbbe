import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { changeRules } from './change-rules.js';

const page = new URL('../../../../docs/reference/contract-changes.md', import.meta.url);

const head = `# Contract changes

Every change that \`compareContracts\` and \`das contract diff\` know, in the order of a contract. This page
is written from the table in the code; a test holds it in step.

**Readers** read with the old contract what the new one lets through; **writers** hand in under the new
contract what the old one let in. \`safe\` means that neither can break, and is said only where it follows
from what the contracts say. \`warning\` means that it may hurt somebody. \`breaking\` means that it does, or
that nothing proves otherwise. Several verdicts in one cell depend on the case.

The version is what readers pin, so a change that breaks readers, or lowers a protection, asks for a
major version whatever the table says; writers are protected by the compatibility mode. A version 0.x
is no exception.

The severity is an **error** when the change breaks a side that the mode protects (\`backward\` writers,
\`forward\` readers, \`full\` both), lowers a protection, or breaks a column for a pinned consumer; a
**warning** when either verdict is not safe; a **note** otherwise. The last column says where it is
another. Who accepts an error by name turns it into a warning, for one version.

| change | readers | writers | version | what | severity |
|---|---|---|---|---|---|
`;

it('keeps the reference page of contract changes in step with the code', () => {
  const rows = Object.entries(changeRules).map(([id, facts]) => {
    const severity =
      facts.severity !== 'by mode'
        ? `always ${facts.severity}`
        : facts.isSecurity
          ? 'error if it lowers a protection'
          : 'by mode';
    const cells = [
      `\`${id}\``,
      facts.reader.join(', '),
      facts.writer.join(', '),
      facts.bump,
      facts.summary,
      severity,
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  const expected = `${head}${rows.join('')}`;
  if (process.env.DAS_UPDATE === '1') {
    mkdirSync(new URL('.', page), { recursive: true });
    writeFileSync(page, expected);
  }
  expect(readFileSync(page, 'utf8')).toBe(expected);
});
