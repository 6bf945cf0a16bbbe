import type { ResultSet } from '@das/core';
import { owns, sees } from '../access/privileges.js';
import { type CatalogueObject, titleOf } from '../catalogue/catalogue-object.js';
import { statusResult } from '../shaping/status-result.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import type { Definition } from './definition.js';

/**
 * `[IF EXISTS] name`, to the end of the statement: removes what the account has of the kind, for a role that
 * owns it.
 */
export function dropOfAccount<Kind extends 'SHARE' | 'LISTING'>(
  definition: Definition,
  kind: Kind,
  remove: (object: Extract<CatalogueObject, { kind: Kind }>) => void,
): ResultSet {
  const { reader, draft, roles } = definition;
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  reader.expectEnd();
  const object = draft.find(kind, 0, name);
  if (object === undefined || !sees(roles, object)) {
    if (!ifExists) throw notFound(titleOf(kind), name);
    return statusResult(`Drop statement executed successfully (${name} already dropped).`);
  }
  if (!owns(roles, object)) throw notAuthorized(titleOf(kind), name);
  remove(object);
  return statusResult(`${name} successfully dropped.`);
}
