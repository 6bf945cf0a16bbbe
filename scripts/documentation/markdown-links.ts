/** A link of a Markdown file to something in the repository. */
export interface RelativeLink {
  /** The path as it is written, without the part after `#`; empty for a place in the same file. */
  readonly path: string;
  /** The part after `#`, empty when there is none. */
  readonly anchor: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The links and images of a Markdown file that point into the repository, outside of code. */
export function relativeLinks(text: string): RelativeLink[] {
  return linesOutsideCode(text).flatMap(({ line, content }) =>
    [
      ...content.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g),
      ...content.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/g),
    ].flatMap((match) => {
      const target = match[1] ?? '';
      if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) return [];
      const [path = '', anchor = ''] = target.split('#', 2);
      return [{ path: decodeURIComponent(path), anchor, line }];
    }),
  );
}

/** The anchors that GitHub gives to the headings of a Markdown file. */
export function headingAnchors(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { content } of linesOutsideCode(text, false)) {
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(content)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${slug}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

interface NumberedLine {
  readonly line: number;
  readonly content: string;
}

function linesOutsideCode(text: string, withoutInlineCode = true): NumberedLine[] {
  let fence: string | undefined;
  return text.split(/\r?\n/).flatMap((content, index) => {
    const marker = /^\s*(`{3,}|~{3,})/.exec(content)?.[1];
    if (fence !== undefined) {
      if (marker?.startsWith(fence)) fence = undefined;
      return [];
    }
    if (marker !== undefined) {
      fence = marker;
      return [];
    }
    const shown = withoutInlineCode ? content.replace(/`[^`]*`/g, '') : content;
    return [{ line: index + 1, content: shown }];
  });
}
