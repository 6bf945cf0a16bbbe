import { dirname, join } from 'node:path';
import { datasheetFile, toDatasheet, toDatasheetIndex } from '@das/contracts';
import { enforcementOf } from '@das/core';
import { findContracts, fullName } from '../../contract/find-contracts.js';
import { optionChoice } from '../../contract/option-choice.js';
import { writePages } from '../../contract/write-pages.js';
import { configurationOf } from '../../deployment/open-deployment.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatQuantity } from '../../terminal/quantities.js';

/** `das contract docs` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const extension = optionChoice(given, 'format', ['md', 'html']);
  const format = extension === 'md' ? 'markdown' : 'html';
  const { domain, file: configuration } = await configurationOf(invocation);
  const contracts = findContracts(domain, given.operands);
  const out = given.path('out') ?? join(dirname(configuration), 'docs', 'contracts');
  const enforcement = new Map(enforcementOf(domain).map((each) => [each.contract, each]));
  const pages = contracts.map((contract) => {
    const report = enforcement.get(fullName(contract));
    return {
      contract: fullName(contract),
      file: join(out, datasheetFile(contract, format)),
      content: toDatasheet(contract.toJSON(), {
        format,
        consumers: domain.consumers,
        ...(report === undefined ? {} : { enforcement: report }),
      }),
    };
  });
  // The index of a few contracts would hide the others.
  const index =
    given.operands.length > 0
      ? []
      : [
          {
            contract: undefined,
            file: join(out, `index.${extension}`),
            content: toDatasheetIndex(
              contracts.map((contract) => contract.toJSON()),
              { format },
            ),
          },
        ];
  const all = [...pages, ...index];
  await writePages(all);
  return {
    document: {
      format: extension,
      out,
      files: all.map(({ contract, file }) => ({ contract: contract ?? null, file })),
    },
    lines: [...all.map(({ file }) => file), `Wrote ${formatQuantity(all.length, 'file')}.`],
  };
}
