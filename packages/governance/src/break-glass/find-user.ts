import { nearMiss } from '@das/contracts';
import { type Session, sql } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

/**
 * The user of the account that was meant: by the very name, or by the name in upper case, as SQL
 * writes it.
 *
 * @throws {@link GovernanceError} `DAS_ACCESS_UNKNOWN_USER`
 */
export async function findUser(session: Session, given: string): Promise<string> {
  for (const name of new Set([given, given.toUpperCase()])) {
    const { rows } = await session.execute(sql`SHOW USERS LIKE ${sql.literal(name)}`);
    // The pattern may match others: a name can hold wildcards, and the case is not looked at.
    if (rows.some((row) => row.name === name)) return name;
  }
  const { rows } = await session.execute(sql`SHOW USERS`);
  const closest = nearMiss(
    given,
    rows.map((row) => String(row.name)),
  );
  throw new GovernanceError('DAS_ACCESS_UNKNOWN_USER', 'the account has no user of this name', {
    place: 'the user of the access',
    next:
      closest === undefined
        ? 'run SHOW USERS as the deploy role: it has to see the user'
        : `did you mean ${closest}?`,
  });
}
