import { quantity } from '../enforcement/quantity.js';
import type { ContractDocument } from '../model/contract-document.js';
import { paragraph, type Section } from './page.js';
import { type DatasheetFormat, datasheetFile, render } from './to-datasheet.js';

/**
 * Writes the page that leads to the datasheets of contracts, which stand beside it in files named
 * by `datasheetFile`.
 *
 * @example
 * ```ts
 * import { defineContract, toDatasheetIndex } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * console.log(toDatasheetIndex([orders], { format: 'markdown' }).includes('commerce.orders.md'));
 * // => true
 * ```
 */
export function toDatasheetIndex(
  contracts: readonly ContractDocument[],
  { format }: { readonly format: DatasheetFormat },
): string {
  const domains = [...new Set(contracts.map(({ domain }) => domain))].sort();
  const sections = domains.map((domain): Section => {
    const own = contracts
      .filter((contract) => contract.domain === domain)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    return {
      heading: domain,
      blocks: [
        {
          kind: 'table',
          caption: `The contracts of the domain ${domain}`,
          head: ['Contract', 'Version', 'Status', 'Owner', 'Description'],
          rows: own.map((contract) => [
            [{ link: datasheetFile(contract, format), text: contract.name }],
            [contract.version],
            [contract.status],
            [contract.owner],
            [contract.description ?? ''],
          ]),
        },
      ],
    };
  });
  return render(
    {
      title: 'Data contracts',
      blocks: [
        paragraph(
          `${quantity(contracts.length, 'contract')} in ${quantity(domains.length, 'domain')}.`,
        ),
      ],
      sections,
    },
    format,
  );
}
