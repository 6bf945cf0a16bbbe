import type { AnyContract } from '@das/contracts';
import { Collector } from '@das/core';

/** Without a transform, a file's columns are the contract's; with one, only the transform knows. */
export function expectedColumns<C extends AnyContract>(collector: Collector<C>): readonly string[] {
  const isTransformed = collector.transform !== Collector.prototype.transform;
  return isTransformed ? [] : collector.contract.columns.map((column) => column.name);
}
