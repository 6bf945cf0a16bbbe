import type { JsonObject } from '../../document/json.js';

/** An element of a list of the standard, and whether DAS models it. */
export interface Slot {
  readonly element: JsonObject;
  readonly isOurs: boolean;
}

/** An element as it is wanted, and the one that it was before, if it was there. */
export interface Replacement {
  readonly element: JsonObject;
  readonly former: JsonObject | undefined;
}

/**
 * The wanted elements in the places of those that they were, with what DAS does not model between
 * them as it stood; new ones behind. Where that would not be the wanted order, they fill the places
 * one after the other.
 */
export function fillSlots(
  slots: readonly Slot[],
  wanted: readonly Replacement[],
): readonly JsonObject[] {
  const byFormer = new Map(wanted.map((one) => [one.former, one.element] as const));
  const isThere = new Set(slots.map(({ element }) => element));
  const added = wanted.filter(({ former }) => former === undefined || !isThere.has(former));
  const kept = slots.filter(({ element, isOurs }) => isOurs && byFormer.has(element));
  const natural = [
    ...kept.map(({ element }) => byFormer.get(element) ?? element),
    ...added.map(({ element }) => element),
  ];
  if (
    natural.length === wanted.length &&
    wanted.every(({ element }, at) => element === natural[at])
  ) {
    const inPlace = slots
      .map(({ element, isOurs }) => (isOurs ? byFormer.get(element) : element))
      .filter((element) => element !== undefined);
    return [...inPlace, ...added.map(({ element }) => element)];
  }
  let used = 0;
  const filled = slots
    .map(({ element, isOurs }) => {
      if (!isOurs) return element;
      used += 1;
      return wanted[used - 1]?.element;
    })
    .filter((element) => element !== undefined);
  return [...filled, ...wanted.slice(used).map(({ element }) => element)];
}
