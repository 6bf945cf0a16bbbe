import type { QueueMessage, SqsPort } from './sqs-port.js';

/**
 * Messages that are being worked on: hidden from others for as long as that takes, and given back
 * where they were not deleted.
 */
export class HiddenMessages implements AsyncDisposable {
  /** For how long at a time. It is asked for again after a third of it. */
  static readonly seconds: number = 120;

  readonly messages: QueueMessage[] = [];
  readonly #queue: SqsPort;
  readonly #timer: NodeJS.Timeout;
  #asking: Promise<void> = Promise.resolve();
  #isDeleted = false;

  constructor(queue: SqsPort) {
    this.#queue = queue;
    this.#timer = setInterval(() => this.#hide(), (HiddenMessages.seconds * 1000) / 3);
  }

  add(messages: readonly QueueMessage[]): void {
    this.messages.push(...messages);
  }

  async delete(): Promise<void> {
    clearInterval(this.#timer);
    await this.#asking;
    await this.#queue.delete(this.messages);
    this.#isDeleted = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#asking;
    // Whoever comes next may read them at once; where this fails they come back by themselves.
    if (!this.#isDeleted) await this.#queue.hide(this.messages, 0).catch(() => {});
  }

  #hide(): void {
    if (this.messages.length === 0) return;
    // A message that comes back too early is read twice and lands once.
    this.#asking = this.#queue.hide(this.messages, HiddenMessages.seconds).catch(() => {});
  }
}
