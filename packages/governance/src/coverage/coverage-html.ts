import { describeReason } from './coverage-findings.js';
import {
  type CoverageCell,
  type CoverageColumn,
  type CoverageReport,
  type CoverageState,
  coverageStates,
} from './coverage-report.js';

/** What a page says beside the report. */
export interface CoveragePageOptions {
  /** The heading of the page. */
  readonly title: string;
}

/** The states in words, which a page never leaves to colour alone. */
export const stateWords: Readonly<Record<CoverageState, string>> = {
  exposed: 'EXPOSED',
  clear: 'clear',
  masked: 'masked',
  none: 'no access',
};

/**
 * A report as one HTML page that needs nothing beside it: no script, no font, no picture. Each tier is a
 * table with a caption, and headers for its rows and columns.
 *
 * @see https://www.w3.org/WAI/tutorials/tables/
 */
export function coverageHtml(report: CoverageReport, { title }: CoveragePageOptions): string {
  const tiers = [...new Set(report.columns.map(({ tier }) => tier))];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    summary(report),
    ...tiers.flatMap((tier) => tierTable(report, tier)),
    ...exposureList(report),
    ...combinationList(report),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function summary({ counts, roles, columns }: CoverageReport): string {
  const items = coverageStates.map(
    (state) => `<li class="${state}">${counts[state]} ${stateWords[state]}</li>`,
  );
  const what = `${columns.length} classified columns, ${roles.length} roles`;
  return `<p>${what}</p>\n<ul class="counts">${items.join('')}</ul>`;
}

function tierTable({ roles, columns }: CoverageReport, tier: string): readonly string[] {
  const heads = ['Table', 'Column', 'Classification', 'Policy', ...roles.map(({ name }) => name)];
  return [
    '<div class="wide" role="region" tabindex="0" aria-label="' +
      `${escapeHtml(tier)}, columns by role">`,
    '<table>',
    `<caption>${escapeHtml(tier)}: what each role finds in each classified column</caption>`,
    `<thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...columns.filter((column) => column.tier === tier).map(columnRow),
    '</tbody>',
    '</table>',
    '</div>',
  ];
}

function columnRow(column: CoverageColumn): string {
  const { table, classification, policy, cells } = column;
  const by = policy === undefined ? 'none' : policyText(policy);
  const fixed = [classification, by].map((text) => `<td>${escapeHtml(text)}</td>`);
  const tableName = escapeHtml(table.split('.').slice(1).join('.'));
  const head = `<td>${tableName}</td><th scope="row">${escapeHtml(column.column)}</th>`;
  return `<tr>${head}${fixed.join('')}${cells.map(cellText).join('')}</tr>`;
}

function policyText({ name, tag }: NonNullable<CoverageColumn['policy']>): string {
  const short = name.split('.').at(-1) ?? name;
  return tag === undefined ? short : `${short}, by tag ${tag.split('.').at(-1) ?? tag}`;
}

function cellText(cell: CoverageCell): string {
  const notes = cellNotes(cell);
  const more = notes.length === 0 ? '' : `<br><small>${escapeHtml(notes.join('; '))}</small>`;
  return `<td class="${cell.state}">${stateWords[cell.state]}${more}</td>`;
}

/** What a cell says beside its state. */
export function cellNotes(cell: CoverageCell): readonly string[] {
  const { reason, rows, isConditional, isMaskedForAgents, shownBy } = cell;
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(isConditional === true ? ['by row'] : []),
    ...(isMaskedForAgents === true ? ['masked for agents'] : []),
    ...(shownBy === 'author' ? ['by the word of its author'] : []),
    ...(rows === undefined || rows.see === 'all' ? [] : [rowsText(rows)]),
  ];
}

function rowsText(rows: NonNullable<CoverageCell['rows']>): string {
  if (rows.see !== 'filtered') return `${rows.see === 'none' ? 'no' : 'all'} rows`;
  return `rows by ${rows.policy.split('.').at(-1) ?? rows.policy}`;
}

function exposureList({ columns }: CoverageReport): readonly string[] {
  const items = columns.flatMap((column) =>
    column.cells.flatMap(({ role, reason }) => {
      if (reason === undefined) return [];
      const place = `${column.table}.${column.column}`;
      return [`<li>${escapeHtml(`${place}, ${role}: ${describeReason(reason, column)}`)}</li>`];
    }),
  );
  return items.length === 0 ? [] : ['<h2>Exposed</h2>', '<ul>', ...items, '</ul>'];
}

function combinationList({ combinations }: CoverageReport): readonly string[] {
  if (combinations.length === 0) return [];
  const items = combinations.map(({ roles, isByRight, columns }) => {
    const right = isByRight ? 'one of both is cleared' : 'EXPOSED, neither is cleared';
    return `<li>${escapeHtml(`${roles.join(' with ')} (${right}): ${columns.join(', ')}`)}</li>`;
  });
  return ['<h2>Roles that show more together</h2>', '<ul>', ...items, '</ul>'];
}

/** Text as HTML: nothing in it is a tag, an entity or the end of an attribute. */
function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Each pair of colours has a contrast of more than 4.5 to 1 (WCAG 2.2, 1.4.3). */
const style = [
  'body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:2rem}',
  '.wide{overflow-x:auto;margin:1.5rem 0}',
  'table{border-collapse:collapse}',
  'caption{font-weight:600;text-align:left;padding:.5rem 0}',
  'th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}',
  'thead th{background:#eee}',
  '.counts{list-style:none;display:flex;gap:1rem;padding:0}',
  '.counts li{padding:.2rem .6rem;border:1px solid #767676}',
  '.exposed{background:#8b0000;color:#fff;font-weight:600}',
  '.clear{background:#fff3c4}',
  '.masked{background:#d9f2d9}',
  '.none{color:#595959}',
].join('');
