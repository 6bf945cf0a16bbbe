import { isSameJson } from '../../document/json.js';
import type {
  ListShape,
  ObjectShape,
  RecordShape,
  TupleShape,
  ValueShape,
} from '../../model/value-shape.js';
import { describeLength, describeShape } from './describe-shape.js';
import { type CompareInner, type Gap, possibleGap, provenGap, type Side } from './gap.js';

type Path = readonly string[];

/** Whether an object may do without a field of this shape. */
export function admitsAbsence(shape: ValueShape): boolean {
  if (shape.kind === 'union')
    return shape.refinements === undefined && shape.options.some(admitsAbsence);
  return shape.kind === 'undefined' && shape.refinements === undefined;
}

/** Why lists of one shape may not be lists of another. */
export function coverList(
  wide: ListShape,
  narrow: ListShape,
  path: Path,
  inner: CompareInner,
): readonly Gap[] {
  const gaps = [...inner(wide.items, narrow.items, [...path, 'items'])];
  const most = narrow.maxItems ?? Number.POSITIVE_INFINITY;
  const isHeld =
    (narrow.minItems ?? 0) >= (wide.minItems ?? 0) &&
    most <= (wide.maxItems ?? Number.POSITIVE_INFINITY);
  if (!isHeld) {
    const wanted = describeLength(wide.minItems, wide.maxItems);
    gaps.push(provenGap(path, 'length', wanted, describeLength(narrow.minItems, narrow.maxItems)));
  }
  return gaps;
}

/** Why tuples of one shape may not be tuples of another. */
export function coverTuple(
  wide: TupleShape,
  narrow: TupleShape,
  path: Path,
  inner: CompareInner,
): readonly Gap[] {
  const isLong = wide.rest !== undefined;
  const isLength =
    narrow.items.length === wide.items.length ||
    (narrow.items.length > wide.items.length && isLong);
  if (!isLength || (narrow.rest !== undefined && !isLong)) {
    const given = `${describeShape(narrow)}${narrow.rest === undefined ? '' : ' or more'}`;
    return [
      possibleGap(path, 'length', `${describeShape(wide)}${isLong ? ' or more' : ''}`, given),
    ];
  }
  const gaps = narrow.items.flatMap((item, index) => {
    const place = wide.items[index] ?? wide.rest;
    return place === undefined ? [] : inner(place, item, [...path, 'items', String(index)]);
  });
  if (narrow.rest === undefined || wide.rest === undefined) return gaps;
  return [...gaps, ...inner(wide.rest, narrow.rest, [...path, 'rest'])];
}

/** Why records of one shape may not be records of another. */
export function coverRecord(
  wide: RecordShape,
  narrow: RecordShape,
  path: Path,
  inner: CompareInner,
): readonly Gap[] {
  return [
    ...inner(wide.keys, narrow.keys, [...path, 'keys']),
    ...inner(wide.values, narrow.values, [...path, 'values']),
  ];
}

/** Why objects of one shape may not be objects of another. */
export function coverObject(
  wide: ObjectShape,
  narrow: ObjectShape,
  path: Path,
  inner: CompareInner,
  side: Side,
): readonly Gap[] {
  const others = typeof narrow.unknownKeys === 'object' ? narrow.unknownKeys : undefined;
  const gaps: Gap[] = [];
  for (const [name, field] of Object.entries(wide.fields)) {
    const place = [...path, 'fields', name];
    const given = Object.hasOwn(narrow.fields, name) ? narrow.fields[name] : undefined;
    if (given !== undefined) {
      gaps.push(...inner(field, given, place));
      continue;
    }
    if (others !== undefined) gaps.push(...inner(field, others, place));
    // A reader was promised the field; that it may be absent is no promise that it always is.
    if (side === 'stored' || !admitsAbsence(field)) {
      gaps.push(provenGap(place, 'field missing', describeShape(field), 'no such field'));
    }
  }
  for (const [name, field] of Object.entries(narrow.fields)) {
    if (Object.hasOwn(wide.fields, name)) continue;
    gaps.push(...extraField(wide, name, field, [...path, 'fields', name], inner));
  }
  return [...gaps, ...coverUnknownKeys(wide, narrow, path, inner, side)];
}

function extraField(
  wide: ObjectShape,
  name: string,
  field: ValueShape,
  place: Path,
  inner: CompareInner,
): readonly Gap[] {
  if (typeof wide.unknownKeys === 'object') return inner(wide.unknownKeys, field, place);
  const gap = provenGap(place, 'field extra', `no field ${name}`, describeShape(field));
  return [{ ...gap, verdict: wide.unknownKeys === 'refuse' ? 'breaking' : 'safe' }];
}

function coverUnknownKeys(
  wide: ObjectShape,
  narrow: ObjectShape,
  path: Path,
  inner: CompareInner,
  side: Side,
): readonly Gap[] {
  const [wanted, given] = [wide.unknownKeys, narrow.unknownKeys];
  if (wanted === 'drop' || given === 'refuse' || isSameJson(wanted, given)) return [];
  // Keys that are dropped on the way are not in the rows, but they may be in what is handed in.
  if (given === 'drop' && side === 'stored') return [];
  if (typeof wanted === 'object' && typeof given === 'object') {
    return inner(wanted, given, [...path, 'unknownKeys']);
  }
  if (typeof wanted === 'object' && wanted.kind === 'unknown') return [];
  return [provenGap(path, 'unknown keys', describeKeys(wanted), describeKeys(given))];
}

function describeKeys(keys: ObjectShape['unknownKeys']): string {
  return typeof keys === 'object'
    ? `other keys with ${describeShape(keys)}`
    : `other keys: ${keys}`;
}
