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

/**
 * Whether a mask is known to keep no more of a value than another one. What is not known keeps more.
 */
export function isAsStrict(
  mask: Pick<MaskingPolicyDeclaration, 'masks' | 'named'>,
  than: Pick<MaskingPolicyDeclaration, 'masks' | 'named'>,
): boolean {
  if (mask.named !== undefined && than.named !== undefined && isBelow(mask.named, than.named)) {
    return true;
  }
  if (mask.named !== undefined && keepsNothing(mask.named)) return true;
  // A family that is not named is NULL.
  return Object.entries(mask.masks).every(
    ([family, sql]) =>
      sql === undefined ||
      /^\s*NULL\s*$/i.test(sql) ||
      sql === than.masks[family as keyof MaskingPolicyDeclaration['masks']],
  );
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
