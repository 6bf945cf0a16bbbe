import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planRules } from '../checks/plan-rules.js';
import { coverageRules } from '../coverage/coverage-rules.js';
import { driftRules } from '../drift/drift-rules.js';
import { lintRules } from '../lint/lint-rules.js';
import { approvalRules, fixtureRules, policyTestRules } from './repository-rules.js';
import type { Rule } from './rule.js';

const page = new URL('../../../../docs/reference/rules.md', import.meta.url);

const head = `# Rules

Every rule of \`das check\`, \`das plan\`, \`das apply\`, \`das coverage\` and \`das drift\`, with its stable
id, what it means and what to do. This page is written from the catalogues in the code; a test holds it
in step. The rules of changes to contracts have names instead, and come from \`das contract diff\`.

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
  [
    'Coverage',
    'Why a classified column counts as exposed to a role, or needs a look, in `das coverage`.',
    coverageRules,
  ],
  [
    'Drift',
    'What `das drift` finds: where the account is not what was deployed. The grade of a rule decides its\nseverity: critical and high are errors, medium is a warning, low a note.',
    driftRules,
  ],
  ['Fixtures', 'What `das check` finds in the files of a repository that hold data.', fixtureRules],
  ['Policy tests', 'What `das check` says of the policy tests that it runs.', policyTestRules],
  ['Approvals', 'What `das check` says of the records in `das.approvals.json`.', approvalRules],
];

/** A text as a sentence: some begin small and end without a full stop, for the lines of a terminal. */
function sentence(text: string): string {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}

function entry({ id, title, severity, danger, why, fix, documentation }: Rule): string {
  const grade = danger === undefined ? severity : `${severity}, ${danger}`;
  const links = documentation.map((url) => `<${url}>`).join(', ');
  return `\n### ${id}\n\n**${sentence(title)}** (${grade})\n\n${sentence(why)}\n\n*Fix:* ${sentence(fix)}\n${links === '' ? '' : `\n*Snowflake:* ${links}\n`}`;
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
    expect(id).toMatch(/^DAS-[PLCDFTA]\d{3}$/);
    expect(title).not.toMatch(/\.$/);
    for (const text of [why, fix]) expect(sentence(text)).toMatch(/^[A-Z].{9,}[.]$/);
    for (const url of documentation) expect(url).toMatch(/^https:\/\/docs\.snowflake\.com\/en\//);
  }
});
