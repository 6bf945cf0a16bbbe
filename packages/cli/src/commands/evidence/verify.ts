import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DasError } from '@das/contracts';
import {
  type EvidenceProblem,
  type EvidenceVerdict,
  type EvidenceVerifier,
  folderStore,
  parseVerifier,
  verifyEvidenceLog,
} from '@das/evidence';
import { findConfiguration } from '../../configuration/find-configuration.js';
import { codeOf, type DataFolder, dataFolder, dataFolderOf } from '../../deployment/data-folder.js';
import { CliError } from '../../errors/cli-error.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatQuantity } from '../../terminal/quantities.js';
import { formatTable } from '../../terminal/table.js';

const shownProblems = 20;

/** `das evidence verify` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, io } = invocation;
  const key = given.text('key');
  const log = given.path('log') ?? (await dataOf(invocation)).evidence;
  const verifier = isKeyText(key)
    ? parseVerifier(key.trim())
    : await readKey(
        key === undefined ? (await dataOf(invocation)).publicKey : resolve(io.cwd, key),
      );
  const verdict = await verify(log, verifier);
  const problems = verdict.ok ? [] : verdict.problems;
  return {
    document: {
      verified: verdict.ok,
      log,
      key: verifier.text,
      origin: verifier.name,
      size: verdict.ok ? verdict.size : null,
      root: verdict.ok ? verdict.root : null,
      problems: problems.map(({ code, place, message }) => ({
        code,
        file: place.file,
        entry: place.entry ?? null,
        message,
      })),
    },
    lines: verdict.ok
      ? [
          terminal.paint('green', 'The evidence log verifies.'),
          `origin: ${verdict.origin}`,
          `size:   ${formatQuantity(verdict.size, 'leaf', 'leaves')}`,
          `root:   ${verdict.root}`,
          `key:    ${verifier.text}`,
        ]
      : problemLines(problems),
    ...(verdict.ok ? {} : { failure: notVerified(log, problems) }),
  };
}

async function dataOf({ arguments: given, io }: Invocation): Promise<DataFolder> {
  const named = given.path('data');
  if (named !== undefined) return dataFolder(named);
  return dataFolderOf(undefined, await findConfiguration(given.path('config'), io.cwd));
}

function isKeyText(key: string | undefined): key is string {
  return key !== undefined && /^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\s*$/.test(key);
}

async function readKey(file: string): Promise<EvidenceVerifier> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError(
      'DAS_EVIDENCE_KEY_MISSING',
      `the public key cannot be read (${codeOf(error)})`,
      {
        place: file,
        next: 'pass the key with --key, as text or as a file',
        cause: error,
      },
    );
  });
  return parseVerifier(text.trim());
}

/** A log of another key does not verify either; that it is no log at all is another failure. */
async function verify(log: string, verifier: EvidenceVerifier): Promise<EvidenceVerdict> {
  try {
    return await verifyEvidenceLog({ store: folderStore(log), verifier });
  } catch (error) {
    if (!DasError.isInstance(error) || error.code !== 'DAS_EVIDENCE_WRONG_KEY') throw error;
    const { message, place, next } = error;
    throw new CliError('DAS_EVIDENCE_NOT_VERIFIED', message, { place, next, cause: error });
  }
}

function problemLines(problems: readonly EvidenceProblem[]): readonly string[] {
  const shown = problems.slice(0, shownProblems);
  const rest = problems.length - shown.length;
  return [
    ...formatTable(
      [
        { title: 'problem' },
        { title: 'file' },
        { title: 'entry', align: 'right' },
        { title: 'what' },
      ],
      shown.map(({ code, place, message }) => [
        code,
        place.file,
        place.entry === undefined ? '' : String(place.entry),
        message,
      ]),
    ),
    ...(rest > 0 ? [`and ${formatQuantity(rest, 'more problem')}; --json lists all`] : []),
  ];
}

function notVerified(log: string, problems: readonly EvidenceProblem[]): CliError {
  const count = formatQuantity(problems.length, 'problem');
  return new CliError('DAS_EVIDENCE_NOT_VERIFIED', `the evidence does not verify: ${count}`, {
    place: log,
    next: 'compare the named files with a copy that was kept elsewhere',
  });
}
