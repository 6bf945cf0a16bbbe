import { isUtf8 } from 'node:buffer';
import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';

/** A column, a field of a struct, an item of a list or a value of a map. */
export interface Column {
  readonly name: string;
  readonly kind: 'leaf' | 'list' | 'map' | 'struct';
  /** Digits behind the point, where it is a decimal. */
  readonly scale: number | undefined;
  readonly isText: boolean;
  readonly timeUnit: 'MILLIS' | 'MICROS' | 'NANOS' | undefined;
  readonly isLocalTime: boolean;
  readonly children: readonly Column[];
}

/** The columns of a file, in their order. */
export function columnsOf(schema: SchemaTree): readonly Column[] {
  return schema.children.map(columnOf);
}

function columnOf(tree: SchemaTree): Column {
  const { element, children } = tree;
  const [only] = children;
  const { converted_type: converted, logical_type: logical } = element;
  const isMap = converted === 'MAP' || converted === 'MAP_KEY_VALUE' || logical?.type === 'MAP';
  const isList = (converted === 'LIST' || logical?.type === 'LIST') && children.length === 1;
  const base = {
    name: element.name,
    scale: isDecimal(element) ? scaleOf(element) : undefined,
    isText:
      converted === 'UTF8' ||
      converted === 'ENUM' ||
      converted === 'JSON' ||
      logical?.type === 'STRING' ||
      logical?.type === 'ENUM' ||
      logical?.type === 'JSON',
    timeUnit: timeUnitOf(element),
    isLocalTime: logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC,
  };
  if (isMap && only?.children.length === 2) {
    return { ...base, kind: 'map', children: only.children.map(columnOf) };
  }
  if (isList && only !== undefined) {
    // The reader takes a repeated group of one field for a wrapper, as older writers have it too.
    const item = only.children.length === 1 ? only.children[0] : only;
    return { ...base, kind: 'list', children: item === undefined ? [] : [columnOf(item)] };
  }
  if (element.repetition_type === 'REPEATED') {
    const required: SchemaTree = { ...tree, element: { ...element, repetition_type: 'REQUIRED' } };
    return { ...base, kind: 'list', children: [columnOf(required)] };
  }
  return {
    ...base,
    kind: children.length > 0 ? 'struct' : 'leaf',
    children: children.map(columnOf),
  };
}

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

function scaleOf({ scale, logical_type }: SchemaElement): number {
  return scale ?? (logical_type?.type === 'DECIMAL' ? logical_type.scale : 0);
}

/** Whether it is a time of day, which the reader gives as a count. */
function timeUnitOf({ converted_type, logical_type }: SchemaElement): Column['timeUnit'] {
  if (logical_type?.type === 'TIME') return logical_type.unit;
  if (converted_type === 'TIME_MILLIS') return 'MILLIS';
  return converted_type === 'TIME_MICROS' ? 'MICROS' : undefined;
}

/** The metadata without its decimals: the reader would turn them into inexact numbers. */
export function withoutDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!isDecimal(element)) return element;
    const { converted_type: _converted, logical_type: _logical, ...plain } = element;
    return plain;
  });
  return { ...metadata, schema };
}

/** An own field of this name is lost where objects are made by assignment, as the reader does it. */
const prototypeKey = '__proto__';
const prototypeStandIn = '\u0000das:__proto__';

/** Texts that are not UTF-8 stay bytes, times keep what a `Date` would drop. */
export const parquetParsers: Partial<ParquetParsers> = {
  stringFromBytes: textOrBytes,
  jsonFromBytes: textOrBytes,
  uuidFromBytes: (bytes: Uint8Array | undefined) =>
    bytes === undefined
      ? undefined
      : Buffer.from(bytes)
          .toString('hex')
          .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  geometryFromBytes: (bytes: Uint8Array | undefined) => bytes,
  geographyFromBytes: (bytes: Uint8Array | undefined) => bytes,
  dateFromDays: (days: number | undefined) =>
    days === undefined ? undefined : isoTime(BigInt(days) * 86_400_000_000_000n).slice(0, -10),
  timestampFromMilliseconds: (count: bigint | undefined) => instant(count, 1_000_000n),
  timestampFromMicroseconds: (count: bigint | undefined) => instant(count, 1000n),
  timestampFromNanoseconds: (count: bigint | undefined) => instant(count, 1n),
};

function textOrBytes(bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text === prototypeKey ? prototypeStandIn : text;
}

function instant(count: bigint | undefined, nanoseconds: bigint): string | undefined {
  return count === undefined ? undefined : isoTime(BigInt(count) * nanoseconds);
}

/** ISO 8601 with as many digits as it takes. */
function isoTime(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const fraction = ((nanoseconds % second) + second) % second;
  const milliseconds = Number((nanoseconds - fraction) / 1_000_000n);
  // A year that ISO 8601 has no digits for cannot be a timestamp of the warehouse either.
  if (Math.abs(milliseconds) > 8.64e15) return `${nanoseconds} nanoseconds`;
  const whole = new Date(milliseconds).toISOString().slice(0, -5);
  const digits = fraction.toString().padStart(9, '0').replace(/0+$/, '');
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`;
}

const nanosecondsOf = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n } as const;

/**
 * A value as JSON holds it without loss.
 *
 * @param onInvalidText - called for a text that is not UTF-8, of which base64 is kept
 */
export function plainValue(value: unknown, column: Column, onInvalidText: () => void): unknown {
  if (value === undefined || value === null) return null;
  const [first, second] = column.children;
  switch (column.kind) {
    case 'list':
      return first === undefined || !isList(value)
        ? null
        : Array.from(value, (each) => plainValue(each, first, onInvalidText));
    case 'map':
      return second === undefined
        ? null
        : Object.fromEntries(
            Object.entries(value).map(([key, each]) => [
              key === prototypeStandIn ? prototypeKey : key,
              plainValue(each, second, onInvalidText),
            ]),
          );
    case 'struct': {
      const fields = new Map(Object.entries(value));
      return Object.fromEntries(
        column.children.map((each) => [
          each.name,
          plainValue(fields.get(each.name), each, onInvalidText),
        ]),
      );
    }
    case 'leaf':
      return plainLeaf(value, column, onInvalidText);
  }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function plainLeaf(value: unknown, column: Column, onInvalidText: () => void): unknown {
  if (column.scale !== undefined) return decimal(wholeOf(value), column.scale);
  if (value === prototypeStandIn) return prototypeKey;
  if (column.timeUnit !== undefined) {
    const nanoseconds = wholeOf(value) * nanosecondsOf[column.timeUnit];
    return isoTime(nanoseconds).slice(11, -1);
  }
  if (column.isLocalTime && typeof value === 'string') return value.replace(/Z$/, '');
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  // JSON has no word for these: as texts they are seen, and refused, rather than taken for null.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (!(value instanceof Uint8Array)) return value;
  if (column.isText) onInvalidText();
  return Buffer.from(value).toString('base64');
}

/** What a decimal's digits are, written as a whole number. */
function wholeOf(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  if (value.length === 0) return 0n;
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
}

function decimal(whole: bigint, scale: number): string {
  if (scale === 0) return whole.toString();
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
