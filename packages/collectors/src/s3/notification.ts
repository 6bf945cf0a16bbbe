import type { ObjectVersion } from './s3-port.js';

/** An object that was created, as a notification names it. */
export interface ObjectEvent extends ObjectVersion {
  /** Grows with each event of one key: hexadecimal digits. */
  readonly sequencer: string;
}

/**
 * The objects that a message of SQS says were created: a notification of S3 as it is, inside one of
 * SNS, or an event of EventBridge. Deletions and the test that S3 sends name none. `undefined` for
 * anything else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function readNotification(body: string): readonly ObjectEvent[] | undefined {
  const message = parsed(body);
  if (message === undefined) return undefined;
  if (message.Type === 'Notification' && typeof message.Message === 'string') {
    const inner = parsed(message.Message);
    return inner === undefined ? undefined : eventsOf(inner);
  }
  return eventsOf(message);
}

type Json = Readonly<Record<string, unknown>>;

function eventsOf(message: Json): readonly ObjectEvent[] | undefined {
  if (message.Event === 's3:TestEvent') return [];
  if (message.source === 'aws.s3') return fromEventBridge(message);
  const records = message.Records;
  if (!Array.isArray(records)) return undefined;
  const events: ObjectEvent[] = [];
  for (const each of records) {
    const record = objectOf(each);
    if (record.eventSource !== 'aws:s3') return undefined;
    if (!isCreation(String(record.eventName))) continue;
    const s3 = objectOf(record.s3);
    const object = objectOf(s3.object);
    const event = eventOf(objectOf(s3.bucket).name, decodedKey(object.key), {
      etag: object.eTag,
      versionId: object.versionId,
      size: object.size,
      sequencer: object.sequencer,
    });
    if (event === undefined) return undefined;
    events.push(event);
  }
  return inSequence(events);
}

/** A restored object is there again, under the version that it had. */
function isCreation(name: string): boolean {
  return /^(s3:)?(ObjectCreated:|ObjectRestore:Completed)/.test(name);
}

function fromEventBridge(message: Json): readonly ObjectEvent[] | undefined {
  const kind = message['detail-type'];
  if (kind !== 'Object Created' && kind !== 'Object Restore Completed') {
    return typeof kind === 'string' ? [] : undefined;
  }
  const detail = objectOf(message.detail);
  const object = objectOf(detail.object);
  const event = eventOf(objectOf(detail.bucket).name, object.key, {
    etag: object.etag,
    versionId: object['version-id'],
    size: object.size,
    sequencer: object.sequencer,
  });
  return event === undefined ? undefined : [event];
}

function eventOf(
  bucket: unknown,
  key: unknown,
  { etag, versionId, size, sequencer }: Json,
): ObjectEvent | undefined {
  if (typeof bucket !== 'string' || typeof key !== 'string' || key === '') return undefined;
  if (typeof etag !== 'string' || typeof size !== 'number') return undefined;
  return {
    bucket,
    key,
    etag: etag.replace(/^"|"$/g, ''),
    size,
    versionId: typeof versionId === 'string' ? versionId : undefined,
    sequencer: typeof sequencer === 'string' ? sequencer : '',
  };
}

/** S3 writes keys as forms do: a plus for a space. */
function decodedKey(key: unknown): unknown {
  if (typeof key !== 'string') return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Sorts events by their sequencers, which are compared as numbers of any length. */
export function inSequence<E extends ObjectEvent>(events: readonly E[]): readonly E[] {
  const longest = Math.max(0, ...events.map(({ sequencer }) => sequencer.length));
  const rank = ({ sequencer }: E) => sequencer.padStart(longest, '0').toUpperCase();
  return events.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  });
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
