import type { ValueShape } from '../../model/value-shape.js';
import type { PrecisionLoss } from './precision-loss.js';

/** The length of formats that have one, in characters. */
const lengths: Readonly<Record<string, number>> = {
  uuid: 36,
  guid: 36,
  ksuid: 27,
  ulid: 26,
  xid: 20,
};

function longestOf(shape: ValueShape): number | undefined {
  if (shape.kind === 'enum') {
    return Math.max(...shape.values.map((value) => [...String(value)].length));
  }
  if (shape.kind !== 'string') return undefined;
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
