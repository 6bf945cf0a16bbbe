import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planRules } from '../checks/plan-rules.js';
import { lintRules } from '../lint/lint-rules.js';
import type { Rule } from './rule.js';

const page = new URL('../../../../docs/reference/rules.md', import.meta.url);

const head = `# Rules

Every rule of the plan checks and of the linter, with its stable id. This page is written from the
catalogues in the code; a test holds it in step.

An **error** stops a deployment, a **warning** asks for a look, a **note** informs. The danger says what
may happen: *exposure*, somebody reads what is hidden from them; *loss*, data or protection goes for
good; *lockout*, nobody gets in any more; *outage*, something stops to work.
`;

const sections: readonly (readonly [string, string, Readonly<Record<string, Rule>>])[] = [
  [
    'Plan checks',
    'What `checkPlan` holds a plan to. It follows the plan statement by statement: P0 is protection, P1\nlockout, P2 limits, P3 the text of the statements.',
    planRules,
  ],
  ['Linter', 'What `lintDomain` finds in a declaration before there is a plan.', lintRules],
];

function entry({ id, title, severity, danger, why, fix, documentation }: Rule): string {
  const grade = danger === undefined ? severity : `${severity}, ${danger}`;
  const links = documentation.map((url) => `<${url}>`).join(', ');
  return `\n### ${id}\n\n**${title}.** (${grade})\n\n${why}\n\n*Fix:* ${fix}\n${links === '' ? '' : `\n*Snowflake:* ${links}\n`}`;
}

test('keeps the reference page of rules in step with the code', () => {
  const body = sections.map(
    ([title, about, rules]) =>
      `\n## ${title}\n\n${about}\n${Object.values(rules).map(entry).join('')}`,
  );
  const expected = `${head}${body.join('')}`;
  if (process.env.DAS_UPDATE === '1') {
    mkdirSync(new URL('.', page), { recursive: true });
    writeFileSync(page, expected);
  }
  expect(readFileSync(page, 'utf8')).toBe(expected);
});

test('every rule has an id of its own, and says why and what to do', () => {
  const rules = sections.flatMap(([, , each]) => Object.values(each));
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { id, title, why, fix, documentation } of rules) {
    expect(id).toMatch(/^DAS-[PL]\d{3}$/);
    expect(title).not.toMatch(/\.$/);
    for (const text of [why, fix]) expect(text).toMatch(/^.{10,}[.]$/);
    for (const url of documentation) expect(url).toMatch(/^https:\/\/docs\.snowflake\.com\/en\//);
  }
});
