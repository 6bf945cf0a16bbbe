import type { Field, Message, Type } from 'protobufjs';
import { exactInteger, momentText } from './moments.js';

type Values = Readonly<Record<string, unknown>>;

/** A message as plain data. */
export function eventOf(message: Message<object> | Values, type: Type): unknown {
  const values = message as Values;
  const known = wellKnown.get(type.fullName);
  if (known !== undefined) return known(values);
  const event: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    field.resolve();
    const isWritten = Object.hasOwn(values, field.name) && values[field.name] !== undefined;
    if (!isWritten && (field.partOf !== null || isAbsentMessage(field))) continue;
    Object.defineProperty(event, field.name, {
      value: fieldValue(field, isWritten ? values[field.name] : defaultOf(field)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return event;
}

/** A message that was not written is absent; so is a field of the old syntax without a default. */
function isAbsentMessage(field: Field): boolean {
  if (field.repeated || field.map) return false;
  return field.resolvedType !== null && 'fieldsArray' in field.resolvedType;
}

function defaultOf(field: Field): unknown {
  if (field.map) return {};
  return field.repeated ? [] : field.typeDefault;
}

function fieldValue(field: Field, value: unknown): unknown {
  if (field.map) {
    const entries = Object.entries(value as Values);
    return Object.fromEntries(entries.map(([key, each]) => [key, single(field, each)]));
  }
  if (field.repeated) return (value as readonly unknown[]).map((each) => single(field, each));
  return single(field, value);
}

function single(field: Field, value: unknown): unknown {
  const type = field.resolvedType;
  if (type === null) return scalar(value);
  if ('valuesById' in type) return type.valuesById[Number(value)] ?? value;
  return eventOf(value as Values, type as Type);
}

interface LongLike {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

function scalar(value: unknown): unknown {
  if (typeof value === 'bigint') return exactInteger(value);
  if (typeof value !== 'object' || value === null || !('unsigned' in value)) return value;
  return exactInteger(longOf(value as LongLike));
}

function longOf({ low, high, unsigned }: LongLike): bigint {
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return unsigned ? bits : BigInt.asIntN(64, bits);
}

function wholeOf(value: unknown): bigint {
  const whole = scalar(value ?? 0);
  return BigInt(whole as number | bigint);
}

/** What comes with Protobuf itself and stands for something simpler. */
const wellKnown: ReadonlyMap<string, (values: Values) => unknown> = new Map([
  [
    '.google.protobuf.Timestamp',
    ({ seconds, nanos }: Values) =>
      `${momentText(wholeOf(seconds) * 1_000_000_000n + wholeOf(nanos), 9)}Z`,
  ],
  ...(
    [
      ['DoubleValue', 0],
      ['FloatValue', 0],
      ['Int64Value', 0],
      ['UInt64Value', 0],
      ['Int32Value', 0],
      ['UInt32Value', 0],
      ['BoolValue', false],
      ['StringValue', ''],
      ['BytesValue', new Uint8Array(0)],
    ] as const
  ).map(
    ([name, otherwise]) =>
      [
        `.google.protobuf.${name}`,
        ({ value }: Values) => (value === undefined ? otherwise : scalar(value)),
      ] as const,
  ),
]);
