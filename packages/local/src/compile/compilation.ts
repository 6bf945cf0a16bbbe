import type { BindValue } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  RelationObject,
  StreamObject,
  TemporaryObject,
} from '../catalogue/catalogue-object.js';
import { unsupported } from '../warehouse/errors.js';

/** What a session is, as far as the meaning of a statement depends on it. */
export interface SessionContext {
  readonly id: string;
  readonly role: string;
  readonly activeRoles: ReadonlySet<string>;
  readonly user: string;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly warehouse: string | undefined;
  readonly now: Date;
  /** Temporary tables and views of the session: they hide permanent ones of the same name. */
  readonly temporaries: ReadonlyMap<number, TemporaryObject>;
  /** Where streams on tables that the open transaction has written to stop. */
  readonly streamBounds?: ReadonlyMap<number, bigint>;
}

/** Whose rights and whose namespace hold at one place of a statement. */
export interface Frame {
  /** The roles whose privileges are checked. */
  readonly roles: ReadonlySet<string>;
  /** What `INVOKER_ROLE()` answers in the policies of the tables named here. */
  readonly invoker: string;
  /** Where unqualified names are looked up. */
  readonly database: string | undefined;
  readonly schema: string | undefined;
  /** What `CURRENT_DATABASE()` and `CURRENT_SCHEMA()` answer. */
  readonly currentDatabase: string | undefined;
  readonly currentSchema: string | undefined;
  /** What is being expanded, so that a cycle is seen. */
  readonly expanding: readonly number[];
  /**
   * Whether a temporary table of the session may hide a permanent one. Not inside policies and views:
   * they must read what their owner meant.
   */
  readonly seesTemporaries: boolean;
  /** Whether this is the body of a policy, or something that it reads. */
  readonly isPolicy?: boolean;
}

/** The compilation of one statement: what it needs and what it gathers. */
export class Compilation {
  readonly catalogue: Catalogue;
  readonly session: SessionContext;
  readonly binds: readonly BindValue[];
  /** The binds that the DuckDB text refers to as `$1`, `$2`, …, in order. */
  readonly parameters: BindValue[] = [];
  /** The physical tables that the rewrite put into the text. */
  readonly tables: Set<string> = new Set();
  /** Relations that were named, and those whose policies were applied. */
  readonly relations: Map<number, RelationObject> = new Map();
  /** Streams that were read: their offsets move when this is DML and commits. */
  readonly streams: Map<number, StreamObject> = new Map();
  /** Whether row access filtered, and whether an expression may fail on a row that it hides. */
  hasRowAccess = false;
  mayFail = false;
  /** The table that a DML statement changes: its secure view also gives the row id. */
  target: number | undefined;
  /** Keeps DuckDB from moving the user's expressions below the row access filter. */
  readonly isFenced: boolean;
  #expansions = 0;
  readonly #bound = new Map<number, string>();
  #aliases = 0;

  constructor(
    catalogue: Catalogue,
    session: SessionContext,
    binds: readonly BindValue[],
    isFenced = false,
  ) {
    this.catalogue = catalogue;
    this.session = session;
    this.binds = binds;
    this.isFenced = isFenced;
  }

  alias(prefix: 'r' | 'q'): string {
    this.#aliases += 1;
    return `${prefix}${this.#aliases}`;
  }

  /** Counts the aliases that were written out: each that stands in another doubles the work. */
  expandAlias(name: string): void {
    this.#expansions += 1;
    if (this.#expansions > 50_000)
      throw unsupported('aliases that stand in each other so often', name);
  }

  /** The parameter of a bind; the same bind always gives the same text. */
  parameter(index: number, value: BindValue): string {
    const known = this.#bound.get(index);
    if (known !== undefined) return known;
    this.parameters.push(value);
    const name = `$${this.parameters.length}`;
    this.#bound.set(index, name);
    return name;
  }

  frame(): Frame {
    const { session } = this;
    return {
      roles: session.activeRoles,
      invoker: session.role,
      database: session.database,
      schema: session.schema,
      currentDatabase: session.database,
      currentSchema: session.schema,
      expanding: [],
      seesTemporaries: true,
    };
  }
}
