import type { RelationObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { executionFailed } from '../warehouse/errors.js';

/**
 * Under `SIMULATED_DATA_SHARING_CONSUMER` what a statement names answers as it would to that account.
 * Only the owner may see that.
 *
 * @see https://docs.snowflake.com/en/sql-reference/parameters#simulated-data-sharing-consumer
 */
export function simulatedConsumer(
  relation: RelationObject,
  compilation: Compilation,
  frame: Frame,
): Frame | undefined {
  const account = compilation.session.simulatedConsumer;
  const isNamed = frame.expanding.length === 0 && frame.isPolicy !== true;
  if (account === undefined || account === '' || frame.consumer !== undefined || !isNamed) {
    return undefined;
  }
  if (relation.owner !== compilation.session.role) {
    throw executionFailed(
      'Shared consumer simulation is only supported for views owned by the current role.',
      {
        number: 3001,
        sqlState: '42501',
        place: compilation.catalogue.fullName(relation),
        next: 'use the role that owns it, or UNSET SIMULATED_DATA_SHARING_CONSUMER',
      },
    );
  }
  return { ...frame, invoker: '', consumer: { account, databaseRoles: new Set() } };
}
