import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SourceConsumer } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import { AdvisoryCommits } from './advisory-commits.js';
import type { FetchedRecords, KafkaReader, KafkaRecord, TopicPartition } from './kafka-client.js';
import type { KafkaSourceOptions } from './kafka-source.js';
import { nameOf, type PartitionState } from './partition-state.js';
import { piecesOf } from './pieces.js';
import { startPositions } from './start-positions.js';
import { toSourceRecord } from './to-source-record.js';

/** One run of a Kafka source: from joining the group to leaving it. */
export class KafkaRun {
  readonly #options: KafkaSourceOptions;
  readonly #reader: KafkaReader;
  readonly #consumer: SourceConsumer;
  readonly #signal: AbortSignal;
  readonly #commits: AdvisoryCommits;
  #states: ReadonlyMap<string, PartitionState> = new Map();
  /** Where each partition ends for this run, or `undefined` to wait for more. */
  #ends: ReadonlyMap<string, number> | undefined;

  constructor(
    options: KafkaSourceOptions,
    reader: KafkaReader,
    consumer: SourceConsumer,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#reader = reader;
    this.#consumer = consumer;
    this.#signal = signal;
    this.#commits = new AdvisoryCommits(reader);
  }

  /** The partitions that were assigned last, by name. */
  get states(): ReadonlyMap<string, PartitionState> {
    return this.#states;
  }

  noteLanded(landed: ReadonlyMap<string, number>): void {
    this.#commits.note(landed, this.#states);
  }

  /** Reads until the ends are reached or the signal aborts, through any number of rebalances. */
  async readAll(): Promise<void> {
    if (!this.#options.follow) this.#ends = await this.#endsOfTopics();
    while (!this.#signal.aborted) {
      const assignment = await this.#join();
      if (assignment === undefined) return;
      const stop = AbortSignal.any([this.#signal, assignment.ended]);
      await this.#assign(assignment.partitions);
      const isDone = await this.#readUntil(stop);
      // What was read lands before the group may give a partition to another member.
      await this.#consumer.revoke([...this.#states.keys()]);
      await this.#commits.send();
      if (isDone) return;
    }
  }

  async #join(): ReturnType<KafkaReader['join']> extends Promise<infer T>
    ? Promise<T | undefined>
    : never {
    try {
      return await this.#reader.join(this.#signal);
    } catch (error) {
      if (this.#signal.aborted) return undefined;
      throw error;
    }
  }

  async #endsOfTopics(): Promise<ReadonlyMap<string, number>> {
    const { topics } = this.#options.connection;
    const described = await this.#describe();
    const partitions = topics.flatMap((topic) =>
      Array.from({ length: described.get(topic)?.partitions ?? 0 }, (_, partition) => ({
        topic,
        partition,
      })),
    );
    const ranges = await this.#reader.rangesOf(partitions);
    return new Map(ranges.map((range) => [nameOf(range), range.end]));
  }

  async #describe(): ReturnType<KafkaReader['describeTopics']> {
    const { topics } = this.#options.connection;
    const described = await this.#reader.describeTopics(topics);
    const missing = topics.find((topic) => !described.has(topic));
    if (missing === undefined) return described;
    throw new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the topic does not exist', {
      place: `topic ${missing}`,
      next: 'make the topic, or correct its name in the collector',
    });
  }

  async #assign(partitions: readonly TopicPartition[]): Promise<void> {
    const described = await this.#describe();
    const identityOf = ({ topic }: TopicPartition) => described.get(topic)?.identity;
    const resume = await this.#consumer.assign(
      partitions.map((each) => ({ partition: nameOf(each), identity: identityOf(each) })),
    );
    const wanted = partitions.map((each) => {
      const point = resume.get(nameOf(each));
      // A token that is no number says that nothing was read yet, but where reading began.
      const epoch = point?.position === undefined ? undefined : Number.parseInt(point.position, 10);
      return {
        ...each,
        name: nameOf(each),
        identity: identityOf(each),
        nextOffset: point?.offset ?? 0,
        leaderEpoch: Number.isNaN(epoch) ? undefined : epoch,
        highWatermark: 0,
        timestamp: undefined,
        isNew: point?.position === undefined && (point?.offset ?? 0) === 0,
      };
    });
    const states = wanted.map(({ isNew: _, ...state }): PartitionState => state);
    this.#states = new Map(states.map((state) => [state.name, state]));
    const isNew = new Set(wanted.filter((each) => each.isNew).map(({ name }) => name));
    await this.#start(isNew);
  }

  /** Finds where each partition goes on, tells of gaps, and seeks. */
  async #start(isNew: ReadonlySet<string>): Promise<void> {
    const { lostRecords } = this.#options;
    const states = [...this.#states.values()];
    const starts = await startPositions(this.#reader, states, { isNew, lostRecords }, this.#signal);
    for (const { name, offset, highWatermark, gap } of starts) {
      const state = this.#states.get(name);
      if (state === undefined) continue;
      state.highWatermark = highWatermark;
      if (gap === undefined && !isNew.has(name)) continue;
      const records = gap === undefined ? [] : [gap];
      state.nextOffset = offset;
      await this.#consumer.deliver({
        partition: name,
        records,
        nextOffset: offset,
        position: positionOf(state),
      });
    }
    this.#reader.seek(
      states.map(({ topic, partition, identity, nextOffset: offset, leaderEpoch }) => {
        return { topic, partition, identity, offset, leaderEpoch };
      }),
    );
  }

  /** Whether the ends were reached, rather than that reading was to stop. */
  async #readUntil(stop: AbortSignal): Promise<boolean> {
    while (!stop.aborted) {
      if (this.#isAtEnds()) return true;
      for (const fetched of await this.#fetch(stop)) {
        if (stop.aborted) break;
        await this.#handOver(fetched, stop);
      }
      this.#commits.sendNowAndThen();
    }
    return false;
  }

  async #fetch(stop: AbortSignal): Promise<readonly FetchedRecords[]> {
    try {
      return await this.#reader.fetch(stop);
    } catch (error) {
      const isLoss = error instanceof CollectorsError && error.code === 'DAS_SOURCE_RECORDS_LOST';
      if (!isLoss || this.#options.lostRecords === 'fail') throw error;
      await this.#start(new Set());
      return [];
    }
  }

  #isAtEnds(): boolean {
    const ends = this.#ends;
    if (ends === undefined) return false;
    return [...this.#states.values()].every(({ name, nextOffset }) => {
      return nextOffset >= (ends.get(name) ?? 0);
    });
  }

  async #handOver(fetched: FetchedRecords, stop: AbortSignal): Promise<void> {
    const state = this.#states.get(nameOf(fetched));
    if (state === undefined) return;
    const end = this.#ends?.get(state.name) ?? Number.POSITIVE_INFINITY;
    const nextOffset = Math.min(fetched.nextOffset, Math.max(end, state.nextOffset));
    const records = fetched.records.filter(({ offset }) => offset < nextOffset);
    state.highWatermark = fetched.highWatermark;
    state.leaderEpoch = fetched.leaderEpoch ?? state.leaderEpoch;
    for (const piece of piecesOf(records, this.#options.batch)) {
      const last = piece.at(-1);
      if (last === undefined || stop.aborted) return;
      const isLast = last === records.at(-1);
      await this.#deliver(state, piece, isLast ? nextOffset : last.offset + 1, stop);
      // Landing may take everything in without a pause; signs of life and signals need their turn.
      await nextTurn();
    }
    if (nextOffset > state.nextOffset && !stop.aborted) {
      await this.#deliver(state, [], nextOffset, stop);
    }
  }

  async #deliver(
    state: PartitionState,
    piece: readonly KafkaRecord[],
    nextOffset: number,
    stop: AbortSignal,
  ): Promise<void> {
    const { decode, prepareToDecode, tombstones } = this.#options;
    const kept = tombstones === 'skip' ? piece.filter(({ value }) => value !== null) : piece;
    const values: Uint8Array[] = [];
    for (const { value, fault } of kept) {
      if (value !== null && fault === undefined) values.push(value);
    }
    if (values.length > 0) await prepareToDecode(values);
    const records = kept.map((record) => toSourceRecord(record, decode, tombstones));
    const position = positionOf(state);
    // A rebalance does not wait until a paused collector goes on.
    await this.#consumer.deliver({ partition: state.name, records, nextOffset, position }, stop);
    state.nextOffset = nextOffset;
    state.timestamp = piece.at(-1)?.timestamp ?? state.timestamp;
  }
}

/** What is kept beside the offset: the leader's epoch, by which a rewritten history is noticed. */
function positionOf({ leaderEpoch }: PartitionState): string {
  return leaderEpoch === undefined ? 'start' : String(leaderEpoch);
}
