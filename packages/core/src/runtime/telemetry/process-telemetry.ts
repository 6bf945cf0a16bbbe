import type { Attributes, BatchObservableResult, Observable } from '@opentelemetry/api';
import type { PartitionLag } from '../../collector/source.js';
import { type CollectorState, collectorStates, totalLag } from '../collector-health.js';
import { type CollectorInstruments, collectorInstruments, collectorMeter } from './instruments.js';
import { attributesOf, placeOfPartition, placeOfSource } from './messaging-attributes.js';

/** What is asked of a supervised collector each time that metrics are read. */
export interface ObservedProcess {
  readonly state: CollectorState;
  readonly sourceName: string | undefined;
  readonly lag: ReadonlyMap<string, PartitionLag>;
}

/** Measures what a supervised collector is, rather than what it does: its state, and how far behind. */
export class ProcessTelemetry {
  readonly #attributes: Attributes;
  readonly #instruments: CollectorInstruments = collectorInstruments();
  /** The attributes of each partition whose lag was told before. */
  readonly #told: Map<string, Attributes> = new Map();

  constructor(domain: string, collector: string, observe: () => ObservedProcess) {
    this.#attributes = { 'das.domain': domain, 'das.collector.name': collector };
    const meter = collectorMeter();
    const gauge = (name: string, unit: string, description: string): Observable =>
      meter.createObservableGauge(name, { unit, description });
    const state = gauge('das.collector.state', '1', 'Is 1 for the state that a collector is in.');
    const records = gauge('das.collector.lag.records', '{record}', 'Records not yet delivered.');
    const bytes = gauge('das.collector.lag.bytes', 'By', 'Bytes not yet delivered.');
    const wait = gauge('das.collector.lag.duration', 's', 'How long the oldest of them waits.');
    const callback = (result: BatchObservableResult): void => {
      const observed = observe();
      for (const each of collectorStates) {
        const attributes = { ...this.#attributes, 'das.collector.state': each };
        result.observe(state, each === observed.state ? 1 : 0, attributes);
      }
      for (const [attributes, lag] of this.#lags(observed)) {
        if (lag.records !== undefined) result.observe(records, lag.records, attributes);
        if (lag.bytes !== undefined) result.observe(bytes, lag.bytes, attributes);
        if (lag.milliseconds !== undefined) {
          result.observe(wait, lag.milliseconds / 1000, attributes);
        }
      }
    };
    // It is never taken away: a reader would repeat for ever what it was told last.
    meter.addBatchObservableCallback(callback, [state, records, bytes, wait]);
  }

  restarted(failure: string): void {
    this.#instruments.restarts.add(1, { ...this.#attributes, 'error.type': failure });
  }

  /**
   * The lag of each partition that may be named, and the total of all that may not. One that is no
   * longer this process's own lags by nothing: a reader would repeat what it was told last.
   */
  *#lags({ sourceName, lag }: ObservedProcess): Iterable<readonly [Attributes, PartitionLag]> {
    const current: ReadonlyMap<string, AttributedLag> =
      sourceName === undefined ? new Map() : this.#attributed(sourceName, lag);
    for (const [key, { attributes }] of current) this.#told.set(key, attributes);
    for (const [key, attributes] of this.#told) {
      yield [attributes, current.get(key)?.lag ?? { records: 0, bytes: 0, milliseconds: 0 }];
    }
  }

  #attributed(
    sourceName: string,
    lag: ReadonlyMap<string, PartitionLag>,
  ): Map<string, AttributedLag> {
    const place = placeOfSource(sourceName);
    const result = new Map<string, AttributedLag>();
    const nameless = new Map<string, PartitionLag>();
    for (const [partition, each] of lag) {
      const named = placeOfPartition(place, partition);
      const attributes = { ...this.#attributes, ...attributesOf(named) };
      if (named.partition === undefined) nameless.set(partition, each);
      else result.set(partition, { attributes, lag: each });
    }
    const attributes = { ...this.#attributes, ...attributesOf(place) };
    if (nameless.size > 0) result.set('', { attributes, lag: totalLag(nameless) });
    return result;
  }
}

interface AttributedLag {
  readonly attributes: Attributes;
  readonly lag: PartitionLag;
}
