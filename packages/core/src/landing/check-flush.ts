import type { Collector } from '../collector/collector.js';
import { checkNumber } from './known-option.js';

/** The longest that a timer waits: beyond it, it would not wait at all. */
const longestWait = 2_147_483;

/**
 * Refuses limits of a flush that would never be reached.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION`
 */
export function checkFlush(collector: Collector): void {
  const { rows, bytes, seconds } = collector.flush;
  const of = (option: string) => ({ collector, option: `flush.${option}` });
  checkNumber(of('rows'), rows ?? Number.NaN, { least: 1 });
  checkNumber(of('bytes'), bytes ?? Number.NaN, { least: 1 });
  checkNumber(of('seconds'), seconds ?? Number.NaN, { least: 0, most: longestWait });
}
