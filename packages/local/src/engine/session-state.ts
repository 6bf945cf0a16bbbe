import type { DuckDBConnection } from '@duckdb/node-api';
import { isAccountRole } from '../access/role-key.js';
import { activeRoles, rolesBelow, type SecondaryRoles } from '../access/role-set.js';
import type { TemporaryObject } from '../catalogue/catalogue-object.js';
import type { SessionContext, SessionVariable } from '../compile/compilation.js';
import { SessionQueries } from '../query-history/session-queries.js';
import type { StatementRecord } from '../query-history/statement-record.js';
import type { StageRelation } from '../staging/stage-relations.js';
import { parameterOf } from '../statement/session-parameter.js';
import { StreamPositions } from '../streams/stream-positions.js';
import type { TaskPlace } from '../tasks/task-place.js';
import type { Engine } from './engine.js';
import { Transaction } from './transaction.js';

/** What one session is at the moment: its role, its namespace, its transaction. */
export class SessionState {
  readonly id: string;
  readonly engine: Engine;
  readonly connection: DuckDBConnection;
  readonly positions: StreamPositions;
  readonly transaction: Transaction;
  readonly temporaries: Map<number, TemporaryObject> = new Map();
  readonly parameters: Map<string, string> = new Map();
  /** What the statement that runs has read of stages in FROM, by the names that stand for them. */
  readonly stages: Map<string, StageRelation> = new Map();
  /** The temporary tables of the last such statement, whose rows may still be flowing. */
  stageTables: readonly string[] = [];
  /** What the query history will tell of the statement that runs, and of those before it. */
  record: StatementRecord | undefined;
  readonly queries: SessionQueries;
  /** The login that opened the session, in the login history. */
  authenticationId: number | undefined;
  /** The address that the client of the server comes from; a session in this process has none. */
  clientAddress: string | undefined;
  /** What SET has set. */
  readonly variables: Map<string, SessionVariable> = new Map();
  /** The run of the task that the session is for. */
  task: TaskPlace | undefined;
  #role: string;
  secondaryRoles: SecondaryRoles;
  user: string;
  database: string | undefined;
  schema: string | undefined;
  warehouse: string | undefined;
  /** The type of the AI agent that is active. */
  readonly agent: string | undefined;
  /** Whether DML outside a transaction commits by itself. */
  autocommit: boolean = true;
  readonly #configuredRoles: readonly string[] | undefined;
  /** The id of the user of the catalogue who the session is of. */
  readonly #userId: number | undefined;

  constructor(
    id: string,
    engine: Engine,
    connection: DuckDBConnection,
    options: {
      role: string;
      secondaryRoles: SecondaryRoles;
      user: string;
      database: string | undefined;
      schema: string | undefined;
      warehouse: string | undefined;
      grantedRoles?: readonly string[] | undefined;
      userId?: number | undefined;
      agent?: string | undefined;
    },
  ) {
    this.id = id;
    this.engine = engine;
    this.connection = connection;
    this.queries = new SessionQueries(engine.history);
    this.positions = new StreamPositions(connection, engine, () => this.record?.id);
    this.transaction = new Transaction(connection, engine, this.positions, () => this.lockTimeout);
    this.#role = options.role;
    this.secondaryRoles = options.secondaryRoles;
    this.user = options.user;
    this.database = options.database;
    this.schema = options.schema;
    this.warehouse = options.warehouse;
    this.#configuredRoles = options.grantedRoles;
    this.#userId = options.userId;
    this.agent = options.agent;
  }

  /**
   * The roles that were granted to the user: those that the server was configured with, or those of a
   * user of the catalogue, as they are now. Absent: every role.
   */
  get grantedRoles(): readonly string[] | undefined {
    if (this.#configuredRoles !== undefined) return this.#configuredRoles;
    if (this.#userId === undefined) return undefined;
    const user = this.engine.catalogue.get(this.#userId);
    // A user who was dropped holds nothing any more.
    return ['PUBLIC', ...(user?.kind === 'USER' ? user.roles.map(({ role }) => role) : [])];
  }

  /** The roles that the user may take on: those granted, and what they inherit. Absent: every role. */
  get usableRoles(): ReadonlySet<string> | undefined {
    const granted = this.grantedRoles;
    return granted && rolesBelow(this.engine.catalogue, ...granted);
  }

  get roles(): ReadonlySet<string> {
    const { catalogue } = this.engine;
    return activeRoles(catalogue, this.role, this.secondaryRoles, this.grantedRoles);
  }

  /** The primary role. Once it was taken from the user, the session is PUBLIC. */
  get role(): string {
    return this.usableRoles?.has(this.#role) === false ? 'PUBLIC' : this.#role;
  }

  set role(role: string) {
    this.#role = role;
  }

  /** The roles of the primary role alone: objects are created with its privileges. */
  get primaryRoles(): ReadonlySet<string> {
    return rolesBelow(this.engine.catalogue, this.role);
  }

  /** How many seconds a statement waits for a lock. */
  get lockTimeout(): number {
    return Number(parameterOf(this, 'LOCK_TIMEOUT'));
  }

  /** The session as a statement sees it, at one moment. */
  context(): SessionContext {
    // Few statements ask for these.
    const available = (): readonly string[] => this.#availableRoles();
    const secondary = (): string => this.#secondaryText();
    return {
      id: this.id,
      role: this.role,
      activeRoles: this.roles,
      user: this.user,
      database: this.database,
      schema: this.schema,
      warehouse: this.warehouse,
      now: this.engine.clock(),
      task: this.task,
      variables: this.variables,
      temporaries: this.temporaries,
      stages: this.stages,
      streamBound: this.positions.bound,
      pending: this.transaction.pending,
      transaction: this.transaction.id,
      record: this.record,
      queries: this.queries,
      get availableRoles() {
        return available();
      },
      get secondaryRoles() {
        return secondary();
      },
      account: this.engine.account,
      agent: this.agent,
      simulatedConsumer: this.parameters.get('SIMULATED_DATA_SHARING_CONSUMER')?.toUpperCase(),
    };
  }

  #availableRoles(): readonly string[] {
    const usable = this.usableRoles;
    const all = [...this.engine.catalogue.ofKind('ROLE')].map(({ name }) => name);
    return all.filter((name) => usable?.has(name) ?? true).sort();
  }

  /** What `CURRENT_SECONDARY_ROLES()` answers: roles below those that were granted are not listed. */
  #secondaryText(): string {
    const asked = this.secondaryRoles;
    if (asked === 'NONE') return JSON.stringify({ roles: '', value: '' });
    const granted = this.grantedRoles ?? this.#availableRoles();
    const usable = this.usableRoles;
    const roles =
      asked === 'ALL'
        ? granted.filter((role) => isAccountRole(role) && role !== this.role)
        : asked.filter((role) => usable?.has(role) ?? true);
    const text = [...roles].sort().join(',');
    return JSON.stringify({ roles: text, value: asked === 'ALL' ? 'ALL' : asked.join(',') });
  }
}
