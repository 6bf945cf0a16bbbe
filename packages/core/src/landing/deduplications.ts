import { durationInSeconds } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { Deduplication } from '../collector/deduplication.js';
import { CoreError } from '../errors/core-error.js';

/** A replay never lands what is in BRONZE already, however old. */
const everything: Deduplication = { window: '1000y' };

/**
 * What a collector takes for the same: nothing, the same bytes, or the same keys. A replay compares
 * bytes with all that has landed, and keys as the collector says.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` for keys that cannot be compared
 */
export function deduplicationsOf(
  collector: Collector,
  mode: 'collect' | 'replay',
): readonly Deduplication[] {
  const { deduplicate } = collector;
  if (deduplicate !== undefined) check(collector, deduplicate);
  if (mode === 'collect') return deduplicate === undefined ? [] : [deduplicate];
  return deduplicate?.by === undefined ? [everything] : [everything, deduplicate];
}

function check(collector: Collector, { window, by }: Deduplication): void {
  durationInSeconds(window, 'deduplicate.window');
  if (by === undefined) return;
  const problem =
    by.length === 0
      ? 'deduplicate.by names no column'
      : by.map((name) => problemOf(collector, name)).find((each) => each !== undefined);
  if (problem === undefined) return;
  throw new CoreError('DAS_COLLECT_INVALID_OPTION', problem, {
    place: `collector ${collector.name}`,
    next: "name columns of the contract that hold texts, numbers or moments in the collector's deduplicate.by",
  });
}

function problemOf({ contract }: Collector, name: string): string | undefined {
  const column = contract.columns.find((each) => each.name === name);
  if (column === undefined) return `deduplicate.by names ${name}, which is no column`;
  const isNested = /^(?:VARIANT|ARRAY|OBJECT)$/.test(column.type);
  return isNested ? `deduplicate.by names ${name}, whose values cannot be compared` : undefined;
}
