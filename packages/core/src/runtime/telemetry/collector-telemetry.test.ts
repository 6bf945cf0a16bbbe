import { openLocalWarehouse } from '@das/local';
import {
  context,
  metrics,
  propagation,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Collector } from '../../collector/collector.js';
import type { Source, SourceConsumer } from '../../collector/source.js';
import { apply } from '../../deploy/apply.js';
import { EndlessSource } from '../../fixtures/endless-source.js';
import { clinic, EvidenceInMemory, visit, visits } from '../../fixtures/visits.js';
import type { Warehouse } from '../../warehouse/warehouse.js';
import { type CollectorProcess, superviseCollector } from '../collector-process.js';

/** Reads metrics when it is asked to. */
class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const exporter = new InMemorySpanExporter();
let reader: Reader;
let warehouse: Warehouse;
const evidence = new EvidenceInMemory();

beforeEach(async () => {
  reader = new Reader();
  exporter.reset();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(traceparent);
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  warehouse = await openLocalWarehouse();
  await apply({ domain: clinic, warehouse, evidence });
});
afterEach(async () => {
  await warehouse.close();
  for (const api of [metrics, trace, context, propagation]) api.disable();
});

/** Reads the header of the W3C, as the propagator of an SDK does. */
const traceparent: TextMapPropagator = {
  inject: () => {},
  fields: () => ['traceparent'],
  extract: (parent, carrier, getter) => {
    const [, traceId = '', spanId = '', flags] = String(getter.get(carrier, 'traceparent')).split(
      '-',
    );
    return trace.setSpanContext(parent, { traceId, spanId, traceFlags: Number(flags) });
  },
};

const traceId = '0af7651916cd43dd8448eb211c80319c';

/** Adds what a topic has: a name, and headers of whoever produced the records. */
class TopicSource extends EndlessSource {
  constructor() {
    super('kafka:visits', 'visits.v1/0');
  }

  override consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    const withHeaders: SourceConsumer = {
      leases: consumer.leases,
      assign: (partitions) => consumer.assign(partitions),
      standing: (partitions) => consumer.standing(partitions),
      revoke: (partitions) => consumer.revoke(partitions),
      deliver: (batch, released) => {
        const headers = { traceparent: Buffer.from(`00-${traceId}-b7ad6b7169203331-01`) };
        const records = batch.records.map((record) => ({ ...record, headers }));
        return consumer.deliver({ ...batch, records }, released);
      },
    };
    return super.consume(withHeaders, signal);
  }
}

class TopicCollector extends Collector<typeof visits> {
  readonly contract = visits;
  readonly source = new TopicSource();
  override readonly flush = { rows: 2, bytes: 1_000_000, seconds: 60 };

  async openSource(): Promise<Source> {
    return this.source;
  }
}

function supervise(collector: Collector): CollectorProcess {
  return superviseCollector(collector, {
    domain: clinic,
    warehouse,
    evidence,
    baseDirectory: '.',
    restart: { baseDelay: 1, maximumDelay: 2 },
  });
}

/** What was measured: each value by the name of the metric and the attributes that tell it apart. */
async function measured(): Promise<Record<string, unknown>> {
  const { resourceMetrics } = await reader.collect();
  const values: Record<string, unknown> = {};
  for (const { metrics: all } of resourceMetrics.scopeMetrics) {
    for (const { descriptor, dataPoints } of all) {
      for (const { attributes, value } of dataPoints) {
        const own = ['das.quarantine.reason', 'das.collector.state', 'error.type']
          .flatMap((key) => attributes[key] ?? [])
          .join();
        const name = own === '' ? descriptor.name : `${descriptor.name}{${own}}`;
        values[name] = typeof value === 'number' ? value : value.count;
      }
    }
  }
  return values;
}

test('a collector is measured by the messaging conventions and in numbers of its own', async () => {
  const collector = new TopicCollector();
  const process = supervise(collector);
  process.start();
  const calling = visit(3, { reason: 'call 212-555-0187' });
  collector.source.push(visit(1), visit(2, { cost: -1 }), calling, visit(4));
  await vi.waitFor(() => expect(process.health().batches).toBe(2), 10_000);
  collector.source.fail(new Error('gone: Patient 1'));
  await vi.waitFor(() => expect(process.health().restarts).toBe(1), 10_000);
  await vi.waitFor(() => expect(process.state).toBe('running'), 10_000);
  process.pause();
  expect(await measured()).toMatchObject({
    'messaging.client.consumed.messages': 4,
    'messaging.process.duration': 4,
    'messaging.client.operation.duration': 4,
    'das.collector.landed': 2,
    'das.collector.quarantined{RULE_VIOLATION}': 1,
    'das.collector.quarantined{UNDECLARED_PII}': 1,
    'das.collector.flush.duration': 2,
    'das.collector.flush.records': 2,
    'das.collector.restarts{Error}': 1,
    'das.collector.state{paused}': 1,
    'das.collector.state{running}': 0,
    'das.collector.lag.records': 0,
  });
  await process.stop();
  expect(await measured()).toMatchObject({
    'das.collector.state{paused}': 0,
    'das.collector.state{stopped}': 1,
  });
});

test('the lag is told while it lasts, and not for partitions that are gone', async () => {
  const collector = new TopicCollector();
  const process = supervise(collector);
  process.start();
  await vi.waitFor(() => expect(process.state).toBe('running'), 10_000);
  process.pause();
  collector.source.push(visit(1), visit(2), visit(3));
  await vi.waitFor(() => expect(collector.source.delivered).toBe(1));
  expect(await measured()).toMatchObject({ 'das.collector.lag.records': 2 });
  await process.stop();
  expect(await measured()).toMatchObject({ 'das.collector.lag.records': 0 });
});

test('spans tell of receiving, processing and flushing, and link to who produced the messages', async () => {
  const collector = new TopicCollector();
  const process = supervise(collector);
  process.start();
  collector.source.push(visit(1), visit(2));
  await vi.waitFor(() => expect(process.health().landed).toBe(2), 10_000);
  await process.stop();
  const spans = exporter.getFinishedSpans();
  const named = (name: string) => spans.filter((span) => span.name === name);
  const common = {
    'messaging.system': 'kafka',
    'messaging.destination.name': 'visits.v1',
    'das.domain': 'clinic',
    'das.collector.name': 'visits',
  };
  const batch = { 'messaging.destination.partition.id': '0', 'messaging.batch.message_count': 1 };
  expect(named('poll visits.v1')).toHaveLength(2);
  expect(named('poll visits.v1')[0]).toMatchObject({
    kind: SpanKind.CLIENT,
    attributes: { ...common, ...batch, 'messaging.operation.type': 'receive' },
  });
  const [processed] = named('process visits.v1');
  expect(processed).toMatchObject({
    kind: SpanKind.CONSUMER,
    attributes: { ...common, ...batch, 'messaging.operation.type': 'process' },
  });
  expect(processed?.links.map(({ context: { traceId: id } }) => id)).toEqual([traceId]);
  expect(named('flush visits')[0]?.attributes).toEqual({
    ...common,
    'messaging.destination.name': 'visits',
    'messaging.operation.type': 'settle',
    'messaging.operation.name': 'flush',
    'messaging.batch.message_count': 2,
    'das.collector.landed': 2,
    'das.collector.duplicates': 0,
    'das.collector.quarantined': 0,
  });
});

test('no value of a record is in a metric or a span, also when a record is bad', async () => {
  const collector = new TopicCollector();
  const process = supervise(collector);
  process.start();
  collector.source.push(visit(1, { patient: 'S3CRET' }), { id: 'S3CRET' });
  await vi.waitFor(() => expect(process.health().batches).toBe(1), 10_000);
  const all = await reader.collect();
  const said = exporter
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  expect(said.length).toBeGreaterThan(0);
  expect(JSON.stringify([all, said, process.health()])).not.toContain('S3CRET');
  await process.stop();
});
