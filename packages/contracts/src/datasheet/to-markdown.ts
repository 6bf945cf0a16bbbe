import type { Block, Inline, Line, Page, Table } from './page.js';

/** A page as GitHub Flavored Markdown. */
export function pageToMarkdown(page: Page): string {
  const parts = [
    `# ${words(page.title)}`,
    ...page.blocks.map(blockText),
    ...page.sections.flatMap(({ heading, blocks }) => [
      `## ${words(heading)}`,
      ...blocks.map(blockText),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return lineText(block.line);
    case 'notice':
      return `> ${lineText(block.line)}`;
    case 'list':
      return block.items.map((item) => `- ${lineText(item)}`).join('\n');
    case 'table':
      return tableText(block);
  }
}

function tableText({ head, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(head.map(words)),
    row(head.map(() => '---')),
    ...rows.map((cells) => row(cells.map((cell) => lineText(cell, 'table')))),
  ].join('\n');
}

function lineText(line: Line, place: 'text' | 'table' = 'text'): string {
  // A line that begins like a heading, a list or a quotation is none.
  const text = line
    .map((inline) => inlineText(inline, place))
    .join('')
    .trim();
  if (place === 'table') return text;
  return text.replace(/^([#>+=-]|\d+(?=[.)]))/, (start) =>
    /^\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

function inlineText(inline: Inline, place: 'text' | 'table'): string {
  if (typeof inline === 'string') return words(inline);
  if ('code' in inline) return codeText(inline.code, place);
  return `[${words(inline.text)}](<${encodeURI(inline.link).replace(/[<>|\\]/g, encodeURIComponent)}>)`;
}

/** Text without meaning in Markdown, in one line. */
function words(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*[\]|~$]/g, '\\$&')
      // Between letters or digits an underscore emphasises nothing.
      .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/:(?=[\w+-]+:)/g, '\\:')
  );
}

/**
 * Text in code, between more backticks than it has in a row. In a table, a bar would end the cell
 * even in code, so that it is written as an element there.
 */
function codeText(text: string, place: 'text' | 'table'): string {
  const content = oneLine(text);
  if (content.trim() === '') return '';
  if (place === 'table' && content.includes('|')) {
    return `<code>${words(content).replaceAll('\\|', '&#124;')}</code>`;
  }
  const runs = content.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${space}${content}${space}${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
}
