import { createHash, type Hash } from 'node:crypto';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import type { Claim } from './claims.js';

/** What was read of a partition under one claim. */
interface Span {
  readonly partition: string;
  readonly from: number;
  readonly to: number;
}

/** A claim that is held, with where it began and where the last report of it ended. */
interface OpenSpan {
  readonly claim: Claim;
  readonly from: number;
  told: number;
}

/**
 * How far the partitions of a run were read, for evidence. Only claims that are held are remembered:
 * one that was given back is folded into a count and a digest, for a run may claim millions.
 *
 * A digest is the SHA-256 of one line of JSON a claim, `{"partition":"a","from":0,"to":5}` and a
 * newline, in the order in which they were given back, and after those the ones that are held. Names
 * of partitions stay out of evidence: a file's name may identify a person.
 */
export class PartitionLedger {
  readonly #open: Map<string, OpenSpan> = new Map();
  #whole: SpanDigest = new SpanDigest();
  #sinceReport: SpanDigest = new SpanDigest();

  /** How many partitions were claimed; one that was given back and claimed again counts again. */
  get count(): number {
    return this.#whole.count + this.#open.size;
  }

  claim(claim: Claim): void {
    this.giveBack(claim.partition);
    this.#open.set(claim.partition, { claim, from: claim.nextOffset, told: claim.nextOffset });
  }

  giveBack(partition: string): void {
    const span = this.#open.get(partition);
    if (span === undefined) return;
    this.#open.delete(partition);
    this.#whole.add({ partition, from: span.from, to: span.claim.nextOffset });
    this.#tell(span);
  }

  /** Everything since the run began. */
  summary(): JsonValue {
    const whole = this.#whole.copy();
    for (const { claim, from } of this.#open.values()) {
      whole.add({ partition: claim.partition, from, to: claim.nextOffset });
    }
    return whole.toJSON();
  }

  /** What was read since the last report, and begins the next one. */
  report(): JsonValue {
    for (const span of this.#open.values()) this.#tell(span);
    const report = this.#sinceReport.toJSON();
    this.#sinceReport = new SpanDigest();
    return report;
  }

  #tell(span: OpenSpan): void {
    const { partition, nextOffset } = span.claim;
    if (nextOffset > span.told) {
      this.#sinceReport.add({ partition, from: span.told, to: nextOffset });
    }
    span.told = nextOffset;
  }
}

class SpanDigest {
  count = 0;
  #records = 0;
  #hash: Hash = createHash('sha256');

  add(span: Span): void {
    this.count += 1;
    this.#records += span.to - span.from;
    this.#hash.update(`${JSON.stringify(span)}\n`);
  }

  copy(): SpanDigest {
    const copy = new SpanDigest();
    copy.count = this.count;
    copy.#records = this.#records;
    copy.#hash = this.#hash.copy();
    return copy;
  }

  toJSON(): JsonValue {
    const sha256 = this.#hash.copy().digest('hex');
    return { count: this.count, records: this.#records, sha256 };
  }
}
