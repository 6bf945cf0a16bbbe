import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaAssignment, TopicPartition } from '../kafka-client.js';
import type { KafkaConnection } from '../kafka-connection.js';
import { assignPartitions } from './assign-partitions.js';
import { failureOf, isRefusal, protocolErrorOf } from './failure.js';
import type { KafkajsBroker, OpenedCluster } from './kafkajs-cluster.js';
import { topicMetadata } from './topic-metadata.js';

/** What a coordinator says to a member that it no longer knows under this id. */
const unknownMember: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION']);

const retryAfter = 300;

const graceOfJoin = 5_000;

/** The place of this process in its group: what it may read, until that ends. */
interface Generation {
  readonly id: number;
  readonly ended: AbortController;
}

/**
 * A member of a consumer group, by the classic protocol with its eager rebalances: the group waits
 * for each member to come back before anybody reads on, for as long as the rebalance timeout. That
 * is what gives a member the time to land what it has read.
 *
 * A timer of its own keeps the member alive: neither a slow warehouse nor a pause costs it its
 * partitions. What it may not survive, a process that stands still, it is told of when it comes back.
 */
export class GroupMember {
  readonly #opened: OpenedCluster;
  readonly #connection: KafkaConnection;
  #memberId = '';
  #generation: Generation | undefined;

  constructor(opened: OpenedCluster, connection: KafkaConnection) {
    this.#opened = opened;
    this.#connection = connection;
  }

  /** Joins, or joins again, and stays alive from then on. */
  async join(signal: AbortSignal): Promise<KafkaAssignment> {
    this.#stopBeating();
    const deadline = performance.now() + this.#connection.patience;
    for (;;) {
      signal.throwIfAborted();
      try {
        return await this.#joinUnless(signal);
      } catch (error) {
        const type = protocolErrorOf(error) ?? '';
        if (unknownMember.has(type)) this.#memberId = '';
        const isOver = performance.now() > deadline && type !== 'REBALANCE_IN_PROGRESS';
        if (isOver || isRefusal(error))
          throw this.#failure(error, 'let this member join its group');
      }
      await wait(retryAfter, undefined, { signal });
    }
  }

  /** Tells the group how far partitions were read. */
  async commit(
    positions: readonly (TopicPartition & { readonly offset: number })[],
  ): Promise<void> {
    const generation = this.#generation;
    if (generation === undefined || positions.length === 0) return;
    const topics = [...new Set(positions.map(({ topic }) => topic))].map((topic) => ({
      topic,
      partitions: positions
        .filter((each) => each.topic === topic)
        .map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    }));
    try {
      const coordinator = await this.#coordinator();
      await coordinator.offsetCommit({
        groupId: this.#connection.groupId,
        groupGenerationId: generation.id,
        memberId: this.#memberId,
        topics,
      });
    } catch (error) {
      throw this.#failure(error, 'take the offsets of this group');
    }
  }

  /** Leaves the group, as far as it can be told. */
  async leave(): Promise<void> {
    const memberId = this.#memberId;
    this.#stopBeating();
    this.#memberId = '';
    if (memberId === '') return;
    try {
      const coordinator = await this.#coordinator();
      await coordinator.leaveGroup({ groupId: this.#connection.groupId, memberId });
    } catch {
      // The group misses a member that it cannot hear when its session has run out.
    }
  }

  /** Ends what this member may read, so that it joins again: its topics are not what they were. */
  endAssignment(): void {
    this.#generation?.ended.abort();
  }

  /**
   * A join may wait for as long as the slowest member takes. Who is told to stop meanwhile gives it a
   * moment: a member that the group knows and that says nothing more holds the next rebalance up.
   */
  async #joinUnless(signal: AbortSignal): Promise<KafkaAssignment> {
    const joining = this.#joinOnce();
    const given = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { signal: given.signal });
    });
    try {
      await Promise.race([joining, aborted]);
      if (signal.aborted) {
        await Promise.race([joining, wait(graceOfJoin, undefined, { signal: given.signal })]);
      }
      signal.throwIfAborted();
      return await joining;
    } finally {
      joining.catch(() => {});
      given.abort();
    }
  }

  async #joinOnce(): Promise<KafkaAssignment> {
    const { groupId, sessionTimeout, rebalanceTimeout, topics } = this.#connection;
    const { assignments } = this.#opened;
    const coordinator = await this.#coordinator();
    const metadata = assignments.MemberMetadata.encode({
      version: 0,
      topics: [...topics],
      userData: Buffer.alloc(0),
    });
    const joined = await coordinator.joinGroup({
      groupId,
      sessionTimeout,
      rebalanceTimeout,
      memberId: this.#memberId,
      groupProtocols: [{ name: 'das-balanced', metadata }],
    });
    this.#memberId = joined.memberId;
    const isLeader = joined.leaderId === joined.memberId;
    const members = joined.members.map(({ memberId }) => memberId);
    const synced = await coordinator.syncGroup({
      groupId,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupAssignment: isLeader ? await this.#assignmentOf(members) : [],
    });
    const assigned = assignments.MemberAssignment.decode(synced.memberAssignment)?.assignment ?? {};
    const partitions = Object.entries(assigned).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    );
    const ended = new AbortController();
    this.#generation = { id: joined.generationId, ended };
    // It ends by itself and never rejects: whatever goes wrong with it ends the assignment.
    void this.#beat(joined.generationId, ended);
    return { partitions, ended: ended.signal };
  }

  async #assignmentOf(
    members: readonly string[],
  ): Promise<readonly { readonly memberId: string; readonly memberAssignment: Buffer }[]> {
    const { cluster, assignments } = this.#opened;
    const topics = await topicMetadata(cluster, this.#connection.topics);
    const partitions = [...topics.values()].flatMap(({ topic, partitions: all }) =>
      all.map(({ partition }) => ({ topic, partition })),
    );
    return [...assignPartitions(members, partitions)].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: assignments.MemberAssignment.encode({
        version: 0,
        assignment,
        userData: Buffer.alloc(0),
      }),
    }));
  }

  /** Gives signs of life until the generation ends; it also ends when nobody can be told of them. */
  async #beat(generationId: number, ended: AbortController): Promise<void> {
    const { groupId, heartbeatInterval, sessionTimeout } = this.#connection;
    let heardAt = performance.now();
    while (!ended.signal.aborted) {
      try {
        await wait(heartbeatInterval, undefined, { signal: ended.signal, ref: false });
        const coordinator = await this.#coordinator();
        await coordinator.heartbeat({
          groupId,
          groupGenerationId: generationId,
          memberId: this.#memberId,
        });
        heardAt = performance.now();
      } catch (error) {
        if (ended.signal.aborted) return;
        const type = protocolErrorOf(error) ?? '';
        if (unknownMember.has(type)) this.#memberId = '';
        const isOver = performance.now() - heardAt > sessionTimeout;
        if (type === 'REBALANCE_IN_PROGRESS') return await this.#outlive(generationId, ended);
        if (isOver || unknownMember.has(type) || isRefusal(error)) ended.abort();
      }
    }
  }

  /**
   * The group rebalances and waits for this member to join again. What it has read lands first, which
   * may take longer than a session, so the signs of life go on until it does.
   */
  async #outlive(generationId: number, ended: AbortController): Promise<void> {
    const { groupId, heartbeatInterval } = this.#connection;
    ended.abort();
    while (this.#generation?.ended === ended) {
      await wait(heartbeatInterval, undefined, { ref: false });
      if (this.#generation?.ended !== ended || this.#memberId === '') return;
      try {
        const coordinator = await this.#coordinator();
        await coordinator.heartbeat({
          groupId,
          groupGenerationId: generationId,
          memberId: this.#memberId,
        });
      } catch (error) {
        // Any answer is a sign of life, `REBALANCE_IN_PROGRESS` above all.
        if (unknownMember.has(protocolErrorOf(error) ?? '')) this.#memberId = '';
      }
    }
  }

  #stopBeating(): void {
    this.#generation?.ended.abort();
    this.#generation = undefined;
  }

  async #coordinator(): Promise<KafkajsBroker> {
    return await this.#opened.cluster.findGroupCoordinator({ groupId: this.#connection.groupId });
  }

  #failure(error: unknown, what: string): Error {
    return failureOf(error, what, `group ${this.#connection.groupId}`);
  }
}
