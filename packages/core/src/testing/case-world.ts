import assert from 'node:assert/strict';
import type { BindValue, Statement } from '../warehouse/statement.js';
import type {
  ResultSet,
  Row,
  Session,
  SessionOptions,
  Value,
  Warehouse,
} from '../warehouse/warehouse.js';
import { WarehouseError } from '../warehouse/warehouse-error.js';

/** The database that the suite makes, and drops when it is done. */
export const conformanceDatabase = 'DAS_CONFORMANCE';
/** The virtual warehouse that dynamic tables of the suite name. */
export const conformanceWarehouse = 'DAS_CONFORMANCE_WAREHOUSE';
/** The roles that the suite makes: one that policies hide from, one that they show to, one on top. */
export const conformanceRoles = ['DAS_READER', 'DAS_CLEARED', 'DAS_CHIEF'] as const;

export type ConformanceRole = (typeof conformanceRoles)[number];

/** What a case works in: a schema of its own, and sessions under the roles of the suite. */
export class CaseWorld {
  readonly warehouse: Warehouse;
  /** The role that owns what the suite makes. */
  readonly admin: string;
  /** The schema of the case, without its database. Sessions start in it. */
  readonly schema: string;
  readonly #sessions = new Map<string, Session>();

  constructor(warehouse: Warehouse, admin: string, schema: string) {
    this.warehouse = warehouse;
    this.admin = admin;
    this.schema = schema;
  }

  /** The session of a role; the same one for the whole case. */
  async session(role: string = this.admin): Promise<Session> {
    const known = this.#sessions.get(role);
    if (known !== undefined) return known;
    const session = await this.open({ role });
    this.#sessions.set(role, session);
    return session;
  }

  /** Another session, which the case closes itself. */
  async open(options: Partial<SessionOptions> = {}): Promise<Session> {
    return await this.warehouse.openSession({
      role: this.admin,
      database: conformanceDatabase,
      schema: this.schema,
      warehouse: conformanceWarehouse,
      ...options,
    });
  }

  /** Runs one statement. */
  async run(text: string, role?: string, binds: readonly BindValue[] = []): Promise<ResultSet> {
    const session = await this.session(role);
    return await session.execute(statement(text, binds));
  }

  /** Runs statements one after the other, as the admin. */
  async all(...texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.run(text);
  }

  /** Lets the roles of the suite read every table and view of the case that is made from now on. */
  async showToRoles(): Promise<void> {
    for (const role of ['DAS_READER', 'DAS_CLEARED']) {
      for (const kind of ['TABLES', 'VIEWS', 'DYNAMIC TABLES']) {
        await this.run(
          `GRANT SELECT ON FUTURE ${kind} IN SCHEMA ${conformanceDatabase}.${this.schema} TO ROLE ${role}`,
        );
      }
    }
  }

  async rows(
    text: string,
    role?: string,
    binds: readonly BindValue[] = [],
  ): Promise<readonly Row[]> {
    return (await this.run(text, role, binds)).rows;
  }

  /** The cells of each row, in the order of the columns. */
  async cells(text: string, role?: string): Promise<readonly (readonly Value[])[]> {
    const { columns, rows } = await this.run(text, role);
    return rows.map((row) => columns.map(({ name }) => row[name] ?? null));
  }

  /** The cells of the first column. */
  async column(text: string, role?: string): Promise<readonly (Value | undefined)[]> {
    return (await this.cells(text, role)).map(([first]) => first);
  }

  /** The first cell of the first row. */
  async value(text: string, role?: string, binds: readonly BindValue[] = []): Promise<unknown> {
    const { columns, rows } = await this.run(text, role, binds);
    return rows[0]?.[columns[0]?.name ?? ''];
  }

  /** Holds that a statement is refused with one of these codes, and returns the error. */
  async refused(
    text: string,
    codes: WarehouseError['code'] | readonly WarehouseError['code'][],
    role?: string,
  ): Promise<WarehouseError> {
    const error = await this.failure(() => this.run(text, role));
    const expected = typeof codes === 'string' ? [codes] : codes;
    assert.ok(expected.includes(error.code), `${error.code} instead of ${expected.join(' or ')}`);
    return error;
  }

  /** The warehouse error that work ends with. Any other end fails the case. */
  async failure(work: () => Promise<unknown>): Promise<WarehouseError> {
    try {
      await work();
    } catch (error) {
      if (error instanceof WarehouseError) return error;
      throw error;
    }
    throw new assert.AssertionError({ message: 'the statement was not refused' });
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await session.close();
  }
}

export function statement(text: string, binds: readonly BindValue[] = []): Statement {
  return { text, binds };
}
