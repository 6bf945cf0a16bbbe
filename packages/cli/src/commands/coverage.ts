import { basename, dirname } from 'node:path';
import { type Domain, tiers } from '@das/core';
import {
  type CoverageReport,
  coverageDocument,
  coverageFindings,
  coverageHtml,
  coverageRules,
  isExposed,
  selectCoverage,
} from '@das/governance';
import { lockfileName, lockfileOf, readLockfile } from '../contract/lockfile.js';
import { optionChoice } from '../contract/option-choice.js';
import { projectPrefix } from '../contract/project-prefix.js';
import { type SourceLocator, sourceLocator } from '../contract/source-locator.js';
import { writeFileAtomically } from '../contract/write-file-atomically.js';
import { coverDomain } from '../coverage/cover-domain.js';
import { coverageLines } from '../coverage/coverage-lines.js';
import { configurationOf, type LocatedConfiguration } from '../deployment/open-deployment.js';
import { CliError } from '../errors/cli-error.js';
import { packageVersion } from '../package-version.js';
import { suggestName } from '../program/closest-name.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { findingsSarif } from '../reports/findings-sarif.js';
import { formatQuantity } from '../terminal/quantities.js';

const formats = ['table', 'html', 'json', 'sarif'] as const;
type Format = (typeof formats)[number];

/** `das coverage` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const format = optionChoice(given, 'format', formats);
  if (format !== 'table' && given.flag('json')) {
    throw new CliError('DAS_USAGE', 'the output has one format', {
      place: '--format',
      next: 'pass either --json or --format',
    });
  }
  const configuration = await configurationOf(invocation);
  const { domain } = configuration;
  const whole = await coverDomain(domain, invocation.terminal);
  const report = selectCoverage(whole, selectionOf(whole, invocation));
  const file = given.path('out');
  const content = await contentOf(format, report, configuration, invocation, file !== undefined);
  if (file !== undefined) await writeFileAtomically(file, `${content.join('\n')}\n`);
  return {
    document: { domain: domain.name, ...coverageDocument(report), out: file ?? null },
    lines: file === undefined ? content : [`written: ${file}`],
    ...(isExposed(report) ? { failure: exposed(report, domain) } : {}),
  };
}

function selectionOf(
  report: CoverageReport,
  { arguments: given }: Invocation,
): { readonly roles?: readonly string[]; readonly tiers?: readonly string[] } {
  const roles = given.list('role');
  const wanted = given.list('tier')?.map((tier) => tier.toUpperCase());
  const knownRoles = report.roles.map(({ name }) => name);
  const knownTiers = [...new Set([...tiers, ...report.columns.map(({ tier }) => tier)])];
  refuseUnknown(roles, knownRoles, '--role', 'roles');
  refuseUnknown(wanted, knownTiers, '--tier', 'tiers');
  return {
    ...(roles === undefined ? {} : { roles }),
    ...(wanted === undefined ? {} : { tiers: wanted }),
  };
}

function refuseUnknown(
  names: readonly string[] | undefined,
  known: readonly string[],
  option: string,
  nouns: string,
): void {
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CliError('DAS_USAGE', `${unknown} is not known here`, {
    place: option,
    next: suggestName(unknown, known, nouns),
  });
}

async function contentOf(
  format: Format,
  report: CoverageReport,
  configuration: LocatedConfiguration,
  invocation: Invocation,
  isFile: boolean,
): Promise<readonly string[]> {
  const { domain } = configuration;
  switch (format) {
    case 'table':
      // What goes into a file is never painted.
      return coverageLines(
        report,
        isFile ? { paint: (_paint, text) => text } : invocation.terminal,
      );
    case 'html': {
      const title = `Who sees what in domain ${domain.name}`;
      return [coverageHtml(report, { title }).trimEnd()];
    }
    case 'json':
      return [JSON.stringify({ domain: domain.name, ...coverageDocument(report) }, undefined, 2)];
    case 'sarif': {
      const log = findingsSarif({
        findings: coverageFindings(report),
        rules: Object.values(coverageRules),
        domain: domain.name,
        locate: await locatorOf(configuration, invocation),
        version: packageVersion(),
      });
      return [JSON.stringify(log, undefined, 2)];
    }
  }
}

async function locatorOf(
  { file }: LocatedConfiguration,
  { io }: Invocation,
): Promise<SourceLocator> {
  const prefix = await projectPrefix(dirname(file), io.cwd, io.env);
  const lockfile = await readLockfile(lockfileOf(file));
  const source =
    lockfile === undefined ? undefined : { file: `${prefix}${lockfileName}`, text: lockfile.text };
  return sourceLocator(source, `${prefix}${basename(file)}`);
}

function exposed({ counts, combinations }: CoverageReport, domain: Domain): CliError {
  const pairs = combinations.filter(({ isByRight }) => !isByRight).length;
  const what = [
    ...(counts.exposed === 0 ? [] : [formatQuantity(counts.exposed, 'cell')]),
    ...(pairs === 0 ? [] : [formatQuantity(pairs, 'pair of roles', 'pairs of roles')]),
  ];
  return new CliError(
    'DAS_COVERAGE_EXPOSED',
    `classified columns are exposed: ${what.join(', ')}`,
    {
      place: `domain ${domain.name}`,
      next: 'read what das coverage says of each, and what to do about it',
    },
  );
}
