/** A message of a queue, as it was received. */
export interface QueueMessage {
  readonly id: string;
  /** What deletes it, or changes for how long it is hidden. */
  readonly handle: string;
  readonly body: string;
}

/** What is needed of SQS, for one queue. */
export interface SqsPort extends AsyncDisposable {
  /** At most ten messages, hidden from others for so many seconds; none when the wait is over. */
  receive(
    options: { readonly waitSeconds: number; readonly visibilitySeconds: number },
    signal: AbortSignal,
  ): Promise<readonly QueueMessage[]>;
  delete(messages: readonly QueueMessage[]): Promise<void>;
  /** Hides messages for so many seconds from now on; 0 gives them back. */
  hide(messages: readonly QueueMessage[], seconds: number): Promise<void>;
}
