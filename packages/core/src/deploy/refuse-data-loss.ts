import { CoreError } from '../errors/core-error.js';
import { addressOf, type TableResource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';

/**
 * Counts the rows of a table that is about to go, or to lose a column. The count is the account's own: a
 * row access policy hides no row from it.
 *
 * @throws {@link CoreError} `DAS_PLAN_DESTROYS_DATA` unless the account says that there are none
 */
export async function refuseDataLoss(session: Session, table: TableResource): Promise<void> {
  const [database, schema, name] = table.name;
  const { rows } = await session.execute(
    sql`SELECT ROW_COUNT FROM ${sql.id(database)}.INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ${schema} AND TABLE_NAME = ${name}`,
  );
  const counts = rows.map(({ ROW_COUNT: count }) => (count === null ? undefined : Number(count)));
  if (counts.length === 1 && counts[0] === 0) return;
  const address = addressOf(table);
  throw new CoreError(
    'DAS_PLAN_DESTROYS_DATA',
    `${address} was empty when the plan was made, and may have rows now`,
    {
      place: address,
      next: `stop what writes to it, or plan again and confirm it with --destroy-data '${address}'`,
    },
  );
}
