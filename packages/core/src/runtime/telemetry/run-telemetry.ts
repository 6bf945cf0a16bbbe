import {
  type Attributes,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FlushSummary } from '../../collector/collector.js';
import type { SourceBatch, SourceRecord } from '../../collector/source.js';
import type { AfterCommitStep } from '../../landing/land-flush.js';
import type { FindingAction, LandingObserver } from '../../landing/landing-observer.js';
import { failureCode, firstFailure } from '../classify-failure.js';
import { type CollectorInstruments, collectorInstruments, scope } from './instruments.js';
import {
  attributesOf,
  type MessagingPlace,
  placeOfPartition,
  placeOfSource,
} from './messaging-attributes.js';

/** How many messages a span links to at the most: what tracers keep by default. */
const mostLinks = 128;

/**
 * Measures and traces one run of a collector by the messaging conventions: `receive` is the wait for
 * a batch, `process` its way through the checks, `flush` its way into the warehouse. Nothing of it
 * holds a value of a record.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export class RunTelemetry implements LandingObserver {
  readonly #instruments: CollectorInstruments = collectorInstruments();
  readonly #tracer: Tracer = trace.getTracer(scope);
  readonly #place: MessagingPlace;
  /** Whose run this is. */
  readonly #collector: Attributes;
  readonly #attributes: Attributes;
  /** When each partition was last handed back to its source. */
  readonly #waitingSince: Map<string, number> = new Map();

  constructor(domain: string, collector: string, sourceName: string) {
    this.#place = placeOfSource(sourceName);
    this.#collector = { 'das.domain': domain, 'das.collector.name': collector };
    this.#attributes = { ...attributesOf(this.#place), ...this.#collector };
  }

  /** Notes that a partition waits for its source from now on. */
  waits(partition: string): void {
    this.#waitingSince.set(partition, Date.now());
  }

  /** Forgets a partition that was given back. */
  gives(partition: string): void {
    this.#waitingSince.delete(partition);
  }

  /** Takes a batch through the checks, under a span that links to where its messages came from. */
  async process<T>(batch: SourceBatch, work: () => Promise<T>): Promise<T> {
    const started = Date.now();
    const links = linksOf(batch.records);
    const place = placeOfPartition(this.#place, batch.partition);
    const where = { ...attributesOf(place), ...this.#collector };
    this.#received(batch, place.destination, where, started, links);
    const attributes = { ...where, ...operation('process', 'process') };
    const span = this.#tracer.startSpan(`process ${place.destination}`, {
      kind: SpanKind.CONSUMER,
      attributes: { ...attributes, 'messaging.batch.message_count': batch.records.length },
      links,
    });
    let failure: Attributes = {};
    try {
      return await work();
    } catch (error) {
      failure = recordFailure(span, error);
      throw error;
    } finally {
      span.end();
      const elapsed = (Date.now() - started) / 1000;
      this.#instruments.processDuration.record(elapsed, { ...attributes, ...failure });
    }
  }

  onFlushed(flush: FlushSummary, seconds: number): void {
    const { landed, duplicates, quarantined } = flush;
    const { flushDuration, flushRecords, ...instruments } = this.#instruments;
    const records = landed + duplicates + quarantined;
    const now = Date.now();
    const span = this.#tracer.startSpan(`flush ${this.#place.destination}`, {
      kind: SpanKind.INTERNAL,
      startTime: now - seconds * 1000,
      attributes: {
        ...this.#attributes,
        ...operation('settle', 'flush'),
        'messaging.batch.message_count': records,
        'das.collector.landed': landed,
        'das.collector.duplicates': duplicates,
        'das.collector.quarantined': quarantined,
      },
    });
    span.end(now);
    flushDuration.record(seconds, this.#attributes);
    flushRecords.record(records, this.#attributes);
    if (landed > 0) instruments.landed.add(landed, this.#attributes);
    if (duplicates > 0) instruments.duplicates.add(duplicates, this.#attributes);
  }

  onRejected(reason: string, count: number): void {
    this.#instruments.quarantined.add(count, {
      ...this.#attributes,
      'das.quarantine.reason': reason,
    });
  }

  onFinding(column: string, detector: string, action: FindingAction, count: number): void {
    this.#instruments.findings.add(count, {
      ...this.#attributes,
      'das.column': column,
      'das.detector': detector,
      'das.finding.action': action,
    });
  }

  onLate(_partition: string, count: number): void {
    this.#instruments.late.add(count, this.#attributes);
  }

  onUnknownField(count: number): void {
    this.#instruments.unknownFields.add(count, this.#attributes);
  }

  onAfterCommitFailed(step: AfterCommitStep, code: string): void {
    this.#instruments.afterCommitFailures.add(1, {
      ...this.#attributes,
      'das.flush.step': step,
      'error.type': code,
    });
  }

  #received(
    batch: SourceBatch,
    destination: string,
    where: Attributes,
    now: number,
    links: Link[],
  ): void {
    const attributes = { ...where, ...operation('receive', 'poll') };
    const since = this.#waitingSince.get(batch.partition) ?? now;
    const span = this.#tracer.startSpan(`poll ${destination}`, {
      kind: SpanKind.CLIENT,
      startTime: since,
      attributes: { ...attributes, 'messaging.batch.message_count': batch.records.length },
      links,
    });
    span.end(now);
    const { consumed, consumedBytes, operationDuration } = this.#instruments;
    operationDuration.record((now - since) / 1000, attributes);
    consumed.add(batch.records.length, attributes);
    const bytes = batch.records.reduce((sum, { raw }) => sum + raw.length, 0);
    consumedBytes.add(bytes, where);
  }
}

function operation(type: 'receive' | 'process' | 'settle', name: string): Attributes {
  return { 'messaging.operation.type': type, 'messaging.operation.name': name };
}

/** The contexts that the producers of these messages wrote into their headers, where they did. */
function linksOf(records: readonly SourceRecord[]): Link[] {
  const links: Link[] = [];
  for (const { headers } of records) {
    if (headers?.traceparent === undefined) continue;
    const carrier = {
      traceparent: text(headers.traceparent),
      tracestate: text(headers.tracestate),
    };
    const context = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier));
    if (context !== undefined) links.push({ context });
    if (links.length === mostLinks) break;
  }
  return links;
}

function text(header: string | Uint8Array | undefined): string | undefined {
  return header instanceof Uint8Array ? Buffer.from(header).toString('latin1') : header;
}

/** The code of a failure. The message of a foreign error may quote data. */
function recordFailure(span: Span, error: unknown): Attributes {
  const failure = { 'error.type': failureCode(firstFailure(error)) };
  span.setAttributes(failure);
  span.setStatus({ code: SpanStatusCode.ERROR });
  return failure;
}
