import type { ContractColumn } from '../../model/column.js';
import type { ChangeRule } from '../change-rules.js';
import { type Finding, finding } from '../finding.js';

/** The digits that every JavaScript number of that size holds exactly: 2^53 has 16, and not all of those do. */
const safeDigits = 15;

/** A NUMBER as its digits before and after the point. */
interface Digits {
  readonly whole: number;
  readonly scale: number;
}

function digitsOf(type: string): Digits | undefined {
  const match = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  return match === null
    ? undefined
    : { whole: Number(match[1]) - Number(match[2]), scale: Number(match[2]) };
}

/** The length of a VARCHAR; without one, it is as long as there is. */
function lengthOf(type: string): number | undefined {
  if (type === 'VARCHAR') return Number.POSITIVE_INFINITY;
  const match = /^VARCHAR\((\d+)\)$/.exec(type);
  return match === null ? undefined : Number(match[1]);
}

function isTimestamp(type: string): boolean {
  return type === 'TIMESTAMP_NTZ' || type === 'TIMESTAMP_TZ';
}

function isPastSafe(before: Digits, after: Digits): boolean {
  const [total, newTotal] = [before.whole + before.scale, after.whole + after.scale];
  return (
    (total <= safeDigits && newTotal > safeDigits) ||
    (before.whole <= safeDigits && after.whole > safeDigits)
  );
}

function ruleOf(before: string, after: string): ChangeRule {
  const [oldLength, newLength] = [lengthOf(before), lengthOf(after)];
  if (oldLength !== undefined && newLength !== undefined) {
    return newLength > oldLength ? 'type-widened' : 'type-narrowed';
  }
  const [oldDigits, newDigits] = [digitsOf(before), digitsOf(after)];
  if (oldDigits !== undefined && newDigits !== undefined) {
    const isNarrower = newDigits.whole < oldDigits.whole || newDigits.scale < oldDigits.scale;
    if (isNarrower) return 'type-narrowed';
    return isPastSafe(oldDigits, newDigits) ? 'type-widened-past-safe-integer' : 'type-widened';
  }
  return isTimestamp(before) && isTimestamp(after) ? 'timezone-changed' : 'type-changed';
}

/** Compares the Snowflake types of two versions of a column. */
export function compareTypes(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  if (before.type === after.type) return [];
  const rule = ruleOf(before.type, after.type);
  const path = ['columns', before.name, 'type'];
  const head = `Column ${before.name} was ${before.type} and is ${after.type}`;
  const { name: column } = before;
  switch (rule) {
    case 'type-widened': {
      const [was, is] = [digitsOf(before.type), digitsOf(after.type)];
      if (was?.scale === 0 && (is?.scale ?? 0) > 0) {
        const reason = `${head}: its values were whole numbers and may be fractions.`;
        return [finding(rule, path, reason, { column, reader: 'breaking' })];
      }
      return [
        finding(rule, path, `${head}: readers may need more room for its values.`, {
          column,
          reader: 'warning',
        }),
      ];
    }
    case 'type-widened-past-safe-integer': {
      const reason = `${head}: with more than ${safeDigits} digits, a JavaScript number no longer holds each value exactly.`;
      return [finding(rule, path, reason, { column, reader: 'breaking' })];
    }
    case 'type-narrowed': {
      const digits = digitsOf(before.type);
      const lost = digits === undefined ? 'long values' : lostDigits(digits, digitsOf(after.type));
      const reason = `${head}: ${lost} no longer fit.`;
      return [finding(rule, path, reason, { column, reader: 'breaking', writer: 'breaking' })];
    }
    default: {
      const reason = `${head}: values of one are not values of the other.`;
      return [finding(rule, path, reason, { column, reader: 'breaking', writer: 'breaking' })];
    }
  }
}

function lostDigits(before: Digits, after: Digits | undefined): string {
  if (after === undefined) return 'values';
  const parts = [
    ...(after.whole < before.whole
      ? [`numbers with more than ${after.whole} digits before the point`]
      : []),
    ...(after.scale < before.scale ? [`more than ${after.scale} digits after the point`] : []),
  ];
  return parts.join(' and ');
}
