import type { Block, Inline, Line, Page, Section, Table } from './page.js';
import { style } from './style.js';

/** A page as one HTML file that loads and runs nothing. */
export function pageToHtml(page: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(page.title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>${escaped(page.title)}</h1>
${[...page.blocks.map(blockHtml), ...page.sections.map(sectionHtml)].join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ heading, blocks }: Section, index: number): string {
  const id = `section-${index + 1}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(heading)}</h2>
${blocks.map(blockHtml).join('\n')}
</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${lineHtml(block.line)}</p>`;
    case 'notice':
      return `<p class="notice">${lineHtml(block.line)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableHtml(block);
  }
}

/** A wide table scrolls by itself; with the keyboard too, so it takes the focus. */
function tableHtml({ caption, head, rows }: Table): string {
  const headers = head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map((cells) => {
    const [name, ...rest] = cells.map(lineHtml);
    return `<tr><th scope="row">${name ?? ''}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="${escaped(caption)}" tabindex="0">
<table>
<caption>${escaped(caption)}</caption>
<thead>
<tr>${headers}</tr>
</thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</div>`;
}

function lineHtml(line: Line): string {
  return line.map(inlineHtml).join('');
}

function inlineHtml(inline: Inline): string {
  if (typeof inline === 'string') return escaped(inline);
  if ('code' in inline) return `<code>${escaped(inline.code)}</code>`;
  return `<a href="${escaped(inline.link)}">${escaped(inline.text)}</a>`;
}

/** Text without meaning in HTML; what no HTML document may hold is replaced. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n]|[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
