import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { CoreError } from '../errors/core-error.js';
import { addressOf, type Resource } from '../resources/resource.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { type DatabaseState, emptyDatabase } from './database-state.js';
import { isUnderWay } from './fingerprint-comment.js';
import { type BudgetState, readBudgets } from './read-budgets.js';
import { readDatabaseRoles } from './read-database-roles.js';
import { readGrants } from './read-grants.js';
import { readListings } from './read-listings.js';
import { readNetwork } from './read-network.js';
import { readRelations, readShown } from './read-objects.js';
import { readMetrics, readProtections } from './read-protections.js';
import { readRecord } from './read-record.js';
import { readShapes } from './read-shapes.js';

/** What an account holds of the databases of some domains, and beside them. */
interface AccountState extends BudgetState {
  /** The comments of objects that are in no database, by address. */
  readonly shared: Map<string, string>;
  readonly databases: ReadonlyMap<string, DatabaseState>;
  readonly grants: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly shapes: ActualState['shapes'];
  readonly protections: ActualState['protections'];
  readonly metrics: ActualState['metrics'];
  readonly databaseRoles: ActualState['databaseRoles'];
  readonly network: ActualState['network'] | undefined;
}

/** Reads what the account holds of a domain. */
export async function readActualState(session: Session, domain: Domain): Promise<ActualState> {
  const states = await readActualStates(session, [domain]);
  return states.get(domain) ?? neverRead(domain);
}

/**
 * Reads what the account holds of domains, with a number of statements that depends neither on how many
 * objects there are nor on how many domains. Tables and columns come from the INFORMATION_SCHEMA of
 * the domains' databases, which is complete and has no latency; small kinds from SHOW.
 *
 * @throws {@link CoreError} `DAS_PLAN_TRUNCATED` where SHOW may have left something out,
 * `DAS_PLAN_RECORD_UNREADABLE` where OPS.DEPLOYED_RESOURCES does not hold what DAS writes
 * @see https://docs.snowflake.com/en/sql-reference/sql/show
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export async function readActualStates(
  session: Session,
  domains: readonly Domain[],
): Promise<ReadonlyMap<Domain, ActualState>> {
  const account = await readAccount(session, domains);
  return new Map(domains.map((domain) => [domain, stateOf(domain, account)]));
}

function stateOf(domain: Domain, account: AccountState): ActualState {
  const own = account.databases.get(domain.database) ?? emptyDatabase();
  const objects = new Map(own.objects);
  const mayConcern = [
    ...compileDomain(domain),
    ...own.deployed.values(),
    ...[...own.attempts.values()].flat(),
  ];
  for (const address of mayConcern.flatMap(concerned)) {
    const comment = account.shared.get(address);
    if (comment !== undefined) objects.set(address, comment);
  }
  const isOwn = (address: string) => objects.has(address);
  return {
    ...own,
    objects,
    grants: account.grants,
    roles: account.roles,
    shapes: only(account.shapes, isOwn),
    protections: only(account.protections, isOwn),
    metrics: only(account.metrics, isOwn),
    watched: only(account.watched, isOwn),
    databaseRoles: account.databaseRoles,
    ...(account.network !== undefined && { network: account.network }),
    ...(account.budgets !== undefined && { budgets: account.budgets }),
  };
}

/** A resource's address, and of a privilege the roles that hold it. */
function concerned(resource: Resource): readonly string[] {
  const address = addressOf(resource);
  switch (resource.kind) {
    case 'grant':
      return [address, `role ${resource.to}`, `share ${resource.to}`];
    case 'roleGrant':
      return [address, ...[resource.role, resource.to].map(({ name }) => `role ${name.join('.')}`)];
    default:
      return [address];
  }
}

function only<V>(
  all: ReadonlyMap<string, V>,
  isWanted: (address: string) => boolean,
): ReadonlyMap<string, V> {
  return new Map([...all].filter(([address]) => isWanted(address)));
}

async function readAccount(session: Session, domains: readonly Domain[]): Promise<AccountState> {
  const { shared, databases } = await readShown(session, domains);
  if (databases.size > 0) {
    await readRelations(session, databases);
    await readRecord(session, databases);
  }
  const budgets = await readBudgets(session, databases, domains);
  await readListings(session, databases, domains, shared);
  const onTheirWay = underWay(databases);
  return {
    shared,
    databases,
    grants: await grantsOf(session, databases),
    roles: rolesIn(shared),
    shapes: await readShapes(session, onTheirWay),
    protections: await readProtections(session, onTheirWay),
    metrics: await readMetrics(session, measuredTables(databases, domains)),
    databaseRoles: await readDatabaseRoles(session, databases),
    network: await readNetwork(session, databases, domains, (each) => shared.has(each)),
    ...budgets,
  };
}

function rolesIn(shared: ReadonlyMap<string, string>): ReadonlySet<string> {
  const start = 'role ';
  return new Set(
    [...shared.keys()].flatMap((each) =>
      each.startsWith(start) ? [each.slice(start.length)] : [],
    ),
  );
}

/** What DAS has granted is in its record. Without one, the account is asked. */
async function grantsOf(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<ReadonlySet<string>> {
  const isRecorded = [...databases.values()].every(({ deployed }) => deployed.size > 0);
  return isRecorded ? new Set() : await readGrants(session);
}

function underWay(databases: ReadonlyMap<string, DatabaseState>): readonly string[] {
  return [...databases.values()].flatMap(({ objects, attempts }) =>
    [...objects]
      .filter(([address, comment]) => {
        // A tag has its fingerprint before it has its policies.
        if (address.startsWith('tag ')) return isUnderWay(comment) || attempts.has(address);
        return address.startsWith('table ') && isUnderWay(comment);
      })
      .map(([address]) => address),
  );
}

/** Tables whose measurements no record tells of for sure. */
function measuredTables(
  databases: ReadonlyMap<string, DatabaseState>,
  domains: readonly Domain[],
): readonly string[] {
  const unrecorded = domains.filter(({ database }) => databases.get(database)?.deployed.size === 0);
  const unsure = [
    ...[...databases.values()].flatMap(({ attempts }) => [...attempts.values()].flat()),
    ...unrecorded.flatMap(compileDomain),
  ];
  const tables = unsure.flatMap((each) =>
    each.kind === 'dataMetric' ? [`table ${each.name.slice(0, 3).join('.')}`] : [],
  );
  const isThere = (address: string) =>
    [...databases.values()].some(({ objects }) => objects.has(address));
  return [...new Set(tables)].filter(isThere);
}

function neverRead(domain: Domain): never {
  throw new TypeError(`the state of domain ${domain.name} was not read`);
}
