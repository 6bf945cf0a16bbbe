import { domainNames, operationsSchema } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { fingerprintOf } from '../resources/create-statement.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { type DatabaseState, forEach } from './database-state.js';
import { text } from './row-text.js';

/**
 * Reads what was deployed last into databases, and what plans set out to deploy that did not end.
 *
 * @throws {@link CoreError} `DAS_PLAN_RECORD_UNREADABLE`
 */
export async function readRecord(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const recorded = new Map(
    [...databases].filter(([name, { objects }]) =>
      objects.has(`table ${domainNames(name).deployedResources.join('.')}`),
    ),
  );
  if (recorded.size === 0) return;
  const { rows } = await session.execute(
    forEach(
      recorded,
      (database) =>
        sql`SELECT ${sql.literal(database)} AS DATABASE_NAME, ADDRESS, DEFINITION, APPLIED_AT FROM ${sql.id(...domainNames(database).deployedResources)}`,
    ),
  );
  for (const row of rows) {
    const name = text(row, 'DATABASE_NAME');
    const database = databases.get(name);
    if (database === undefined) continue;
    const resource = readDefinition(name, text(row, 'ADDRESS'), text(row, 'DEFINITION'));
    const isApplied = row.APPLIED_AT !== null && row.APPLIED_AT !== undefined;
    const address = addressOf(resource);
    if (isApplied) database.deployed.set(address, resource);
    else database.attempts.set(address, [...(database.attempts.get(address) ?? []), resource]);
  }
  for (const { attempts, pending, objects } of databases.values()) {
    for (const [address, several] of attempts) {
      // The rows of a table come in any order, and a plan has to be the same each time.
      const inOrder = [...several].sort(byDefinition);
      // The comment of what is under way ends with what it is to become.
      const comment = objects.get(address) ?? '';
      const placeOf = (each: Resource) => comment.lastIndexOf(fingerprintOf(each));
      const [last] = [...inOrder].sort((one, other) => placeOf(other) - placeOf(one));
      attempts.set(address, inOrder);
      if (last !== undefined) pending.set(address, last);
    }
  }
}

function byDefinition(one: Resource, other: Resource): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** What is in the table decides what is changed and dropped, so it has to be what DAS wrote. */
function readDefinition(database: string, address: string, definition: string): Resource {
  try {
    const resource = JSON.parse(definition) as Resource;
    if (addressOf(resource) === address) return resource;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new CoreError(
    'DAS_PLAN_RECORD_UNREADABLE',
    `a row of ${operationsSchema}.DEPLOYED_RESOURCES is not the definition of its address`,
    {
      place: `table ${domainNames(database).deployedResources.join('.')}`,
      next: 'find out who changed the table; restore it, by Time Travel if need be, and plan again',
    },
  );
}
