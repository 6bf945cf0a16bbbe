import { join } from 'node:path';
import {
  type Export,
  type ExportFormat,
  exportContracts,
  exportFormats,
} from '../../contract/export-contracts.js';
import { findContracts } from '../../contract/find-contracts.js';
import { oneOf } from '../../contract/option-choice.js';
import { writeFileAtomically } from '../../contract/write-file-atomically.js';
import { configurationOf } from '../../deployment/open-deployment.js';
import { CliError } from '../../errors/cli-error.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { escapeControls } from '../../terminal/display-text.js';
import { formatQuantity } from '../../terminal/quantities.js';

/** `das contract export` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const [word = '', ...names] = given.operands;
  const format = oneOf(word, exportFormats, 'the format');
  const { domain } = await configurationOf(invocation);
  const made = await exportContracts(format, findContracts(domain, names), domain);
  const out = given.path('out');
  if (out !== undefined) return await writeExport(format, made, out);

  const [only, ...more] = made.files;
  if (only === undefined && !given.flag('json')) {
    throw new CliError('DAS_USAGE', 'there is nothing to export', {
      place: `domain ${domain.name}`,
      next: 'add contracts to the configuration',
    });
  }
  if (more.length > 0 && !given.flag('json')) {
    throw new CliError('DAS_USAGE', `stdout takes one file, and there are ${made.files.length}`, {
      place: 'das contract export',
      // A single contract is more than one file of a dbt project.
      next: `name a folder with --out${format === 'dbt' ? '' : ', or one contract'}`,
    });
  }
  return {
    document: documentOf(format, made, undefined),
    lines: only === undefined ? [] : [only.content.replace(/\n$/, '')],
  };
}

async function writeExport(format: ExportFormat, made: Export, out: string): Promise<Report> {
  for (const { path, content } of made.files) {
    await writeFileAtomically(join(out, path), content);
  }
  const { files, leftOut } = made;
  return {
    document: documentOf(format, made, out),
    lines: [
      ...files.map(({ path }) => join(out, path)),
      ...leftOut.map(({ contract, path, reason }) =>
        escapeControls(`not in ${format}: ${contract}${path}: ${reason}`),
      ),
      `Wrote ${formatQuantity(files.length, 'file')}.`,
    ],
  };
}

function documentOf(
  format: ExportFormat,
  { files, leftOut }: Export,
  out: string | undefined,
): object {
  return {
    format,
    out: out ?? null,
    files: files.map(({ contract, path, content }) => ({
      contract: contract ?? null,
      path: out === undefined ? path : join(out, path),
      content: out === undefined ? content : null,
    })),
    leftOut,
  };
}
