import { isJsonObject, type Json } from '../document/json.js';

/** As wide as a line may get before its members come on lines of their own. */
const width = 160;

/** Members that come first, since they say what the rest is about. All others are sorted. */
const leading: readonly string[] = [
  'lockfileVersion',
  'name',
  'kind',
  'consumer',
  'classification',
  'type',
];

/**
 * JSON for people who review it: members sorted, what fits on one line on one line, except that
 * lists of objects always have one line or more for each. The same data always gives the same text.
 */
export function printJson(value: Json): string {
  return `${block(value, '', 0)}\n`;
}

function keysOf(value: object): readonly string[] {
  return Object.keys(value).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

function rank(key: string): number {
  const index = leading.indexOf(key);
  return index === -1 ? leading.length : index;
}

/** Whether a value has parts that are to be on lines of their own. */
function isSpread(value: Json): boolean {
  if (Array.isArray(value)) return value.some(isJsonObject);
  if (!isJsonObject(value)) return false;
  return spreadKeys.some((key) => {
    const inner = Object.hasOwn(value, key) ? value[key] : undefined;
    return inner !== undefined && isJsonObject(Array.isArray(inner) ? inner[0] : inner);
  });
}

const spreadKeys: readonly string[] = [
  'acceptances',
  'columns',
  'consumers',
  'contracts',
  'document',
  'quality',
  'retired',
  'tombstones',
];

function line(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(line).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = keysOf(value).map((key) => `${JSON.stringify(key)}: ${line(value[key] ?? null)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** @param used - how much of the first line is taken */
function block(value: Json, indent: string, used: number): string {
  if (!isSpread(value)) {
    const flat = line(value);
    const isScalar = typeof value !== 'object' || value === null;
    if (isScalar || used + flat.length + 1 <= width) return flat;
  }
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${block(item, deeper, deeper.length)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (!isJsonObject(value)) return line(value);
  const members = keysOf(value).map((key) => {
    const start = `${deeper}${JSON.stringify(key)}: `;
    return `${start}${block(value[key] ?? null, deeper, start.length)}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
