import type { DuckDBConnection } from '@duckdb/node-api';
import { activeRoles, rolesBelow } from '../access/role-set.js';
import type { TemporaryObject } from '../catalogue/catalogue-object.js';
import type { SessionContext } from '../compile/compilation.js';
import { StreamPositions } from '../streams/stream-positions.js';
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
  role: string;
  secondaryRoles: 'ALL' | 'NONE';
  user: string;
  database: string | undefined;
  schema: string | undefined;
  warehouse: string | undefined;
  /** Whether DML outside a transaction commits by itself. */
  autocommit: boolean = true;
  /** The roles that were granted to the user. Absent: every role. */
  readonly grantedRoles: readonly string[] | undefined;

  constructor(
    id: string,
    engine: Engine,
    connection: DuckDBConnection,
    options: {
      role: string;
      secondaryRoles: 'ALL' | 'NONE';
      user: string;
      database: string | undefined;
      schema: string | undefined;
      warehouse: string | undefined;
      grantedRoles?: readonly string[] | undefined;
    },
  ) {
    this.id = id;
    this.engine = engine;
    this.connection = connection;
    this.positions = new StreamPositions(connection, engine);
    this.transaction = new Transaction(connection, engine.locks, this.positions);
    this.role = options.role;
    this.secondaryRoles = options.secondaryRoles;
    this.user = options.user;
    this.database = options.database;
    this.schema = options.schema;
    this.warehouse = options.warehouse;
    this.grantedRoles = options.grantedRoles;
  }

  /** The roles that the user may take on: those granted, and what they inherit. Absent: every role. */
  get usableRoles(): ReadonlySet<string> | undefined {
    if (this.grantedRoles === undefined) return undefined;
    const { catalogue } = this.engine;
    return new Set(this.grantedRoles.flatMap((role) => [...rolesBelow(catalogue, role)]));
  }

  get roles(): ReadonlySet<string> {
    const active = activeRoles(this.engine.catalogue, this.role, this.secondaryRoles);
    const usable = this.usableRoles;
    if (usable === undefined || this.secondaryRoles === 'NONE') return active;
    return new Set([...active].filter((role) => usable.has(role)));
  }

  /** The roles of the primary role alone: objects are created with its privileges. */
  get primaryRoles(): ReadonlySet<string> {
    return rolesBelow(this.engine.catalogue, this.role);
  }

  /** The session as a statement sees it, at one moment. */
  context(): SessionContext {
    return {
      id: this.id,
      role: this.role,
      activeRoles: this.roles,
      user: this.user,
      database: this.database,
      schema: this.schema,
      warehouse: this.warehouse,
      now: this.engine.clock(),
      temporaries: this.temporaries,
      streamBounds: this.positions.bounds,
    };
  }
}
