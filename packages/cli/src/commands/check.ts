import { basename, dirname, join } from 'node:path';
import { compileDomain, type Domain, emptyState, type Plan, planResources } from '@das/core';
import { approvalRules, type Finding, findingOf } from '@das/governance';
import {
  Approvals,
  approvalsFileName,
  type RecordedApproval,
  readApprovals,
} from '../check/approvals.js';
import { checkContracts } from '../check/check-contracts.js';
import {
  checkCoverage,
  checkSteps,
  checkTraps,
  declarationsOf,
  planApprovals,
} from '../check/check-domain.js';
import { checkFixtures } from '../check/check-fixtures.js';
import { checkLines, countFindings } from '../check/check-lines.js';
import {
  type CheckName,
  type CheckPart,
  checkNames,
  findingsOf,
  type LocatedFinding,
} from '../check/check-part.js';
import { checkPolicies } from '../check/check-policies.js';
import { githubCheckLines, junitCheckReport, sarifCheckLog } from '../check/check-reports.js';
import { projectFiles } from '../check/project-files.js';
import { committedBase, workingBase } from '../contract/comparison-base.js';
import { severityPhrase } from '../contract/comparison-summary.js';
import { lockfileName, lockfileOf, readLockfile } from '../contract/lockfile.js';
import { oneOf, optionChoice } from '../contract/option-choice.js';
import { projectPrefix } from '../contract/project-prefix.js';
import { type SourceLocation, sourceLocator } from '../contract/source-locator.js';
import { configurationOf, type LocatedConfiguration } from '../deployment/open-deployment.js';
import { readPlanFile } from '../deployment/plan-arguments.js';
import { CliError } from '../errors/cli-error.js';
import { packageVersion } from '../package-version.js';
import type { Arguments } from '../program/arguments.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { readScanFile, scanFileName } from '../scan/scan-file.js';
import type { Terminal } from '../terminal/terminal.js';

const formats = ['table', 'github', 'sarif', 'junit', 'json'] as const;
type Format = (typeof formats)[number];

/** `das check` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const format = formatOf(given);
  const failOn = optionChoice(given, 'failOn', ['error', 'warning']);
  const wanted = wantedParts(given);
  const configuration = await configurationOf(invocation);
  const folder = dirname(configuration.file);
  const file = await readApprovals(join(folder, approvalsFileName));
  const approvals = new Approvals(file.approvals, new Date());
  const place = await placesOf(configuration, invocation);
  const parts: CheckPart[] = [];
  for (const name of wanted) {
    terminal.progress(`checking ${name}`);
    const { looked, found } = await runPart(name, invocation, configuration, approvals.valid);
    const findings = found.map((each) =>
      located(each, approvals.inCheck(name, each.finding), place),
    );
    parts.push({ name, looked, findings });
  }
  // Whether an approval is needed is known only when everything has been looked at.
  if (wanted.length === checkNames.length)
    parts.push(approvalsPart(file.approvals, approvals, place));
  const counts = countFindings(findingsOf(parts));
  const isBroken = counts.error > 0 || (failOn === 'warning' && counts.warning > 0);
  const document = documentOf(configuration.domain.name, parts, counts);
  const failure = new CliError('DAS_CHECK_FAILED', `the checks found ${severityPhrase(counts)}`, {
    place: `domain ${configuration.domain.name}`,
    next: `mend what they name, or approve it in ${approvalsFileName} with rule, address, by and reason`,
  });
  return {
    document,
    lines: linesOf(format, parts, document, terminal),
    ...(isBroken ? { failure } : {}),
  };
}

/** What a part found, with the file that it is about where that is known. */
interface Found {
  readonly finding: Finding;
  /** Relative to the folder of the configuration. */
  readonly file?: string | undefined;
}

async function runPart(
  name: CheckName,
  { arguments: given, io, signal, terminal }: Invocation,
  configuration: LocatedConfiguration,
  approvals: readonly RecordedApproval[],
): Promise<{ readonly looked: string; readonly found: readonly Found[] }> {
  const { domain, file } = configuration;
  const folder = dirname(file);
  switch (name) {
    case 'contracts': {
      const lockfile = lockfileOf(file);
      const working = await readLockfile(lockfile);
      const reference = given.text('base');
      const base =
        reference === undefined
          ? workingBase(working)
          : await committedBase(reference, lockfile, io.env);
      return plain(checkContracts(domain, base, working));
    }
    case 'plan': {
      const { deployRole } = domain.platform;
      const declarations = declarationsOf(domain);
      const context = { approvals: planApprovals(approvals), deployRole, declarations };
      const path = given.path('plan');
      if (path === undefined) {
        return plain(checkSteps(firstPlan(domain), 'a first deployment', context));
      }
      return plain(checkSteps(await savedPlan(path, domain), 'the saved plan', context));
    }
    case 'lint':
      return plain(checkTraps(domain));
    case 'coverage':
      return plain(await checkCoverage(domain, terminal));
    case 'policies': {
      const { looked, findings } = await checkPolicies(folder, await projectFiles(folder), signal);
      return { looked, found: findings };
    }
    case 'fixtures': {
      const reviewed = await readScanFile(join(folder, scanFileName));
      const bounds = { records: 1000, signal };
      const project = await projectFiles(folder);
      const { looked, findings } = await checkFixtures(folder, project, reviewed, bounds);
      return { looked, found: findings };
    }
  }
}

function plain({
  looked,
  findings,
}: {
  readonly looked: string;
  readonly findings: readonly Finding[];
}): { readonly looked: string; readonly found: readonly Found[] } {
  return { looked, found: findings.map((finding) => ({ finding })) };
}

/** A saved plan of another domain says nothing of this one. */
async function savedPlan(path: string, domain: Domain): Promise<Plan> {
  const plan = await readPlanFile(path);
  if (plan.domain === domain.name) return plan;
  throw new CliError('DAS_USAGE', 'the plan is one of another domain', {
    place: path,
    next: `pass a plan of ${domain.name}, or the configuration of its domain with --config`,
  });
}

/** What `das apply` would do in an account that is empty. */
function firstPlan(domain: Domain): Plan {
  const { name, database, platform } = domain;
  const scope = { name, database, deployRole: platform.deployRole };
  return planResources(scope, compileDomain(domain), emptyState);
}

/** Finds the line of the repository that a finding is about. */
type Locate = (found: Found) => SourceLocation;

async function placesOf(
  { file, domain }: LocatedConfiguration,
  { io }: Invocation,
): Promise<Locate> {
  const prefix = await projectPrefix(dirname(file), io.cwd, io.env);
  const working = await readLockfile(lockfileOf(file));
  const lockfile =
    working === undefined ? undefined : { file: `${prefix}${lockfileName}`, text: working.text };
  const locate = sourceLocator(lockfile, `${prefix}${basename(file)}`);
  return ({ finding: { place }, file: named }) => {
    if (named !== undefined) return { file: `${prefix}${named}`, line: 1 };
    const [, contract = place.address.split('.').at(-1)?.toLowerCase() ?? ''] =
      /^contract \S+\.(\S+)$/.exec(place.address) ?? [];
    return locate(`${domain.name}.${contract}`, place.column?.toLowerCase());
  };
}

function located(
  found: Found,
  approval: RecordedApproval | undefined,
  place: Locate,
): LocatedFinding {
  const { finding } = found;
  const location = place(found);
  return approval === undefined
    ? { ...finding, location }
    : { ...finding, severity: 'note', location, approval };
}

function approvalsPart(
  all: readonly RecordedApproval[],
  approvals: Approvals,
  place: Locate,
): CheckPart {
  const say = (rule: (typeof approvalRules)['unused' | 'expired']) => {
    return ({ rule: about, address, column }: RecordedApproval): LocatedFinding => {
      const finding = findingOf(rule, {
        message: `${rule.title}: ${about}`,
        place: column === undefined ? { address } : { address, column },
      });
      return { ...finding, location: place({ finding, file: approvalsFileName }) };
    };
  };
  return {
    name: 'approvals',
    looked: `${all.length} in ${approvalsFileName}`,
    findings: [
      ...approvals.expired.map(say(approvalRules.expired)),
      ...approvals.unused().map(say(approvalRules.unused)),
    ],
  };
}

function wantedParts(given: Arguments): readonly CheckName[] {
  const only = given.list('only');
  if (only === undefined) return checkNames;
  const names = only.map((name) => oneOf(name, checkNames, '--only'));
  return checkNames.filter((name) => names.includes(name));
}

/** `--json` is a format too, and no output can have two. */
function formatOf(given: Arguments): Format {
  const format = optionChoice(given, 'format', formats);
  if (format === 'table' || !given.flag('json')) return format;
  throw new CliError('DAS_USAGE', 'the output has one format', {
    place: '--format',
    next: 'pass either --json or --format',
  });
}

function documentOf(
  domain: string,
  parts: readonly CheckPart[],
  counts: ReturnType<typeof countFindings>,
): object {
  return {
    domain,
    counts,
    checks: parts.map(({ name, looked, findings }) => ({
      name,
      looked,
      findings: findings.map(({ rule, severity, message, place, next, ...more }) => ({
        rule,
        severity,
        danger: more.danger ?? null,
        address: place.address,
        column: place.column ?? null,
        message,
        next,
        file: more.location.file,
        line: more.location.line,
        approval: more.approval ?? null,
      })),
    })),
  };
}

function linesOf(
  format: Format,
  parts: readonly CheckPart[],
  document: object,
  terminal: Terminal,
): readonly string[] {
  switch (format) {
    case 'table':
      return checkLines(parts, terminal);
    case 'github':
      return githubCheckLines(parts);
    case 'sarif':
      return [JSON.stringify(sarifCheckLog(parts, packageVersion()), undefined, 2)];
    case 'junit':
      return junitCheckReport(parts);
    case 'json':
      return [JSON.stringify(document, undefined, 2)];
  }
}
