import { type Counter, type Histogram, type Meter, metrics } from '@opentelemetry/api';

/** The name under which everything here is measured and traced. */
export const scope = '@das/core/collector';

/** The boundaries that the messaging conventions ask for, in seconds. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What is counted of collectors. */
export interface CollectorInstruments {
  readonly consumed: Counter;
  readonly consumedBytes: Counter;
  readonly processDuration: Histogram;
  readonly operationDuration: Histogram;
  readonly landed: Counter;
  readonly duplicates: Counter;
  readonly quarantined: Counter;
  readonly findings: Counter;
  readonly late: Counter;
  readonly unknownFields: Counter;
  readonly afterCommitFailures: Counter;
  readonly restarts: Counter;
  readonly flushDuration: Histogram;
  readonly flushRecords: Histogram;
}

/**
 * The instruments of the meter that is registered now. They are fetched when a run starts, not when
 * this module loads: an SDK may be started later than that.
 */
export function collectorInstruments(): CollectorInstruments {
  const meter = collectorMeter();
  const records = (name: string, description: string): Counter =>
    meter.createCounter(name, { unit: '{record}', description });
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: seconds },
    });
  return {
    consumed: meter.createCounter('messaging.client.consumed.messages', {
      unit: '{message}',
      description: 'Messages that sources have handed over.',
    }),
    consumedBytes: meter.createCounter('das.collector.consumed.bytes', {
      unit: 'By',
      description: 'The size of what was read, before it was decoded.',
    }),
    processDuration: duration(
      'messaging.process.duration',
      'How long it took to check a batch, the wait for the warehouse included.',
    ),
    operationDuration: duration(
      'messaging.client.operation.duration',
      'How long a source took to hand over its next batch.',
    ),
    landed: records('das.collector.landed', 'Records that have landed in BRONZE.'),
    duplicates: records('das.collector.duplicates', 'Records that had landed before.'),
    quarantined: records('das.collector.quarantined', 'Records in quarantine, by reason.'),
    findings: meter.createCounter('das.collector.findings', {
      unit: '{finding}',
      description: 'Undeclared sensitive values, by column and detector.',
    }),
    late: records('das.collector.late', 'Records that came after the watermark.'),
    unknownFields: meter.createCounter('das.collector.unknown_fields', {
      unit: '{field}',
      description: 'Fields of events that the contract does not have.',
    }),
    afterCommitFailures: meter.createCounter('das.collector.after_commit.failures', {
      unit: '{failure}',
      description: 'What failed after a flush had landed, by step and by what it failed with.',
    }),
    restarts: meter.createCounter('das.collector.restarts', {
      unit: '{restart}',
      description:
        'How often a supervised collector was started again, by what it had failed with.',
    }),
    flushDuration: duration(
      'das.collector.flush.duration',
      'How long a flush took, from staging to the commit.',
    ),
    flushRecords: meter.createHistogram('das.collector.flush.records', {
      unit: '{record}',
      description: 'How many records a flush held.',
      advice: { explicitBucketBoundaries: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] },
    }),
  };
}

/** The meter of collectors. */
export function collectorMeter(): Meter {
  return metrics.getMeter(scope);
}
