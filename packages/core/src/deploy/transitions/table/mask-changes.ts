import { setColumnMasking, unsetColumnMasking } from '../../../resources/alter-table.js';
import type { ColumnResource, TableResource } from '../../../resources/resource.js';
import { isEqual } from '../../same-value.js';
import type { Alteration } from './alteration.js';

/** Puts masks in place of those that there are, each in one statement. */
export function setMasks(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    if (to.maskingPolicy !== undefined) maskColumn(alteration, now, to);
  }
}

/** Takes masks off. Whether that is wanted has been asked before. */
export function unsetMasks(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    if (to.maskingPolicy === undefined) maskColumn(alteration, now, to);
  }
}

/** Gives a column the mask that it is to have, or none. */
export function maskColumn(alteration: Alteration, now: ColumnResource, to: ColumnResource): void {
  const isMasked =
    isEqual(now.maskingPolicy, to.maskingPolicy) &&
    isEqual(now.maskingArguments ?? [], to.maskingArguments ?? []);
  if (isMasked) return;
  const { maskingArguments: _, ...rest } = now;
  const { maskingPolicy, maskingArguments } = to;
  const masked = { ...rest, maskingPolicy, ...(maskingArguments && { maskingArguments }) };
  const statements =
    maskingPolicy === undefined
      ? unsetColumnMasking(alteration.current, [now.name])
      : setColumnMasking(alteration.current, [masked]);
  alteration.alterColumn(statements, masked);
}
