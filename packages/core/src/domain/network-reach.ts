import type { NetworkRuleResource } from '../resources/resource.js';
import { addressBits } from './address-bits.js';

/** What a network rule lists. */
export type NetworkList = Pick<NetworkRuleResource, 'type' | 'values'>;

/** Whether every value of a rule is in one of the others of its type. */
export function isWithin(rule: NetworkList, others: readonly NetworkList[]): boolean {
  const values = others.filter((each) => each.type === rule.type).flatMap((each) => each.values);
  return rule.values.every((value) =>
    values.some((other) => other === value || isBlockWithin(value, other, rule.type)),
  );
}

/** Whether a block lies in another one; what cannot be read does not. */
function isBlockWithin(block: string, other: string, type: NetworkList['type']): boolean {
  const [inner, outer] = [rangeOf(block, type), rangeOf(other, type)];
  if (inner === undefined || outer === undefined) return false;
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** The addresses of a block. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** The width of the addresses that rules of a type list; rules of other types list none. */
const widths: Readonly<Partial<Record<NetworkList['type'], number>>> = { IPV4: 32, IPV6: 128 };

/** The first and the last address of a block, as numbers; `undefined` where it cannot be read. */
export function rangeOf(block: string, type: NetworkList['type']): AddressRange | undefined {
  const [, address = '', digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(block) ?? [];
  const read = addressBits(address);
  if (read === undefined || read.width !== widths[type]) return undefined;
  const prefix = digits === undefined ? read.width : Number(digits);
  if (prefix > read.width) return undefined;
  const host = BigInt(read.width - prefix);
  const first = (read.bits >> host) << host;
  return { first, last: first + (1n << host) - 1n };
}

/** The last address of all that rules of a type can list; `undefined` where they list no addresses. */
export function lastAddress(type: NetworkList['type']): bigint | undefined {
  const width = widths[type];
  return width === undefined ? undefined : (1n << BigInt(width)) - 1n;
}
