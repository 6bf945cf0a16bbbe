import type { BindValue } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  ColumnObject,
  RelationObject,
  StreamObject,
  TableObject,
  TemporaryObject,
} from '../catalogue/catalogue-object.js';
import type { DataType } from '../datatype/data-type.js';
import { type Projection, projectionViolation, strictest } from '../enforcement/projection.js';
import type { SessionQueries } from '../query-history/session-queries.js';
import type { StatementRecord } from '../query-history/statement-record.js';
import type { StageRelation } from '../staging/stage-relations.js';
import type { TaskPlace } from '../tasks/task-place.js';
import type { AsOf } from '../time-travel/historic-source.js';
import { unsupported } from '../warehouse/errors.js';
import type { PendingRows } from '../writing/pending-rows.js';
import { ColumnUsage } from './column-usage.js';

/** A variable of a session: its value as text, which its type reads. */
export interface SessionVariable {
  readonly text: string | null;
  readonly type: DataType;
  readonly createdOn: string;
  readonly updatedOn: string;
}

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
  readonly variables?: ReadonlyMap<string, SessionVariable>;
  /** The run of the task whose statement this is. */
  readonly task?: TaskPlace | undefined;
  /** Temporary tables and views of the session: they hide permanent ones of the same name. */
  readonly temporaries: ReadonlyMap<number, TemporaryObject>;
  /** Stages that the statement names in FROM, under the names that stand for them. */
  readonly stages?: ReadonlyMap<string, StageRelation>;
  /** The commit at which streams stop: the last before the open transaction began. */
  readonly streamBound?: number | undefined;
  /** The id of the open transaction. */
  readonly transaction?: string | undefined;
  /** What the open transaction has changed and not committed, by physical table. */
  readonly pending?: ReadonlyMap<string, PendingRows>;
  /** What the query history will tell of the statement, and the ids of those before it. */
  readonly record?: StatementRecord | undefined;
  readonly queries?: SessionQueries;
  /** The account roles that the user may take on. Absent: none, as in a refresh. */
  readonly availableRoles?: readonly string[];
  /** What `CURRENT_SECONDARY_ROLES()` answers. */
  readonly secondaryRoles?: string;
  /** The account of the session. Absent: the one of the warehouse. */
  readonly account?: string;
  /** The account that the session stands for, when it reads views of its role. */
  readonly simulatedConsumer?: string | undefined;
  /** The type of the AI agent that is active in the session. */
  readonly agent?: string | undefined;
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
  /** As of when tables are read, where that is not now. Never inside policies. */
  readonly asOf?: AsOf | undefined;
  /** For a stream on a view: up to which change each table is read. Never inside policies. */
  readonly positionOf?: ((table: TableObject) => string) | undefined;
  /** Whether this is the body of a policy, or something that it reads. */
  readonly isPolicy?: boolean;
  /** The account that reads what is shared with it, when what is named here is. */
  readonly consumer?: Consumer | undefined;
  /** What `INVOKER_SHARE()` answers here. */
  readonly share?: string | undefined;
  /** The share that directly reads what is named here. */
  readonly directShare?: string | undefined;
  /** Whether this is the body of a data metric function, which reads its arguments alone. */
  readonly metric?: { readonly scheduledTime: Date | undefined } | undefined;
  /** Whether only its columns are asked for: what it reads may have no rows yet. */
  readonly asksForColumns?: boolean;
  /** The policy whose body this is, outside the views that it reads. */
  readonly policy?: PolicyPlace | undefined;
}

/** The kind of a policy and what it protects; a body that is only checked protects nothing. */
export interface PolicyPlace {
  readonly kind: string;
  readonly relation?: RelationObject;
  readonly column?: ColumnObject;
}

/** An account that reads what another one shares. */
export interface Consumer {
  readonly account: string;
  /** The keys of the shared database roles that are active in its session. */
  readonly databaseRoles: ReadonlySet<string>;
}

/** The compilation of one statement: what it needs and what it gathers. */
export class Compilation {
  #catalogue: Catalogue;
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
  /** Physical sequences that numbers are drawn from, by their number, and how often they stand there. */
  readonly sequences: Map<number, string> = new Map();
  draws = 0;
  /** Whether a relation leaves rows out, and whether an expression may fail on one of them. */
  hidesRows = false;
  mayFail = false;
  /** Whether it is not known what some columns of the result are made of. */
  losesSources = false;
  /** Which columns the statement reads, for the access history. */
  readonly usage: ColumnUsage = new ColumnUsage();
  /** Whether the text holds what may be different the next time: it must be compiled again. */
  isVolatile = false;
  /**
   * Whether the history of queries or measurements is read: what waits to be written must be there
   * first, and another account than that of the history is refused.
   */
  readsHistory = false;
  /** The table that a DML statement changes: its secure view also gives the row id. */
  target: number | undefined;
  /** Keeps DuckDB from moving the user's expressions to rows that a relation leaves out. */
  readonly isFenced: boolean;
  #expansions = 0;
  readonly #collectors: { projection: Projection | undefined }[] = [];
  readonly #bound = new Map<number, string>();
  #aliases = 0;

  constructor(
    catalogue: Catalogue,
    session: SessionContext,
    binds: readonly BindValue[],
    isFenced = false,
  ) {
    this.#catalogue = catalogue;
    this.session = session;
    this.binds = binds;
    this.isFenced = isFenced;
  }

  /** Where names are looked up: that of another account while what it shares is compiled. */
  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  /** Compiles a part in the catalogue of another account. */
  within<T>(catalogue: Catalogue, work: () => T): T {
    const before = this.#catalogue;
    this.#catalogue = catalogue;
    try {
      return work();
    } finally {
      this.#catalogue = before;
    }
  }

  /** Runs `build`, and tells which projection policy the columns that it named come under. */
  collect<T>(build: () => T): { readonly value: T; readonly projection: Projection | undefined } {
    const collector: { projection: Projection | undefined } = { projection: undefined };
    this.#collectors.push(collector);
    try {
      return { value: build(), projection: collector.projection };
    } finally {
      this.#collectors.pop();
    }
  }

  /**
   * Notes that a column was named. Where nobody collects, nobody would keep it out of a result: there
   * a column under a projection policy is refused.
   */
  touch(column: string, projection: Projection | undefined): void {
    if (projection === undefined) return;
    const collector = this.#collectors.at(-1);
    if (collector === undefined) throw projectionViolation(column);
    collector.projection = strictest(collector.projection, projection);
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

  /** Which bind each of the {@link parameters} is. */
  get bindOrder(): readonly number[] {
    return [...this.#bound.keys()];
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
