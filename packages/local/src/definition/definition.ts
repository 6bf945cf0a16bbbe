import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns, reaches } from '../access/privileges.js';
import type { CatalogueDraft } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type ObjectKind,
  type SchemaObject,
  titleOf,
} from '../catalogue/catalogue-object.js';
import { saveChange } from '../catalogue/catalogue-store.js';
import { lostObjects, physicalTables } from '../catalogue/lost-objects.js';
import { accountId } from '../catalogue/system-objects.js';
import { findDatabase, findSchema, fullPath } from '../enforcement/resolve-name.js';
import { duckValue } from '../engine/database.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { PreparedQuery } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { TableInUse } from '../engine/table-in-use.js';
import type { LockOwner, LockWait } from '../engine/table-locks.js';
import { TokenReader } from '../lexing/token-reader.js';
import { propagateToDependents } from '../propagation/dependents.js';
import { definitionRecords } from '../query-history/definition-record.js';
import { lostSequences } from '../sequences/lost-sequences.js';
import { mainAccount } from '../shares/accounts.js';
import { streamOffsets } from '../streams/change-tracking.js';
import { forgetExpired } from '../time-travel/keep-dropped.js';
import { type Change, momentTable } from '../time-travel/moments.js';
import { alreadyExists, notAuthorized, notFound } from '../warehouse/errors.js';
import { withPromisedGrants } from './grant/promised-grants.js';

/** One DDL statement at work: a draft of the catalogue and a DuckDB transaction that commit together. */
export class Definition {
  readonly context: StatementContext;
  readonly draft: CatalogueDraft;
  readonly roles: ReadonlySet<string>;
  /** The roles of the primary role alone, which must hold the privilege to create something. */
  readonly primaryRoles: ReadonlySet<string>;
  readonly now: string;
  /** The object that OR REPLACE takes away, whose grants COPY GRANTS keeps. */
  replaced: CatalogueObject | undefined;
  /** Whether the statement says COPY GRANTS. */
  copiesGrants: boolean = false;
  #hasBegun = false;
  #afterCommit: (() => void)[] = [];
  #atEnd: (() => void)[] = [];
  #changes: Change[] = [];
  #recorded: number | undefined;

  /** Holds the locks, also those that were waited for. */
  readonly #owner: LockOwner;

  constructor(context: StatementContext, draft: CatalogueDraft, owner: LockOwner) {
    this.#owner = owner;
    this.context = context;
    this.draft = draft;
    this.roles = context.state.roles;
    this.primaryRoles = context.state.primaryRoles;
    this.now = context.engine.clock().toISOString();
  }

  get reader(): StatementContext['reader'] {
    return this.context.reader;
  }

  /**
   * Keeps other transactions from writing to the table.
   *
   * @throws TableInUse when one does: {@link define} then waits, and begins again.
   */
  async lock(table: number): Promise<void> {
    const { locks } = this.context.engine;
    if (locks.isHeldByOther(table, this.#owner)) throw new TableInUse(table);
    await locks.acquire(table, this.#owner, lockWait(this.context));
  }

  /** Runs DuckDB SQL in the transaction of this statement; gives the number of changed rows. */
  async run(sql: string, query?: PreparedQuery): Promise<number> {
    const { connection } = this.context.state;
    if (!this.#hasBegun) await connection.run('BEGIN TRANSACTION');
    this.#hasBegun = true;
    const values = query?.parameters.map(duckValue) ?? [];
    try {
      return (await connection.run(sql, values)).rowsChanged;
    } catch (error) {
      throw fromDuckError(error);
    }
  }

  /** The last change that this statement has made to a table. */
  changeOf(table: number): number | undefined {
    return this.#changes.findLast((change) => change.table === table)?.position;
  }

  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** The number of a change that this statement makes to a table, which its new rows carry. */
  change(table: number): number {
    const { engine, state } = this.context;
    const position = engine.moments.next();
    this.#changes.push({ table, position, statement: state.record?.id });
    return position;
  }

  async #recordChanges(): Promise<void> {
    if (this.#changes.length === 0) return;
    const { engine } = this.context;
    const { sql, number } = engine.moments.record(this.#changes, engine.clock);
    this.#recorded = number;
    await this.run(sql);
  }

  /** Runs an action after the end of the statement, however it ends. */
  atEnd(action: () => void): void {
    this.#atEnd.push(action);
  }

  /** After the end of the statement, however it ended. */
  settle(): void {
    for (const action of this.#atEnd) action();
    if (this.#recorded !== undefined) this.context.engine.moments.settle(this.#recorded);
  }

  /** Writes the catalogue beside the physical change, and commits both. */
  async commit(): Promise<void> {
    const { engine, state } = this.context;
    const account = this.draft.get(accountId);
    if (account?.kind === 'ACCOUNT' && account.lastId < engine.lastId) {
      this.draft.put({ ...account, lastId: engine.lastId });
    }
    forgetExpired(this);
    propagateToDependents(engine.catalogue, this.draft);
    const change = this.draft.change();
    const lost = lostObjects(engine.catalogue, change);
    for (const table of physicalTables(lost)) await this.run(`DROP TABLE IF EXISTS ${table}`);
    for (const sequence of lostSequences(lost, this.draft.all())) {
      await this.run(`DROP SEQUENCE IF EXISTS ${sequence}`);
    }
    await this.#recordChanges();
    if (lost.length > 0) {
      const ids = lost.map(({ id }) => id).join(', ');
      await this.run(`DELETE FROM ${streamOffsets} WHERE stream_id IN (${ids})`);
      await this.run(`DELETE FROM das_catalogue.loads WHERE table_id IN (${ids})`);
      await this.run(`DELETE FROM ${momentTable} WHERE table_id IN (${ids})`);
    }
    if (change.put.length + change.removed.length > 0 || this.#hasBegun) {
      if (!this.#hasBegun) await state.connection.run('BEGIN TRANSACTION');
      this.#hasBegun = true;
      await saveChange(
        state.connection,
        change,
        engine.account === mainAccount ? undefined : engine.account,
      );
      await state.connection.run('COMMIT');
      this.#hasBegun = false;
    }
    const folders = lost.flatMap(({ kind, id }) =>
      kind === 'STAGE' ? [String(id)] : kind === 'TABLE' ? [`table-${id}`] : [],
    );
    const definitions = definitionRecords(
      this.context.tokens,
      engine.catalogue,
      this.draft,
      change,
    );
    for (const record of definitions) state.record?.access.define(record);
    engine.catalogue = this.draft.commit();
    for (const folder of folders) {
      await rm(join(engine.stageDirectory, folder), { recursive: true, force: true });
    }
    for (const action of this.#afterCommit) action();
  }

  async rollback(): Promise<void> {
    if (!this.#hasBegun) return;
    try {
      await this.context.state.connection.run('ROLLBACK');
    } catch {
      // A failed commit has rolled back already.
    }
  }

  /** What every new object has. */
  base(
    name: string,
    comment: string,
  ): {
    id: number;
    name: string;
    owner: string;
    comment: string;
    createdOn: string;
    grants: readonly [];
  } {
    const { engine, state } = this.context;
    return {
      id: engine.nextId(),
      name,
      owner: state.role,
      comment,
      createdOn: this.now,
      grants: [],
    };
  }

  path(name: readonly string[]): readonly [string, string, string] {
    return fullPath(name, this.context.state);
  }

  /** The schema in which an object is made; the role must hold the privilege to make it. */
  schemaFor(name: readonly string[], kind: string): { schema: SchemaObject; plain: string } {
    const [database, schemaName, plain] = this.path(name);
    const schema = findSchema(this.draft, this.roles, database, schemaName);
    const privilege = kind.includes('TEMPORARY') ? 'USAGE' : `CREATE ${kind}`;
    if (!holds(this.primaryRoles, schema, privilege)) {
      throw notAuthorized('Schema', `${database}.${schemaName}`);
    }
    return { schema, plain };
  }

  /** Finds an object inside a schema that the roles may know. */
  find<K extends ObjectKind>(
    kind: K,
    name: readonly string[],
  ): Extract<CatalogueObject, { kind: K }> {
    const object = this.findOrUndefined(kind, name);
    if (object === undefined) {
      throw notFound(titleOf(kind), this.path(name).join('.'));
    }
    return object;
  }

  findOrUndefined<K extends ObjectKind>(
    kind: K,
    name: readonly string[],
  ): Extract<CatalogueObject, { kind: K }> | undefined {
    const [database, schema, plain] = this.path(name);
    const parent = this.draft.find('DATABASE', 0, database);
    const holder = parent && this.draft.find('SCHEMA', parent.id, schema);
    const object = holder && this.draft.find(kind, holder.id, plain);
    if (object === undefined || !reaches(this.draft, this.roles, object)) return undefined;
    return object;
  }

  /** Requires OWNERSHIP of an object. */
  requireOwner(object: CatalogueObject): void {
    if (owns(this.roles, object)) return;
    const isVisible = object.grants.some((grant) => this.roles.has(grant.role));
    const name = this.draft.fullName(object);
    if (isVisible) throw notAuthorized(titleOf(object.kind), name);
    throw notFound(titleOf(object.kind), name);
  }

  requireGlobal(privilege: string): void {
    const roles = privilege.startsWith('CREATE ') ? this.primaryRoles : this.roles;
    if (!holdsGlobal(this.draft, roles, privilege)) throw notAuthorized('Account', 'LOCAL');
  }

  database(name: string): ReturnType<typeof findDatabase> {
    return findDatabase(this.draft, this.roles, name);
  }

  refuseExisting(kind: ObjectKind, parent: number, name: string): void {
    const isRelationKind = kind === 'TABLE' || kind === 'VIEW' || kind === 'DYNAMIC TABLE';
    const existing = isRelationKind
      ? this.draft.findRelation(parent, name)
      : this.draft.find(kind, parent, name);
    if (existing !== undefined)
      throw alreadyExists(titleOf(existing.kind), this.draft.fullName(existing));
  }

  /** Gives a new object the grants that were promised for the future. */
  withFutureGrants<T extends Extract<CatalogueObject, { readonly parent: number }>>(object: T): T {
    if (this.copiesGrants && this.replaced !== undefined) {
      return { ...object, grants: this.replaced.grants };
    }
    return withPromisedGrants(this.draft, object, this.now);
  }
}

function lockWait({ state, signal }: StatementContext): LockWait {
  return { timeout: state.lockTimeout, signal };
}

export type DefinitionWork = (definition: Definition) => Promise<ResultSet>;

/** Runs DDL: commits an open transaction first, as Snowflake does, then works alone. */
export async function define(context: StatementContext, work: DefinitionWork): Promise<ResultSet> {
  const { engine, state } = context;
  if (state.transaction.isOpen) await state.transaction.commit();
  const owner: LockOwner = {};
  try {
    for (;;) {
      try {
        return await engine.definitions.run(() => defineAlone(context, work, owner));
      } catch (error) {
        if (!(error instanceof TableInUse)) throw error;
        // Others define meanwhile, so everything is looked up again under the lock.
        await engine.locks.acquire(error.table, owner, lockWait(context));
      }
    }
  } finally {
    engine.locks.release(owner, 'committed');
  }
}

async function defineAlone(
  context: StatementContext,
  work: DefinitionWork,
  owner: LockOwner,
): Promise<ResultSet> {
  const { engine, tokens } = context;
  const fresh = { ...context, reader: new TokenReader(tokens) };
  const definition = new Definition(fresh, engine.catalogue.draft(), owner);
  try {
    const result = await work(definition);
    await definition.commit();
    return result;
  } catch (error) {
    await definition.rollback();
    throw fromDuckError(error);
  } finally {
    definition.settle();
  }
}
