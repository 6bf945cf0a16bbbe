import type { DuckDBConnection } from '@duckdb/node-api';
import { activeRoles, rolesBelow } from '../access/role-set.js';
import type { TableObject } from '../catalogue/catalogue-object.js';
import type { SessionContext } from '../compile/compilation.js';
import type { Engine } from './engine.js';
import { Transaction } from './transaction.js';

/** What one session is at the moment: its role, its namespace, its transaction. */
export class SessionState {
  readonly id: string;
  readonly engine: Engine;
  readonly connection: DuckDBConnection;
  readonly transaction: Transaction;
  readonly temporaries: Map<number, TableObject> = new Map();
  readonly parameters: Map<string, string> = new Map();
  role: string;
  secondaryRoles: 'ALL' | 'NONE';
  user: string;
  database: string | undefined;
  schema: string | undefined;
  warehouse: string | undefined;

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
    },
  ) {
    this.id = id;
    this.engine = engine;
    this.connection = connection;
    this.transaction = new Transaction(connection, engine.locks);
    this.role = options.role;
    this.secondaryRoles = options.secondaryRoles;
    this.user = options.user;
    this.database = options.database;
    this.schema = options.schema;
    this.warehouse = options.warehouse;
  }

  get roles(): ReadonlySet<string> {
    return activeRoles(this.engine.catalogue, this.role, this.secondaryRoles);
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
    };
  }
}
