import type { Domain } from '@das/core';
import { type CoverageReport, coverage, proveCoverage } from '@das/governance';
import { openLocalWarehouse } from '@das/local';
import type { Terminal } from '../terminal/terminal.js';

/** Who sees what, with what running shows of the policies that cannot be understood by reading them. */
export async function coverDomain(domain: Domain, terminal: Terminal): Promise<CoverageReport> {
  const report = coverage(domain);
  // What its author vouches for is run as well: that may show that it does not hide.
  const isUnknown = report.columns.some(
    ({ cells, hidesBecause }) =>
      hidesBecause !== undefined || cells.some(({ reason }) => reason === 'unknownBody'),
  );
  if (!isUnknown) return report;
  terminal.progress('running the policies on made-up rows');
  const warehouse = await openLocalWarehouse();
  try {
    return coverage(domain, { proof: await proveCoverage(domain, warehouse) });
  } finally {
    await warehouse.close();
  }
}
