import type { NetworkRuleResource } from '../resources/resource.js';

/** What a network rule lists. */
export type NetworkList = Pick<NetworkRuleResource, 'type' | 'values'>;

/** Whether every value of a rule is in one of the others of its type. */
export function isWithin(rule: NetworkList, others: readonly NetworkList[]): boolean {
  const values = others.filter((each) => each.type === rule.type).flatMap((each) => each.values);
  return rule.values.every((value) =>
    values.some(
      (other) => other === value || (rule.type === 'IPV4' && isBlockWithin(value, other)),
    ),
  );
}

/** Whether an IPv4 block lies in another one; what cannot be read does not. */
function isBlockWithin(block: string, other: string): boolean {
  const [inner, outer] = [rangeOf(block), rangeOf(other)];
  if (inner === undefined || outer === undefined) return false;
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** The addresses of an IPv4 block. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The first and the last address of an IPv4 block, as numbers; `undefined` where it cannot be read. */
export function rangeOf(block: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(block);
  if (match === null) return undefined;
  const bytes = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  if (bytes.some((byte) => byte > 255) || bits > 32) return undefined;
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
