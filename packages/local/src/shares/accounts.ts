import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.js';
import { accountNames, loadAccount } from '../catalogue/catalogue-store.js';
import { Database } from '../engine/database.js';
import type { Engine } from '../engine/engine.js';
import { invalidStatement } from '../warehouse/errors.js';
import { withSharedDatabases } from './shared-catalogue.js';

/** The name of the account that a warehouse is, unless a session says another. */
export const mainAccount = 'LOCAL';

/**
 * The accounts of one warehouse. Each has its own roles, users and databases; what another shares with
 * it is all that it can see of it.
 */
export class Accounts {
  readonly #engines = new Map<string, Engine>();
  readonly #main: Engine;
  readonly #histories: Database[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(main: Engine) {
    this.#main = main;
    this.#engines.set(main.account, main);
  }

  find(name: string): Engine | undefined {
    return this.#engines.get(name);
  }

  all(): readonly Engine[] {
    return [...this.#engines.values()];
  }

  /** Opens the accounts that the database file holds already. */
  async load(): Promise<void> {
    const connection = await this.#main.database.connect();
    try {
      for (const name of await accountNames(connection)) await this.open(name);
    } finally {
      connection.closeSync();
    }
  }

  /** The account of a name; one that is not there is made, with the roles that every account has. */
  async open(given: string): Promise<Engine> {
    const name = given.toUpperCase();
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
      throw invalidStatement('an account is named by letters, digits and underscores', given);
    }
    const opened = this.#last.then(async () => this.#engines.get(name) ?? (await this.#make(name)));
    this.#last = opened.catch(() => undefined);
    return await opened;
  }

  async #make(name: string): Promise<Engine> {
    const main = this.#main;
    const connection = await main.database.connect();
    try {
      const now = main.clock().toISOString();
      const catalogue = await loadAccount(connection, name, now);
      // Its statements are not those of another account, and are forgotten with the process.
      const history = await Database.open(undefined, join(tmpdir(), 'das-no-stages'));
      this.#histories.push(history);
      const engine = main.another(name, catalogue, history);
      this.#engines.set(name, engine);
      return engine;
    } finally {
      connection.closeSync();
    }
  }

  /** A catalogue with what other accounts share with its own. */
  withShares(own: Catalogue, account: string): Catalogue {
    return withSharedDatabases(own, account, (name) => this.#engines.get(name)?.ownCatalogue);
  }

  async close(): Promise<void> {
    for (const engine of this.#engines.values()) {
      if (engine !== this.#main) await engine.history.close();
    }
    for (const history of this.#histories) history.close();
  }
}
