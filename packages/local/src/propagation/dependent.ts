import type {
  CatalogueObject,
  DynamicTableObject,
  Lineage,
  ViewObject,
} from '../catalogue/catalogue-object.js';

/** What depends on what it reads. */
export type Dependent = (ViewObject | DynamicTableObject) & { readonly lineage: Lineage };

/** Whether it is known what a view or dynamic table of the account is made of. */
export function isDependent(object: CatalogueObject): object is Dependent {
  const isQuery = object.kind === 'VIEW' || object.kind === 'DYNAMIC TABLE';
  return isQuery && object.lineage !== undefined && object.shared === undefined;
}
