import { enforcementOf } from '@das/core';
import { countGaps, enforcementLines } from '../../contract/enforcement-lines.js';
import { findContracts, fullName } from '../../contract/find-contracts.js';
import { configurationOf } from '../../deployment/open-deployment.js';
import { CliError } from '../../errors/cli-error.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatQuantity } from '../../terminal/quantities.js';

/** `das contract enforcement` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const { domain } = await configurationOf(invocation);
  const names = findContracts(domain, given.operands).map(fullName);
  const reports = enforcementOf(domain).filter(({ contract }) => names.includes(contract));
  const gaps = countGaps(reports.flatMap(({ clauses }) => clauses));
  return {
    document: {
      contracts: reports.map(({ contract, clauses }) => ({
        contract,
        clauses: clauses.map(({ path, clause, enforcedBy, isEnforced, gap, next }) => ({
          path,
          clause,
          enforcedBy,
          isEnforced,
          gap: gap ?? null,
          next: next ?? null,
        })),
      })),
      notEnforced: gaps,
    },
    lines:
      reports.length === 0 ? ['The domain has no contracts.'] : enforcementLines(reports, terminal),
    ...(given.flag('failOnGap') && gaps > 0 ? { failure: notEnforced(gaps, domain.name) } : {}),
  };
}

function notEnforced(gaps: number, domain: string): CliError {
  const count = formatQuantity(gaps, 'clause is', 'clauses are');
  return new CliError('DAS_CONTRACT_NOT_ENFORCED', `${count} not enforced`, {
    place: `domain ${domain}`,
    next: 'do what the report says for each, or take the clause out of the contract',
  });
}
