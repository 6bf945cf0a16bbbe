import { domainNames, type Resource, type Session, sql } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

/**
 * What was deployed last to a domain's database, as `apply` wrote it down there: one statement.
 *
 * @throws {@link GovernanceError} `DAS_OBSERVE_NOT_DEPLOYED` when nothing was, or a definition cannot be
 * read
 */
export async function readDeployed(
  session: Session,
  database: string,
): Promise<readonly Resource[]> {
  const table = domainNames(database).deployedResources;
  const notDeployed = (message: string, cause?: unknown): GovernanceError =>
    new GovernanceError('DAS_OBSERVE_NOT_DEPLOYED', message, {
      place: table.join('.'),
      next: 'apply the domain with das apply',
      ...(cause === undefined ? {} : { cause }),
    });
  const { rows } = await session
    .execute<{ ADDRESS: string; DEFINITION: string }>(
      sql`SELECT ADDRESS, DEFINITION FROM ${sql.id(...table)} WHERE APPLIED_AT IS NOT NULL ORDER BY ADDRESS`,
    )
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'DAS_WAREHOUSE_NOT_FOUND') throw error;
      throw notDeployed('nothing says what was deployed', error);
    });
  if (rows.length === 0) throw notDeployed('nothing was deployed yet');
  return rows.map(({ ADDRESS, DEFINITION }) => {
    try {
      return JSON.parse(DEFINITION) as Resource;
    } catch (error) {
      throw notDeployed(`the definition of ${ADDRESS} cannot be read`, error);
    }
  });
}
