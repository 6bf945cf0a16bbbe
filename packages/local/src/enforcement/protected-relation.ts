import type { Catalogue } from '../catalogue/catalogue.js';
import type { RelationObject } from '../catalogue/catalogue-object.js';
import { invalidStatement } from '../warehouse/errors.js';
import { type EffectiveMask, isMasked, mayReadMasked, resolveMask } from './effective-mask.js';

/** Whether any policy protects a table or view, or a column of it. */
export function isProtected(catalogue: Catalogue, relation: RelationObject): boolean {
  return (
    relation.rowAccess !== undefined ||
    relation.aggregation !== undefined ||
    relation.columns.some(
      (column) => column.projection !== undefined || isMasked(catalogue, relation, column),
    )
  );
}

/** Whether the tags of a table, or of what holds it, mask one of its columns. */
export function isMaskedByTag(catalogue: Catalogue, relation: RelationObject): boolean {
  return relation.columns.some((column) =>
    resolveMask(catalogue, relation, column).masks.some(({ tag }) => tag !== undefined),
  );
}

/**
 * Requires that no policy of a relation takes a column that another policy masks, unless that one
 * exempts others. A tag may come to mask a column long after the other policy was attached.
 *
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function checkArgumentsOfPolicies(catalogue: Catalogue, relation: RelationObject): void {
  const masks = new Map(
    relation.columns.map((column) => [
      column.name,
      resolveMask(catalogue, relation, column).masks as readonly EffectiveMask[],
    ]),
  );
  const projected = new Set(
    relation.columns.filter(({ projection }) => projection !== undefined).map(({ name }) => name),
  );
  const check = (
    policy: { readonly owner: string; readonly name: string },
    arguments_: readonly string[],
    what: string,
  ): void => {
    for (const name of arguments_) {
      if (projected.has(name)) {
        const text = `a column with a projection policy cannot be an argument of ${policy.name}`;
        throw invalidStatement(`${text}: ${name}`, name);
      }
      const found = masks.get(name) ?? [];
      if (found.length === 0 || mayReadMasked(catalogue, policy, found)) continue;
      throw invalidStatement(`${what}: ${name}, in ${policy.name}`, name, 3532);
    }
  };
  for (const [, found] of masks) {
    for (const { policy, columns } of found) {
      check(policy, columns.slice(1), 'a masked column cannot be a condition of a masking policy');
    }
  }
  const rowAccess = relation.rowAccess && catalogue.get(relation.rowAccess.policy);
  if (rowAccess === undefined || relation.rowAccess === undefined) return;
  const text = 'a column cannot be both masked and an argument of row access';
  check(rowAccess, relation.rowAccess.columns, text);
  // The signature of a masking policy has its conditions too.
  const all = [...masks.values()].flat();
  for (const name of relation.rowAccess.columns) {
    const found = all.filter(({ columns }) => columns.slice(1).includes(name));
    if (found.length === 0 || mayReadMasked(catalogue, rowAccess, found)) continue;
    const condition =
      'a column cannot be both a condition of masking and an argument of row access';
    throw invalidStatement(`${condition}: ${name}, in ${rowAccess.name}`, name, 3532);
  }
}
