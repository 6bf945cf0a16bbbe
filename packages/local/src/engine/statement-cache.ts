import type { BindValue } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { SessionContext } from '../compile/compilation.js';
import type { ObservedSession } from './observed-session.js';
import type { PreparedQuery } from './run-query.js';

/** A longer text is rarely said twice, and would push many others out. */
const longestText = 50_000;
const mostStatements = 1000;

interface Entry {
  readonly catalogue: Catalogue;
  readonly observed: ObservedSession;
  readonly query: PreparedQuery;
}

/**
 * Compiled queries, for those who ask the same again under the same roles. One holds only under the
 * version of the catalogue that it was compiled with, which any change of a policy, a grant or a
 * table makes a new one, and for a session in which all that the compilation looked at is the same.
 */
export class StatementCache {
  readonly #entries = new Map<string, Entry>();

  /** The compiled query, with the values of this time; nothing if it has to be compiled. */
  find(
    catalogue: Catalogue,
    session: SessionContext,
    text: string,
    binds: readonly BindValue[],
  ): PreparedQuery | undefined {
    const key = keyOf(session, text, binds);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.catalogue !== catalogue || !entry.observed.holdsFor(session)) return undefined;
    // What was used last is thrown away last.
    this.#entries.set(key, entry);
    const { query } = entry;
    return { ...query, parameters: query.compilation.bindOrder.map((at) => binds[at] ?? null) };
  }

  keep(
    observed: ObservedSession,
    text: string,
    binds: readonly BindValue[],
    query: PreparedQuery,
  ): void {
    const { compilation } = query;
    if (text.length > longestText || compilation.readsHistory || !observed.isLasting) return;
    if (compilation.streams.size > 0 || compilation.isVolatile) return;
    const key = keyOf(observed.session, text, binds);
    this.#entries.set(key, { catalogue: compilation.catalogue, observed, query });
    if (this.#entries.size <= mostStatements) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** Values of one kind compile alike, except NULL. */
function kindOf(value: BindValue): string {
  if (value === null) return 'null';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid' : 'date';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function keyOf(session: SessionContext, text: string, binds: readonly BindValue[]): string {
  const { role, user, database = '', schema = '' } = session;
  return [text, role, user, database, schema, ...binds.map(kindOf)].join('\u0000');
}
