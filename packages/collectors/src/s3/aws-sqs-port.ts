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
      throw sqsFailureOf(cause, `queue ${this.#queueUrl}`);
    }
  }
}

/** Says what failed at SQS and what to do, without quoting what SQS said. */
function sqsFailureOf(cause: unknown, place: string): unknown {
  const { name = 'unknown', $metadata } = cause as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (name === 'AbortError') return cause;
  const status = $metadata?.httpStatusCode ?? 0;
  if (/NonExistentQueue|QueueDoesNotExist/.test(name)) {
    return new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the queue does not exist', {
      place,
      next: 'check its URL, the region and the account',
      cause,
    });
  }
  if (status >= 400 && status < 500) {
    return new CollectorsError('DAS_SOURCE_REFUSED', `SQS refuses (${name})`, {
      place,
      next: 'allow this identity sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue',
      cause,
    });
  }
  return new CollectorsError('DAS_SOURCE_UNREACHABLE', `SQS cannot be reached (${name})`, {
    place,
    next: 'check that it can be reached from here',
    isRetryable: true,
    cause,
  });
}
