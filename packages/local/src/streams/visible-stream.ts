import { reaches, sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { StreamObject } from '../catalogue/catalogue-object.js';

/** The stream of a full name, if the roles may know of it. */
export function visibleStream(
  [database = '', schema = '', name = '']: readonly string[],
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
): StreamObject | undefined {
  const holder = catalogue.schemaAt(database, schema);
  const stream = holder && catalogue.find('STREAM', holder.id, name);
  if (stream === undefined || !reaches(catalogue, roles, stream)) return undefined;
  return sees(roles, stream) ? stream : undefined;
}
