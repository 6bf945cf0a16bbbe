import type { PhysicalType } from '@das/contracts';

/** The length of a VARCHAR that gives none. */
const longestText = 16_777_216;

/**
 * Whether a column of the first type can hold, as the second, all that it holds: longer text, or a
 * number of more digits with as many behind the point.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function isWidened(from: PhysicalType, to: PhysicalType): boolean {
  const [textBefore, textAfter] = [textLength(from), textLength(to)];
  if (textBefore !== undefined && textAfter !== undefined) return textAfter >= textBefore;
  const [before, after] = [digits(from), digits(to)];
  if (before === undefined || after === undefined) return false;
  return after.precision >= before.precision && after.scale === before.scale;
}

function textLength(type: PhysicalType): number | undefined {
  const match = /^VARCHAR(?:\((\d+)\))?$/.exec(type);
  return match === null ? undefined : Number(match[1] ?? longestText);
}

function digits(type: PhysicalType): { precision: number; scale: number } | undefined {
  const match = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : { precision: Number(match[1]), scale: Number(match[2]) };
}
