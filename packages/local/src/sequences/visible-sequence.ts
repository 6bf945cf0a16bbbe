import { reaches, sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { SequenceObject } from '../catalogue/sequence-object.js';

/** The sequence of a full name, if the roles may know that it is there. */
export function visibleSequence(
  [database, schema, plain]: readonly [string, string, string],
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
): SequenceObject | undefined {
  const holder = catalogue.schemaAt(database, schema);
  const sequence = holder && catalogue.find('SEQUENCE', holder.id, plain);
  const isVisible =
    sequence !== undefined && reaches(catalogue, roles, sequence) && sees(roles, sequence);
  return isVisible ? sequence : undefined;
}
