import type { SourceConsumer } from '@das/core';
import { HiddenMessages } from './hidden-messages.js';
import type { KeyFilter } from './key-filter.js';
import { inSequence, type ObjectEvent, readNotification } from './notification.js';
import type { ObjectReader } from './object-reader.js';
import type { QueueMessage, SqsPort } from './sqs-port.js';

/** Which notifications are read. */
export interface ReadQueueOptions {
  readonly queue: SqsPort;
  /** What partitions of unreadable messages are called after. */
  readonly queueUrl: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly fits: KeyFilter;
  readonly follow: boolean;
}

/** How many messages are worked on together: what they name lands together. */
const mostMessages = 200;
/** Asking this long makes SQS ask all its servers, so that an empty answer means an empty queue. */
const shortWait = 1;
const longWait = 20;

/**
 * Reads the objects that a queue of notifications names. A message is deleted when everything that
 * it names has landed; until then it is hidden from others, again and again.
 */
export async function readQueue(
  reader: ObjectReader,
  options: ReadQueueOptions,
  consumer: SourceConsumer,
  signal: AbortSignal,
): Promise<void> {
  const { queue, follow } = options;
  // There may be nothing to claim for a long time, and yet it is ready.
  await consumer.assign([]);
  while (!signal.aborted) {
    await using hidden = new HiddenMessages(queue);
    await receive(hidden, options, signal);
    if (hidden.messages.length === 0) {
      if (follow) continue;
      return;
    }
    const { events, unreadable } = sorted(hidden.messages, options);
    await reader.read(inSequence(events), () => true);
    await quarantine(unreadable, options, consumer, signal);
    if (signal.aborted) return;
    await hidden.delete();
  }
}

async function receive(
  hidden: HiddenMessages,
  { queue, follow }: ReadQueueOptions,
  signal: AbortSignal,
): Promise<void> {
  const visibilitySeconds = HiddenMessages.seconds;
  let waitSeconds = follow ? longWait : shortWait;
  while (hidden.messages.length < mostMessages && !signal.aborted) {
    const messages = await queue
      .receive({ waitSeconds, visibilitySeconds }, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
    if (messages.length === 0) return;
    hidden.add(messages);
    waitSeconds = shortWait;
  }
}

interface UnreadableMessage extends QueueMessage {
  readonly fault: 'unknown_notification' | 'notification_of_another_bucket';
}

function sorted(
  messages: readonly QueueMessage[],
  { bucket, prefix, fits }: ReadQueueOptions,
): {
  readonly events: readonly ObjectEvent[];
  readonly unreadable: readonly UnreadableMessage[];
} {
  const events: ObjectEvent[] = [];
  const unreadable: UnreadableMessage[] = [];
  for (const message of messages) {
    const named = readNotification(message.body);
    if (named === undefined) {
      unreadable.push({ ...message, fault: 'unknown_notification' });
    } else if (named.some((each) => each.bucket !== bucket)) {
      unreadable.push({ ...message, fault: 'notification_of_another_bucket' });
    }
    const own = (named ?? []).filter((each) => each.bucket === bucket);
    events.push(...own.filter(({ key }) => key.startsWith(prefix) && fits(key)));
  }
  return { events, unreadable };
}

/** A message that names no object is a record of a partition of its own, which never could be decoded. */
async function quarantine(
  messages: readonly UnreadableMessage[],
  { queueUrl }: ReadQueueOptions,
  consumer: SourceConsumer,
  signal: AbortSignal,
): Promise<void> {
  if (messages.length === 0 || signal.aborted) return;
  const queue = queueUrl.split('/').at(-1) ?? '';
  const named = new Map(messages.map((each) => [`sqs://${queue}/${each.id}`, each] as const));
  const partitions = [...named.keys()];
  const resume = await consumer.assign(partitions.map((partition) => ({ partition })));
  for (const [partition, { body, fault }] of named) {
    if ((resume.get(partition)?.offset ?? 0) > 0) continue;
    const records = [{ offset: 0, raw: body, fault }];
    await consumer.deliver({ partition, records, nextOffset: 1 });
  }
  await consumer.revoke(partitions);
}
