/**
 * What is asked of a block: `run` runs it and compares what it prints, `types` only compiles it
 * (a ```` ```ts config ```` fence), `syntax` only parses it (a ```` ```ts fragment ```` fence).
 */
export type CodeBlockUse = 'run' | 'types' | 'syntax';

/** A TypeScript block of the documentation. */
export interface CodeBlock {
  /** The path of the file that holds it, relative to the repository. */
  readonly file: string;
  /** The line of the file on which its first line of code stands, counted from 1. */
  readonly line: number;
  readonly use: CodeBlockUse;
  readonly code: string;
}

const uses: Readonly<Record<string, CodeBlockUse>> = {
  ts: 'run',
  'ts config': 'types',
  'ts fragment': 'syntax',
};

/** The place of a line of a block, counted from 1, as `file:line` of the file that holds the block. */
export function placeInFile({ file, line }: CodeBlock, lineInBlock: number): string {
  return `${file}:${line + lineInBlock - 1}`;
}

/** The TypeScript blocks of a Markdown file. */
export function blocksOfMarkdown(file: string, text: string): CodeBlock[] {
  return blocksOfLines(file, text.split(/\r?\n/), 1);
}

/** The TypeScript blocks in the doc comments of a source file. */
export function blocksOfSource(file: string, text: string): CodeBlock[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const firstLine = text.slice(0, comment.index).split('\n').length;
    const lines = comment[0].split(/\r?\n/).map((line) => line.replace(/^\s*\* ?/, ''));
    return blocksOfLines(file, lines, firstLine);
  });
}

function blocksOfLines(file: string, lines: readonly string[], firstLine: number): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const opening = /^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$/.exec(lines[index] ?? '');
    if (opening === null) continue;
    const [, indent = '', fence = '', info = ''] = opening;
    const start = index + 1;
    const closing = lines.findIndex(
      (line, position) => position >= start && line.trim().startsWith(fence),
    );
    if (closing === -1) throw new Error(`${file}:${firstLine + index}: the fence is never closed`);
    const use = useOfFence(info, `${file}:${firstLine + index}`);
    if (use !== undefined) {
      const code = lines
        .slice(start, closing)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
      blocks.push({ file, line: firstLine + start, use, code: `${code.join('\n')}\n` });
    }
    index = closing;
  }
  return blocks;
}

function useOfFence(info: string, place: string): CodeBlockUse | undefined {
  const use = uses[info];
  if (use === undefined && /^(ts|typescript)\b/.test(info)) {
    throw new Error(`${place}: a fence says "${info}", not one of ${Object.keys(uses).join(', ')}`);
  }
  return use;
}
