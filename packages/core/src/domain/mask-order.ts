import type { MaskingPolicyDeclaration, NamedMask } from '../access/declarations.js';

/** Masks of which nothing of a value is left when `keep` is not given. */
const keepers: ReadonlySet<string> = new Set([
  'text',
  'email',
  'phone',
  'name',
  'ssn',
  'id',
  'card',
  'date',
  'zip',
  'ip',
  'url',
]);

/** What some masks keep, from less to more. */
const keeps: Readonly<Record<string, readonly string[]>> = {
  date: ['nothing', 'year', 'month'],
};

type Masking = Pick<MaskingPolicyDeclaration, 'masks' | 'named'>;

/**
 * Whether a mask is known to keep no more of a value than another one. What is not known keeps more. The
 * name of a mask is what somebody says of its SQL: it counts for no more than the SQL bears out.
 */
export function isAsStrict(mask: Masking, than: Masking): boolean {
  const { named } = mask;
  const isBelowOther =
    named !== undefined && than.named !== undefined && isBelow(named, than.named);
  const isNamedStrict = named !== undefined && (isBelowOther || keepsNothing(named));
  // A family that is not named is NULL.
  return Object.entries(mask.masks).every(([family, sql]) => {
    if (sql === undefined || /^\s*NULL\s*$/i.test(sql)) return true;
    const other = than.masks[family as keyof MaskingPolicyDeclaration['masks']];
    if (sql === other) return true;
    if (!isNamedStrict) return false;
    return isConstant(sql) || (isBelowOther && isCoarser(sql, other));
  });
}

const constantWords = /^(?:CASE|WHEN|VAL IS NULL|VAL IS NOT NULL|THEN|ELSE|END|NULL|\?)$/i;

/** Whether SQL shows the same of every value: words in quotes or NULL, and whether there is a value at all. */
function isConstant(sql: string): boolean {
  const words = sql
    // A question mark stands for a literal. One with a backslash is not read.
    .replace(/'(?:[^'\\]|'')*'/g, ' ? ')
    .match(/VAL\s+IS\s+(?:NOT\s+)?NULL|\S+/gi);
  return (words ?? []).every((word) => constantWords.test(word.replace(/\s+/g, ' ')));
}

/** Whether SQL is that of another mask, but for the longer time to which it cuts off a date. */
function isCoarser(sql: string, other: string | undefined): boolean {
  const cut = "DATE_TRUNC('YEAR', VAL)";
  return sql.includes(cut) && sql.replaceAll(cut, "DATE_TRUNC('MONTH', VAL)") === other;
}

function keepsNothing({ mask, parameters }: NamedMask): boolean {
  if (mask === 'null' || mask === 'redact') return true;
  const { keep = 'nothing', ...others } = parameters;
  return keepers.has(mask) && keep === 'nothing' && Object.keys(others).length === 0;
}

function isBelow(one: NamedMask, other: NamedMask): boolean {
  if (one.mask !== other.mask) return false;
  const { keep: first = 'nothing', ...firstOthers } = one.parameters;
  const { keep: second = 'nothing', ...secondOthers } = other.parameters;
  const isSame = (left: object, right: object) =>
    JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());
  if (!isSame(firstOthers, secondOthers)) return false;
  if (first === second) return true;
  const order = keeps[one.mask] ?? ['nothing'];
  const [low, high] = [order.indexOf(first), order.indexOf(second)];
  return low >= 0 && (high < 0 ? low === 0 : low <= high);
}
