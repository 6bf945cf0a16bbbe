import { styleText } from 'node:util';
import { escapeControls, truncate } from './display-text.js';
import type { Io } from './io.js';

/** The colours that the command line uses. */
export type Paint = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** How output is wanted. */
export interface TerminalOptions {
  readonly json: boolean;
  readonly color: boolean;
}

/** What a command writes to: plain when it is not a terminal, silent on stdout for `--json`. */
export class Terminal {
  readonly #io: Io;
  readonly #options: TerminalOptions;
  #hasProgress = false;

  constructor(io: Io, options: TerminalOptions) {
    this.#io = io;
    this.#options = options;
  }

  /** Whether a question would reach a person. With `--json` nobody is asked. */
  get canAsk(): boolean {
    const { stdin, isTerminal } = this.#io;
    return stdin !== undefined && isTerminal.stdin && isTerminal.stderr && !this.#options.json;
  }

  /** Whether one JSON document is wanted on stdout, and nothing else. */
  get isJson(): boolean {
    return this.#options.json;
  }

  /** The columns to fit into, if stdout is a terminal. */
  get width(): number | undefined {
    const { stdout, isTerminal } = this.#io;
    return isTerminal.stdout ? (stdout.columns ?? 80) : undefined;
  }

  /** Writes lines for people on stdout; nothing with `--json`. */
  print(...lines: readonly string[]): void {
    this.clearProgress();
    if (this.#options.json || lines.length === 0) return;
    this.#io.stdout.write(`${lines.join('\n')}\n`);
  }

  /** Shows how far it is, in place, if stderr is a terminal. */
  progress(text: string): void {
    const { stderr, isTerminal } = this.#io;
    if (!isTerminal.stderr) return;
    // A line that wraps could not be taken back.
    stderr.write(`\r\u001b[2K${truncate(escapeControls(text), (stderr.columns ?? 80) - 1)}`);
    this.#hasProgress = true;
  }

  clearProgress(): void {
    if (this.#hasProgress) this.#io.stderr.write('\r\u001b[2K');
    this.#hasProgress = false;
  }

  /** Asks a question that only `y` or `yes` agrees to. */
  async confirm(question: string): Promise<boolean> {
    const { stdin, stderr, signal } = this.#io;
    if (stdin === undefined || !this.canAsk) return false;
    stderr.write(`${question} [y/N] `);
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input: stdin, ...(signal === undefined ? {} : { signal }) });
    try {
      for await (const line of lines) return /^y(es)?$/i.test(line.trim());
      return false;
    } finally {
      lines.close();
    }
  }

  paint(paint: Paint, text: string): string {
    // Whether to colour was decided here, for this stream and not for that of the process.
    return this.#isColoured() ? styleText(paint, text, { validateStream: false }) : text;
  }

  #isColoured(): boolean {
    const { env, isTerminal } = this.#io;
    if (!this.#options.color || (env.NO_COLOR ?? '') !== '') return false;
    return isTerminal.stdout && env.TERM !== 'dumb';
  }
}
