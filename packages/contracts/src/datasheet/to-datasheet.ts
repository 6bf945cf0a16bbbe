import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { EnforcementReport } from '../enforcement/enforced-clause.js';
import { enforcementReport } from '../enforcement/enforcement-report.js';
import type { ContractComparison } from '../evolution/contract-change.js';
import type { ContractDocument } from '../model/contract-document.js';
import { type Block, type Page, paragraph } from './page.js';
import { aboutSections } from './sections/about-sections.js';
import { columnSection } from './sections/column-section.js';
import { promiseSections } from './sections/promise-sections.js';
import { changeSection, consumerSection, enforcementSection } from './sections/use-sections.js';
import { pageToHtml } from './to-html.js';
import { pageToMarkdown } from './to-markdown.js';
import { deprecationWords } from './words.js';

/** What a page is written in. */
export type DatasheetFormat = 'markdown' | 'html';

/** What a datasheet tells besides the contract itself. */
export interface DatasheetOptions {
  readonly format: DatasheetFormat;
  /** Who reads it, of this and other contracts. */
  readonly consumers?: readonly ConsumerPin[];
  /** What changed since the version before. */
  readonly comparison?: ContractComparison;
  /** Who enforces each clause. Default `enforcementReport(contract)`: what holds when it is put to work in full. */
  readonly enforcement?: EnforcementReport;
}

/**
 * Writes a page for people about a contract: GitHub Flavored Markdown, or one HTML file that loads
 * and runs nothing. Texts of the contract are escaped in both.
 *
 * @example
 * ```ts
 * import { defineContract, toDatasheet } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   description: 'Orders of the web shop.',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * const page = toDatasheet(orders, { format: 'markdown' });
 * console.log(page.split('\n').slice(0, 3).join('\n'));
 * // => # commerce.orders
 * // =>
 * // => Orders of the web shop.
 * ```
 */
export function toDatasheet(contract: ContractDocument, options: DatasheetOptions): string {
  const { consumers = [], comparison } = options;
  const page: Page = {
    title: `${contract.domain}.${contract.name}`,
    blocks: introduction(contract),
    sections: [
      ...aboutSections(contract),
      columnSection(contract),
      ...promiseSections(contract),
      consumerSection(contract, consumers),
      ...(comparison === undefined ? [] : [changeSection(comparison)]),
      enforcementSection(options.enforcement ?? enforcementReport(contract)),
    ],
  };
  return render(page, options.format);
}

function introduction({ description, deprecated }: ContractDocument): readonly Block[] {
  return [
    paragraph(description ?? 'The contract has no description.'),
    ...(deprecated === undefined
      ? []
      : [{ kind: 'notice', line: [deprecationWords(deprecated)] } as const]),
  ];
}

/** A page in the format asked for. */
export function render(page: Page, format: DatasheetFormat): string {
  return format === 'html' ? pageToHtml(page) : pageToMarkdown(page);
}

/** The name of a contract's file beside the index: `commerce.orders.md`. */
export function datasheetFile(
  { domain, name }: Pick<ContractDocument, 'domain' | 'name'>,
  format: DatasheetFormat,
): string {
  return `${domain}.${name}.${format === 'html' ? 'html' : 'md'}`;
}
