import { KafkaCollector } from '@das/collectors';
import { defineContract, defineDomain, definePlatform } from '@das/core';
import { standardMasking } from '@das/governance';
import { z } from 'zod';

/** What the events of the chaos must be. */
const events = defineContract({
  domain: 'chaos',
  name: 'events',
  version: '1.0.0',
  owner: 'das',
  schema: z.object({ id: z.int(), note: z.string(), at: z.coerce.date() }),
  columns: { id: 'internal', note: 'internal', at: 'internal' },
  primaryKey: ['id'],
});

/** Lands the events of a topic of Kafka. */
export class EventsCollector extends KafkaCollector {
  contract = events;
  topic = process.env.CHAOS_TOPIC ?? 'events';
  /** @override */
  sessionTimeout = /** @type {const} */ ('6s');
  /** @override */
  rebalanceTimeout = /** @type {const} */ ('20s');
  /** @override */
  flush = { rows: 2_000, bytes: 4 * 1024 * 1024, seconds: 0.5 };
}

/** A domain with nothing but that collector. */
export const chaos = defineDomain({
  platform: definePlatform({ name: 'brook', prefix: 'BROOK', masking: standardMasking() }),
  name: 'chaos',
  contracts: [events],
  collectors: [EventsCollector],
});
