import type { ConsumerPin } from '../../consumers/consumer-pin.js';
import { type Finding, finding } from '../finding.js';

/** The places of pins: who reads which column, and whether each of its values by name. */
function placesOf(pins: readonly ConsumerPin[]): ReadonlyMap<string, readonly [string, string]> {
  return new Map(
    pins.flatMap(({ consumer, columns, exhaustive }) => [
      ...columns.map((column) => [JSON.stringify([consumer, column]), [consumer, column]] as const),
      ...exhaustive.map(
        (column) => [JSON.stringify([consumer, column, 'each']), [consumer, column]] as const,
      ),
    ]),
  );
}

function hurts(change: Finding, column: string): boolean {
  const isAbout = change.column === column || change.rule.startsWith('contract-removed');
  return isAbout && change.reader !== 'safe';
}

/**
 * The pins that are there no more. A step may move consumers, but who takes a pin away together with
 * what it protects has to be seen.
 */
export function findDroppedPins(
  changes: readonly Finding[],
  former: readonly ConsumerPin[],
  pins: readonly ConsumerPin[],
): readonly Finding[] {
  const kept = placesOf(pins);
  const dropped = new Map(
    [...placesOf(former)]
      .filter(([place]) => !kept.has(place))
      .map(([, [consumer, column]]) => [JSON.stringify([consumer, column]), [consumer, column]]),
  );
  return [...dropped.values()].map(([consumer = '', column = '']) => {
    const isHurt = changes.some((change) => hurts(change, column));
    const reason = isHurt
      ? `${consumer} no longer pins column ${column} in the step that hurts its readers; look whether it has moved.`
      : `${consumer} no longer pins column ${column}, or no longer each of its values.`;
    const reader = isHurt ? 'warning' : 'safe';
    return finding('pin-dropped', ['consumers', consumer, column], reason, { column, reader });
  });
}
