import { isSameJson } from '../../document/json.js';
import type { ValueShape } from '../../model/value-shape.js';
import type { Verdict } from '../contract-change.js';
import { coverList, coverObject, coverRecord, coverTuple } from './cover-collections.js';
import { coverBigint, coverDate, coverNumber, coverString, isValueHeld } from './cover-scalars.js';
import { describeShape, listed } from './describe-shape.js';
import { type Gap, possibleGap, provenGap, type Side } from './gap.js';
import { hasVisibleCoercion, hiddenCode, withoutCoercion } from './hidden-code.js';

type Path = readonly string[];

const weights: Readonly<Record<Verdict, number>> = { safe: 0, warning: 1, breaking: 2 };

/**
 * Why one shape does not hold every value of another. No gap that is worse than `safe`: it does.
 *
 * The answer errs on one side only. Where nothing shows that each value is held, there is a gap.
 *
 * @param wide - the shape that values are held to
 * @param narrow - the shape of the values
 */
export function gapsOf(wide: ValueShape, narrow: ValueShape, side: Side): readonly Gap[] {
  return cover(wide, narrow, [], side);
}

function withoutChecks(shape: ValueShape): ValueShape {
  const { refinements: _, ...rest } = shape;
  return rest as ValueShape;
}

function optionsOf(shape: ValueShape): readonly ValueShape[] {
  return shape.kind === 'union' && shape.refinements === undefined
    ? shape.options.flatMap(optionsOf)
    : [shape];
}

function cover(wide: ValueShape, narrow: ValueShape, path: Path, side: Side): readonly Gap[] {
  if (isSameJson(wide, narrow)) return hiddenCode(narrow, path);
  if (narrow.kind === 'never') return [];
  if (narrow.kind === 'union' && narrow.refinements === undefined) {
    // Gaps of several options at one place are one gap.
    const gaps = new Map<string, Gap>();
    const isVisible = hasVisibleCoercion(optionsOf(wide));
    for (const option of isVisible ? withoutCoercion(optionsOf(narrow)) : optionsOf(narrow)) {
      for (const gap of cover(wide, option, path, side)) {
        const key = JSON.stringify([gap.path, gap.aspect]);
        const known = gaps.get(key);
        gaps.set(key, known === undefined ? gap : joined(known, gap));
      }
    }
    return [...gaps.values()];
  }
  const gaps: Gap[] = [];
  const [asked, made] = [wide.refinements ?? 0, narrow.refinements ?? 0];
  if (asked > made) gaps.push(possibleGap(path, 'check', countOf(asked), countOf(made)));
  else if (asked > 0) gaps.push({ ...codeGap(path), wanted: countOf(asked) });
  const [target, source] = [withoutChecks(wide), withoutChecks(narrow)];
  const isUnion = target.kind === 'union' || source.kind === 'union';
  return [
    ...gaps,
    ...(isUnion ? coverByUnion(target, source, path, side) : coverOne(target, source, path, side)),
  ];
}

function countOf(checks: number): string {
  return checks === 0 ? 'no checks in code' : `${checks} checks in code`;
}

function codeGap(path: Path): Gap {
  const words = 'what only code can tell';
  return { path, aspect: 'code', wanted: words, given: words, verdict: 'warning', isProven: false };
}

function joined(one: Gap, other: Gap): Gap {
  const worse = weights[other.verdict] > weights[one.verdict] ? other : one;
  const given = one.given === other.given ? one.given : `${one.given} or ${other.given}`;
  return { ...worse, given, isProven: one.isProven && other.isProven };
}

function weightOf(gaps: readonly Gap[]): number {
  return gaps.reduce((most, gap) => Math.max(most, weights[gap.verdict]), 0);
}

/** One option of the wide shape has to hold the whole narrow one, or each of its values if they are listed. */
function coverByUnion(
  wide: ValueShape,
  narrow: ValueShape,
  path: Path,
  side: Side,
): readonly Gap[] {
  if (narrow.kind === 'union') return cover(wide, narrow, path, side);
  const options = optionsOf(wide);
  const values =
    narrow.kind === 'enum' ? narrow.values : narrow.kind === 'boolean' ? [true, false] : undefined;
  if (values !== undefined) {
    const missing = values.filter((value) => !options.some((option) => isValueHeld(option, value)));
    if (missing.length === 0) return [];
  }
  let best: readonly Gap[] | undefined;
  const alike = options.filter(({ kind }) => kind === narrow.kind || kind === 'unknown');
  for (const option of alike) {
    const gaps = cover(option, narrow, path, side);
    const isBetter =
      best === undefined ||
      weightOf(gaps) < weightOf(best) ||
      (weightOf(gaps) === weightOf(best) && gaps.length < best.length);
    if (isBetter) best = gaps;
    if (gaps.length === 0) break;
  }
  if (best !== undefined) {
    const isSole = alike.length === 1;
    return isSole ? best : best.map((gap) => ({ ...gap, isProven: false }));
  }
  return [kindGap(wide, narrow, path)];
}

function kindGap(wide: ValueShape, narrow: ValueShape, path: Path): Gap {
  const isAbsence = narrow.kind === 'null' || narrow.kind === 'undefined';
  const aspect = isAbsence ? 'nullability' : 'type';
  return provenGap(path, aspect, describeShape(wide), describeShape(narrow));
}

const structural: ReadonlySet<ValueShape['kind']> = new Set([
  'object',
  'record',
  'map',
  'tuple',
  'array',
]);

function coverOne(wide: ValueShape, narrow: ValueShape, path: Path, side: Side): readonly Gap[] {
  // In an object, "anything" does not stand for no value: the key has to be there.
  if (wide.kind === 'unknown' && narrow.kind !== 'undefined') return [];
  if (isSameJson(wide, narrow)) return hiddenCode(narrow, path);
  if (isUnreadable(wide) || isUnreadable(narrow)) {
    return [possibleGap(path, 'unproven', describeShape(wide), describeShape(narrow))];
  }
  const inner = (one: ValueShape, other: ValueShape, place: Path) => cover(one, other, place, side);
  if (narrow.kind === 'enum') {
    const missing = narrow.values.filter((value) => !isValueHeld(wide, value));
    if (missing.length === 0) return [];
    if (wide.kind !== 'enum') return [kindGap(wide, narrow, path)];
    return [provenGap(path, 'enum', describeShape(wide), listed(missing))];
  }
  if (narrow.kind === 'boolean' && isValueHeld(wide, true) && isValueHeld(wide, false)) return [];
  switch (wide.kind) {
    case 'string':
      return narrow.kind === 'string'
        ? coverString(wide, narrow, path)
        : [kindGap(wide, narrow, path)];
    case 'number':
      return narrow.kind === 'number'
        ? coverNumber(wide, narrow, path)
        : [kindGap(wide, narrow, path)];
    case 'bigint':
      return narrow.kind === 'bigint'
        ? coverBigint(wide, narrow, path)
        : [kindGap(wide, narrow, path)];
    case 'date':
      return narrow.kind === 'date' ? coverDate(wide, narrow, path) : [kindGap(wide, narrow, path)];
    case 'tuple':
      if (narrow.kind === 'tuple') return coverTuple(wide, narrow, path, inner);
      break;
    case 'object':
      if (narrow.kind === 'object') return coverObject(wide, narrow, path, inner, side);
      break;
    case 'array':
    case 'set':
      if (narrow.kind === wide.kind) return coverList(wide, narrow, path, inner);
      break;
    case 'record':
    case 'map':
      if (narrow.kind === wide.kind) return coverRecord(wide, narrow, path, inner);
      break;
    default:
      break;
  }
  const gap = kindGap(wide, narrow, path);
  const isBoth = structural.has(wide.kind) && structural.has(narrow.kind);
  return [isBoth ? { ...gap, isProven: false } : gap];
}

function isUnreadable(shape: ValueShape): boolean {
  return shape.kind === 'opaque' || shape.kind === 'intersection';
}
