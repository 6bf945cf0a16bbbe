import type { SQSClient, SQSClientConfig } from '@aws-sdk/client-sqs';
import { CollectorsError } from '../errors/collectors-error.js';
import { loadPeer } from '../peer/load-peer.js';
import type { QueueMessage, SqsPort } from './sqs-port.js';

type Sdk = typeof import('@aws-sdk/client-sqs');

/** How many messages one request may name. */
const requestSize = 10;

/** One queue of SQS, by the AWS SDK. */
export class AwsSqsPort implements SqsPort {
  readonly #sdk: Sdk;
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  private constructor(sdk: Sdk, client: SQSClient, queueUrl: string) {
    this.#sdk = sdk;
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  static async open(queueUrl: string, options: SQSClientConfig): Promise<AwsSqsPort> {
    const sdk = await loadPeer('@aws-sdk/client-sqs', () => import('@aws-sdk/client-sqs'));
    return new AwsSqsPort(sdk, new sdk.SQSClient(options), queueUrl);
  }

  async receive(
    options: { readonly waitSeconds: number; readonly visibilitySeconds: number },
    abortSignal: AbortSignal,
  ): Promise<readonly QueueMessage[]> {
    const command = new this.#sdk.ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: requestSize,
      WaitTimeSeconds: options.waitSeconds,
      VisibilityTimeout: options.visibilitySeconds,
    });
    const { Messages } = await this.#about(() => this.#client.send(command, { abortSignal }));
    return (Messages ?? []).map((each) => ({
      id: each.MessageId ?? '',
      handle: each.ReceiptHandle ?? '',
      body: each.Body ?? '',
    }));
  }

  async delete(messages: readonly QueueMessage[]): Promise<void> {
    for (const entries of this.#entries(messages)) {
      // One that is not deleted comes again, and is known to have landed then.
      await this.#about(() =>
        this.#client.send(
          new this.#sdk.DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries }),
        ),
      );
    }
  }

  async hide(messages: readonly QueueMessage[], seconds: number): Promise<void> {
    for (const entries of this.#entries(messages)) {
      const hidden = entries.map((each) => ({ ...each, VisibilityTimeout: seconds }));
      await this.#about(() =>
        this.#client.send(
          new this.#sdk.ChangeMessageVisibilityBatchCommand({
            QueueUrl: this.#queueUrl,
            Entries: hidden,
          }),
        ),
      );
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
  }

  *#entries(messages: readonly QueueMessage[]): Generator<{ Id: string; ReceiptHandle: string }[]> {
    for (let start = 0; start < messages.length; start += requestSize) {
      const part = messages.slice(start, start + requestSize);
      yield part.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle }));
    }
  }

  async #about<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const name = cause instanceof Error ? cause.name : 'unknown';
      if (name === 'AbortError') throw cause;
      const isMissing = /NonExistentQueue|QueueDoesNotExist/.test(name);
      throw new CollectorsError(
        isMissing ? 'DAS_SOURCE_NOT_FOUND' : 'DAS_SOURCE_UNREADABLE',
        isMissing ? 'the queue does not exist' : `the queue cannot be read (${name})`,
        {
          place: `queue ${this.#queueUrl}`,
          next: 'check its URL, and allow this identity sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility',
          cause,
        },
      );
    }
  }
}
