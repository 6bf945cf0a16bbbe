import type { Domain } from '../domain/define-domain.js';
import type { Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { NetworkState } from './actual-state.js';
import type { DatabaseState } from './database-state.js';
import { isUsed } from './is-used.js';
import { text } from './row-text.js';

/**
 * Which network policy is in force on the account, whoever made it, and of those that an interrupted plan was
 * changing, on which users. An account on which no domain has network policies is not asked.
 *
 * @see https://docs.snowflake.com/en/sql-reference/parameters#network-policy
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_references
 */
export async function readNetwork(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
  domains: readonly Domain[],
  isThere: (address: string) => boolean,
): Promise<NetworkState | undefined> {
  if (!isUsed('networkPolicy', databases, domains)) return undefined;
  const { rows } = await session.execute(sql`SHOW PARAMETERS LIKE 'NETWORK_POLICY' IN ACCOUNT`);
  const unsure = [...databases.values()].flatMap(({ attempts }) =>
    [...attempts.values()].flat().flatMap(networkPolicyIn),
  );
  const names = [...new Set(unsure)].filter((name) => isThere(`networkPolicy ${name}`));
  return {
    account: text(rows[0] ?? {}, 'value'),
    users: await readUsers(session, names),
  };
}

function networkPolicyIn(resource: Resource): readonly string[] {
  return resource.kind === 'networkPolicy' ? [resource.name[0]] : [];
}

async function readUsers(
  session: Session,
  names: readonly string[],
): Promise<NetworkState['users']> {
  if (names.length === 0) return new Map();
  const queries = names.map(
    (name) =>
      sql`SELECT ${sql.literal(name)} AS POLICY, REF_ENTITY_NAME, REF_ENTITY_DOMAIN FROM TABLE(SNOWFLAKE.INFORMATION_SCHEMA.POLICY_REFERENCES(POLICY_NAME => ${sql.literal(sql.id(name).text)}, POLICY_KIND => 'NETWORK_POLICY'))`,
  );
  const { rows } = await session.execute(sql.join(queries, ' UNION ALL '));
  return new Map(
    names.map((name) => [
      name,
      new Set(
        rows
          .filter((row) => row.POLICY === name && row.REF_ENTITY_DOMAIN === 'USER')
          .map((row) => text(row, 'REF_ENTITY_NAME')),
      ),
    ]),
  );
}
