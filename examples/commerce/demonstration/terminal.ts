/** Where the demo writes: results to stdout, progress to stderr. */
export interface Terminal {
  readonly line: (text?: string) => void;
  readonly heading: (text: string) => void;
  /** One line that the next one replaces. Shown on a terminal alone. */
  readonly progress: (text: string) => void;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

type Paint = (text: string) => string;

function paint(isColoured: boolean, code: number): Paint {
  return (text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
}

/** The terminal of this process: colours and progress only where somebody looks. */
export function processTerminal(): Terminal {
  const isColoured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const bold = paint(isColoured, 1);
  const erase = () => {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  };
  const line = (text = '') => {
    erase();
    process.stdout.write(`${text}\n`);
  };
  return {
    line,
    heading: (text) => line(`\n${bold(text)}`),
    progress: (text) => {
      if (!process.stderr.isTTY) return;
      erase();
      process.stderr.write(text.slice(0, Math.max(0, process.stderr.columns - 1)));
    },
    good: paint(isColoured, 32),
    bad: paint(isColoured, 31),
  };
}

/** A terminal that keeps what it is given, without colours: for tests. */
export function recordingTerminal(): Terminal & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    lines,
    line: (text = '') => lines.push(text),
    heading: (text) => lines.push('', text),
    progress: () => {},
    good: (text) => text,
    bad: (text) => text,
  };
}
