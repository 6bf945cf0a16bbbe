import { reaches, sees } from '../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type ObjectKind,
} from '../catalogue/catalogue-object.js';
import { accountId } from '../catalogue/system-objects.js';
import type { Place } from '../compile/compile-expression.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { notFound, unsupported } from '../warehouse/errors.js';

const accountLevel: readonly string[] = ['DATABASE', 'ROLE', 'USER', 'WAREHOUSE', 'SHARE'];
const inSchema: readonly string[] = ['STAGE', 'STREAM', 'TASK', 'TAG', 'SEQUENCE'];

/**
 * The object that the arguments of a function name by its name and domain. A role that may not know
 * it gets the error of one that is not there.
 */
export function findEntity(
  name: readonly string[],
  domain: string,
  place: Place,
  database: string,
): CatalogueObject {
  const { catalogue } = place.compilation;
  const { roles } = place.frame;
  const found = find(name, domain, place, database);
  const isKnown =
    found !== undefined &&
    (found.kind === 'ACCOUNT' ||
      found.kind === 'ROLE' ||
      (sees(roles, found) && reaches(catalogue, roles, found)));
  if (!isKnown) throw notFound('Object', name.join('.'));
  return found;
}

function find(
  name: readonly string[],
  domain: string,
  { compilation, frame }: Place,
  database: string,
): CatalogueObject | undefined {
  const { catalogue } = compilation;
  const plain = name.at(-1) ?? '';
  if (domain === 'ACCOUNT') return catalogue.get(accountId);
  if (accountLevel.includes(domain)) return catalogue.find(domain as ObjectKind, 0, plain);
  const inside = { database: frame.database ?? database, schema: frame.schema };
  if (domain === 'SCHEMA') {
    const holder = name.length > 1 ? (name[0] ?? '') : inside.database;
    const parent = catalogue.find('DATABASE', 0, holder);
    return parent && catalogue.find('SCHEMA', parent.id, plain);
  }
  const isTable = domain === 'TABLE' || domain === 'VIEW';
  if (!isTable && !inSchema.includes(domain)) throw unsupported(`the domain ${domain}`, domain);
  const [db, schema] = fullPath(name, inside);
  const holder = catalogue.schemaAt(db, schema);
  if (holder === undefined) return undefined;
  if (!isTable) return catalogue.find(domain as ObjectKind, holder.id, plain);
  const relation = catalogue.findRelation(holder.id, plain);
  return relation !== undefined && isRelation(relation) ? relation : undefined;
}
