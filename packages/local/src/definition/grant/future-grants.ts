import type { FutureGrant } from '../../catalogue/catalogue-object.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import type { GrantTarget } from './grant-target.js';
import type { RoleGrantee } from './grantee.js';
import { requireFutureGrantor } from './grantor.js';

/** Changes what is promised to objects of a kind that a container will have. */
export function changeFuture(
  definition: Definition,
  target: Extract<GrantTarget, { kind: 'future' }>,
  change: (grants: readonly FutureGrant[]) => readonly FutureGrant[],
): void {
  const { container } = target;
  if (!('futureGrants' in container)) throw unsupported('future grants here');
  requireFutureGrantor(definition, container);
  definition.draft.put({ ...container, futureGrants: change(container.futureGrants) });
}

/**
 * What is promised to a database role would enter a share unseen.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-database-role-share
 */
export function refuseShared(definition: Definition, { databaseRole }: RoleGrantee): void {
  if (databaseRole === undefined) return;
  for (const share of definition.draft.ofKind('SHARE')) {
    if (!share.databaseRoles.includes(databaseRole.id)) continue;
    throw invalidStatement(
      'Cannot grant future grants to a database role that is granted to a share.',
      databaseRole.name,
    );
  }
}
