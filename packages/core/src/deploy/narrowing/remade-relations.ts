import { addressOf } from '../../resources/resource.js';
import { dependenciesOf } from '../dependencies.js';
import type { Relation } from './relation-moves.js';

/**
 * The addresses of the relations whose rows come from another query at the end, and of those that are
 * made of them.
 */
export function remadeRelations(
  changed: readonly (readonly [Relation, Relation])[],
): ReadonlySet<string> {
  const remade = new Set<string>();
  for (const [before, after] of changed) {
    if (queryOf(before) !== queryOf(after)) remade.add(addressOf(before)).add(addressOf(after));
  }
  let size: number;
  do {
    size = remade.size;
    for (const pair of changed) {
      const isOfThem = pair.some(
        (each) =>
          each.kind === 'dynamicTable' &&
          dependenciesOf(each).some((address) => remade.has(address)),
      );
      if (isOfThem) for (const each of pair) remade.add(addressOf(each));
    }
  } while (remade.size > size);
  return remade;
}

function queryOf(relation: Relation): string | undefined {
  return relation.kind === 'dynamicTable' ? relation.query : undefined;
}
