import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import { physicalSequence } from './physical-sequence.js';

/** The numbers of the physical sequences that an object, and what a dropped one keeps, draws from. */
function sequencesOf(object: CatalogueObject): readonly number[] {
  if (object.kind === 'SEQUENCE') return [object.physical];
  if (object.kind === 'DROPPED') return object.objects.flatMap(sequencesOf);
  if (object.kind !== 'TABLE') return [];
  return object.columns.flatMap(({ identity }) =>
    identity === undefined ? [] : [identity.physical],
  );
}

/** The physical sequences of lost objects that no object draws from any more: a clone may. */
export function lostSequences(
  lost: readonly CatalogueObject[],
  left: Iterable<CatalogueObject>,
): readonly string[] {
  const gone = new Set(lost.flatMap(sequencesOf));
  if (gone.size === 0) return [];
  for (const object of left) for (const each of sequencesOf(object)) gone.delete(each);
  return [...gone].map((physical) => physicalSequence({ physical }));
}
