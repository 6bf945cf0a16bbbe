import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Duration, durationInSeconds } from '@das/contracts';
import {
  type DriftFinding,
  type DriftGrade,
  drift,
  driftGrades,
  driftRules,
  observe,
  placeText,
  readDeployed,
} from '@das/governance';
import { oneOf, optionChoice } from '../contract/option-choice.js';
import { projectPrefix } from '../contract/project-prefix.js';
import { sourceLocator } from '../contract/source-locator.js';
import {
  configurationOf,
  type Deployment,
  evidenceState,
  openDeployment,
  openSnowflakeDeployment,
} from '../deployment/open-deployment.js';
import {
  countGrades,
  driftAnnotations,
  driftLines,
  gradePhrase,
  originText,
} from '../drift/drift-lines.js';
import { recordDrift } from '../drift/record-drift.js';
import { CliError } from '../errors/cli-error.js';
import { packageVersion } from '../package-version.js';
import type { Arguments } from '../program/arguments.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { findingsSarif } from '../reports/findings-sarif.js';

const formats = ['table', 'github', 'sarif'] as const;
type Format = (typeof formats)[number];

/** `das drift` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const format = formatOf(given);
  const failOn = oneOf(given.text('failOn') ?? 'medium', driftGrades, '--fail-on');
  const wait = waitOf(given);
  const configuration = await configurationOf(invocation);
  const open = given.flag('snowflake') ? openSnowflakeDeployment : openDeployment;
  await using deployment = await open(configuration);
  if (wait !== undefined) return await watch(deployment, invocation, wait);
  const { domain, evidence } = deployment;
  const findings = await findDrift(deployment);
  // What was found is told also where it cannot be recorded: whoever hides it need not be helped.
  const unrecorded = await recordDrift(evidence, domain, findings).then(
    () => undefined,
    (error: unknown) => error ?? new Error('the evidence of drift was not written'),
  );
  const failing = findings.filter(({ grade }) => isAtLeast(grade, failOn));
  return {
    document: documentOf(deployment, findings),
    lines: await linesOf(format, findings, deployment, invocation),
    ...failureOf(unrecorded, failing, domain.database),
  };
}

/** Evidence that was not written outweighs what was found: the findings are in the report. */
function failureOf(
  unrecorded: unknown,
  failing: readonly DriftFinding[],
  database: string,
): Pick<Report, 'failure'> {
  if (unrecorded !== undefined) return { failure: unrecorded };
  return failing.length === 0 ? {} : { failure: driftFound(failing, database) };
}

async function findDrift({ domain, warehouse }: Deployment): Promise<readonly DriftFinding[]> {
  const role = domain.platform.deployRole;
  await using session = await warehouse.openSession({
    role,
    queryTag: `das:observe:${domain.name}`,
  });
  const deployed = await readDeployed(session, domain.database);
  const observed = await observe(session, { databases: [domain.database] });
  return drift(deployed, observed, { owner: role });
}

function formatOf(given: Arguments): Format {
  const format = optionChoice(given, 'format', formats);
  const isOther = format !== 'table';
  if (isOther && (given.flag('json') || given.flag('watch'))) {
    throw new CliError('DAS_USAGE', 'the output has one format', {
      place: '--format',
      next: 'pass --format without --json and --watch',
    });
  }
  return format;
}

/** Milliseconds between two looks; `undefined` for one look alone. */
function waitOf(given: Arguments): number | undefined {
  const every = given.text('every');
  if (!given.flag('watch')) {
    if (every === undefined) return undefined;
    throw new CliError('DAS_USAGE', '--every has no effect without --watch', {
      place: 'das drift',
      next: 'add --watch, or leave --every out',
    });
  }
  try {
    const seconds = durationInSeconds((every ?? '5m') as Duration);
    if (seconds > 0) return seconds * 1000;
  } catch {
    // It is refused below.
  }
  throw new CliError('DAS_USAGE', 'the time between two looks is no duration', {
    place: 'das drift --every',
    next: 'pass a number and a unit, such as 5m',
  });
}

function isAtLeast(grade: DriftGrade, least: DriftGrade): boolean {
  return driftGrades.indexOf(grade) <= driftGrades.indexOf(least);
}

function documentOf({ domain, evidence }: Deployment, findings: readonly DriftFinding[]): object {
  return {
    domain: domain.name,
    counts: countGrades(findings),
    findings,
    evidence: evidenceState(evidence),
  };
}

async function linesOf(
  format: Format,
  findings: readonly DriftFinding[],
  { domain, file }: Deployment,
  { terminal, io }: Invocation,
): Promise<readonly string[]> {
  switch (format) {
    case 'table':
      return driftLines(findings, domain.name, terminal);
    case 'github':
      return driftAnnotations(findings);
    case 'sarif': {
      const prefix = await projectPrefix(dirname(file), io.cwd, io.env);
      const log = findingsSarif({
        findings,
        rules: Object.values(driftRules),
        domain: domain.name,
        locate: sourceLocator(undefined, `${prefix}${basename(file)}`),
        version: packageVersion(),
      });
      return [JSON.stringify(log, undefined, 2)];
    }
  }
}

function driftFound(findings: readonly DriftFinding[], place: string): CliError {
  return new CliError(
    'DAS_DRIFT_FOUND',
    `the warehouse is not what was deployed: ${gradePhrase(findings)}`,
    { place, next: 'find out who changed it, then undo it, or declare it and apply' },
  );
}

/** Looks until the interrupt, and tells what came and what went since the look before. */
async function watch(
  deployment: Deployment,
  { terminal, io, signal }: Invocation,
  wait: number,
): Promise<Report> {
  let before = new Map<string, DriftFinding>();
  while (!signal.aborted) {
    const findings = await findDrift(deployment);
    const now = new Map(findings.map((finding) => [keyOf(finding), finding]));
    const appeared = [...now].flatMap(([key, each]) => (before.has(key) ? [] : [each]));
    const gone = [...before].flatMap(([key, each]) => (now.has(key) ? [] : [each]));
    for (const [event, each] of [
      ...appeared.map((finding) => ['appeared', finding] as const),
      ...gone.map((finding) => ['gone', finding] as const),
    ]) {
      const mark = event === 'appeared' ? '+' : '-';
      const text = [mark, each.grade, each.rule, placeText(each.place), each.message];
      terminal.print([...text, originText(each)].join(' ').trimEnd());
      if (terminal.isJson) io.stdout.write(`${JSON.stringify({ event, ...each })}\n`);
    }
    if (appeared.length > 0) await recordDrift(deployment.evidence, deployment.domain, findings);
    before = now;
    terminal.progress(`watching ${deployment.domain.database}`);
    // An interrupt while it waits is how it is meant to end.
    await sleep(wait, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  return {
    document: documentOf(deployment, [...before.values()]),
    lines: [],
    endsWithInterrupt: true,
  };
}

/** What makes a finding the same at the next look. */
function keyOf({ rule, place, message }: DriftFinding): string {
  return JSON.stringify([rule, placeText(place), message]);
}
