import type { CollectorHealth, CollectorSupervisor, StateChange } from '@das/core';
import { describeFailure } from '../errors/describe-failure.js';
import type { Io } from '../terminal/io.js';
import { formatCount, formatSpan } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';

/** How often a line says how far it is where no terminal shows it all the time, in milliseconds. */
const interval = 30_000;

/** Says what followed collectors do: in place on a terminal, in lines elsewhere, or as JSON lines. */
export class FollowOutput {
  readonly #io: Io;
  readonly #terminal: Terminal;
  #saidAt = performance.now();

  constructor(io: Io, terminal: Terminal) {
    this.#io = io;
    this.#terminal = terminal;
  }

  /** Says one thing that happened, to programs or to people. */
  event(event: string, content: object, line: string): void {
    if (this.#terminal.isJson) this.#io.stdout.write(`${JSON.stringify({ event, ...content })}\n`);
    else this.#terminal.print(line);
  }

  stateChanged({ collector, state, failure, delay }: StateChange): void {
    const described = failure === undefined ? undefined : describeFailure(failure);
    const wait = delay === undefined ? '' : `, trying again in ${formatSpan(delay / 1000)}`;
    const why = described === undefined ? '' : `: ${described.line.replace(/^das: /, '')}`;
    this.event(
      'state',
      { collector, state, error: described?.error ?? null },
      `${collector}: ${state}${wait}${why}`,
    );
  }

  flushed(supervisor: CollectorSupervisor): void {
    const { collectors } = supervisor.health();
    this.#terminal.progress(collectors.map(progressOf).join('  '));
    if (performance.now() - this.#saidAt < interval) return;
    this.#saidAt = performance.now();
    // Where a terminal shows the progress in place, lines would only scroll it away.
    if (this.#io.isTerminal.stderr && !this.#terminal.isJson) return;
    for (const health of collectors) {
      const { collector, landed, duplicates, lag } = health;
      const content = { collector, landed, duplicates, quarantined: aside(health), lag };
      this.event('progress', content, progressOf(health));
    }
  }
}

function aside({ quarantined }: CollectorHealth): number {
  return Object.values(quarantined).reduce((sum, count) => sum + count, 0);
}

function progressOf(health: CollectorHealth): string {
  const { collector, landed, lag } = health;
  const behind = lag.records === undefined ? '' : `, ${formatCount(lag.records)} behind`;
  const counts = `${formatCount(landed)} landed, ${formatCount(aside(health))} quarantined`;
  return `${collector}: ${counts}${behind}`;
}
