import type { StringShape, ValueShape } from '../../model/value-shape.js';
import { acceptsValue } from '../../schema/accepts-value.js';
import { mayEndIn, times } from './moment-loss.js';
import type { PrecisionLoss } from './precision-loss.js';

/** The greatest length of formats that have one, in characters. */
const lengths: Readonly<Record<string, number>> = {
  uuid: 36,
  guid: 36,
  ksuid: 27,
  ulid: 26,
  nanoid: 21,
  xid: 20,
  ipv6: 39,
  cidrv4: 18,
  mac: 17,
  e164: 16,
  ipv4: 15,
  date: 10,
  time: 8,
};

/** An instant as JavaScript writes it. */
const instant = '2026-01-01T00:00:00.000Z';

/** The length of a date and time: as JavaScript writes it where the format lets that through. */
function momentLength(shape: StringShape): number {
  const zones = ['+01:00', 'Z', ''].filter((zone) => mayEndIn(shape, zone));
  const texts = zones.flatMap((zone) => times.map((time) => `2026-01-01T${time}${zone}`));
  const possible = texts
    .filter((text) => acceptsValue(shape, text) !== 'no')
    .map((text) => text.length);
  const usual = possible.filter((length) => length <= instant.length);
  if (shape.patterns === undefined || possible.length === 0) return instant.length;
  return usual.length > 0 ? Math.max(...usual) : Math.min(...possible);
}

function longestOf(shape: ValueShape): number | undefined {
  if (shape.kind === 'enum') {
    return Math.max(...shape.values.map((value) => [...String(value)].length));
  }
  if (shape.kind === 'date') return instant.length;
  if (shape.kind !== 'string') return undefined;
  if (shape.format === 'datetime') return momentLength(shape);
  return shape.maxLength ?? lengths[shape.format ?? ''] ?? shape.minLength;
}

/** What a text column loses of a text: the characters behind the last that it has room for. */
export function lossOfText(shape: ValueShape, type: string): PrecisionLoss | undefined {
  const match = /^VARCHAR\((\d+)\)$/.exec(type);
  const longest = longestOf(shape);
  if (match === null || longest === undefined || longest <= Number(match[1])) return undefined;
  return {
    message: `the schema lets texts of ${longest} characters through, which ${type} has no room for`,
    next: `declare VARCHAR(${longest}) or more, or shorten the schema`,
  };
}
