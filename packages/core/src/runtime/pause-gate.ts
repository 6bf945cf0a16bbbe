/** Holds whoever waits at it while it is closed. */
export class PauseGate {
  #isClosed = false;
  readonly #waiting: Set<() => void> = new Set();

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
  }

  open(): void {
    this.#isClosed = false;
    for (const leave of this.#waiting) leave();
  }

  /** Resolves when the gate is open, or when the signal aborts. */
  async pass(signal: AbortSignal): Promise<void> {
    if (!this.#isClosed || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const leave = (): void => {
        this.#waiting.delete(leave);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.add(leave);
      signal.addEventListener('abort', leave);
    });
  }
}
