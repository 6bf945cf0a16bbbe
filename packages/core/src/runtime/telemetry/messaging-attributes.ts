import type { Attributes } from '@opentelemetry/api';

/** The systems that the messaging conventions name, by how the names of our sources begin. */
const systems: Readonly<Record<string, string>> = {
  kafka: 'kafka',
  kinesis: 'aws_kinesis',
  s3: 'aws_s3',
  sqs: 'aws_sqs',
  file: 'file',
  replay: 'das_replay',
};

/**
 * What the messaging conventions say of a source, read from its name: `kafka:orders.v1` is the
 * destination `orders.v1` of the system `kafka`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/
 */
export function messagingAttributesOf(sourceName: string): {
  readonly system: string;
  readonly destination: string;
} {
  const colon = sourceName.indexOf(':');
  const system = colon === -1 ? undefined : systems[sourceName.slice(0, colon)];
  return system === undefined
    ? { system: 'das', destination: sourceName }
    : { system, destination: sourceName.slice(colon + 1) };
}

/**
 * The attribute of a partition, where its name is a number or a shard: that of a file may identify a
 * person, and there may be any number of them.
 */
export function partitionAttribute(partition: string): Attributes {
  const id = /(?:^|[:/#-])(\d{1,9}|shardId-\d{12})$/.exec(partition)?.[1];
  const rest = id === undefined ? partition : partition.slice(0, -id.length);
  const isPlain = id !== undefined && /^(?:[\w.]{1,249}[:/#-])?$/.test(rest);
  return isPlain ? { 'messaging.destination.partition.id': id } : {};
}
