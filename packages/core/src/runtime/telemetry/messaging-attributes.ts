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

/** What the messaging conventions say of a source or of one of its partitions. */
export interface MessagingPlace {
  readonly system: string;
  readonly destination: string;
  /** The partition, where its name is a number or a shard. */
  readonly partition?: string;
}

/**
 * What the messaging conventions say of a source, read from its name: `kinesis:clicks` is the
 * destination `clicks` of the system `aws_kinesis`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/
 */
export function placeOfSource(sourceName: string): MessagingPlace {
  const colon = sourceName.indexOf(':');
  const system = colon === -1 ? undefined : systems[sourceName.slice(0, colon)];
  return system === undefined
    ? { system: 'das', destination: sourceName }
    : { system, destination: sourceName.slice(colon + 1) };
}

/**
 * The same of a partition. Its name is left out unless it is known for a number or a shard: that of a
 * file may identify a person, and there may be any number of them.
 */
export function placeOfPartition(source: MessagingPlace, partition: string): MessagingPlace {
  switch (source.system) {
    case 'kafka': {
      const [, topic, id] = /^([\w.-]{1,249})\/(\d{1,9})$/.exec(partition) ?? [];
      if (topic === undefined || id === undefined) return source;
      return { ...source, destination: topic, partition: id };
    }
    case 'aws_kinesis':
      return /^shardId-\d{12}$/.test(partition) ? { ...source, partition } : source;
    default:
      return source;
  }
}

/** The attributes of a place. */
export function attributesOf({ system, destination, partition }: MessagingPlace): Attributes {
  return {
    'messaging.system': system,
    'messaging.destination.name': destination,
    ...(partition === undefined ? {} : { 'messaging.destination.partition.id': partition }),
  };
}
