import type { AnyContract } from '@das/contracts';
import { Collector, type CollectorClass } from '../collector/collector.js';
import type { Source } from '../collector/source.js';

/** A collector of a contract that is declared and never run: plans need no more of it. */
export function unreadCollector(contract: AnyContract): CollectorClass {
  return class extends Collector {
    readonly contract = contract;
    override get name(): string {
      return contract.name;
    }
    async openSource(): Promise<Source> {
      throw new Error('a collector without a source cannot run');
    }
  };
}
