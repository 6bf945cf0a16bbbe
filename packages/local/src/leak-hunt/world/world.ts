import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalSession } from '../../warehouse/local-session.js';
import {
  type LocalWarehouse,
  openLocalSession,
  openLocalWarehouse,
} from '../../warehouse/open-local-warehouse.js';

/** Who runs a statement: a role, perhaps with secondary roles of no clearance either. */
export interface Actor {
  readonly role: string;
  readonly hasSecondaryRoles?: boolean;
  /** Another account, which reads what this one shares. */
  readonly account?: string;
}

/** One of the warehouses that are compared: its sessions, its stage folder, its clock. */
export class World implements AsyncDisposable {
  readonly stageDirectory: string;
  readonly #warehouse: LocalWarehouse;
  readonly #clock: { now: number };
  readonly #sessions = new Map<string, LocalSession>();

  private constructor(warehouse: LocalWarehouse, stageDirectory: string, clock: { now: number }) {
    this.#warehouse = warehouse;
    this.stageDirectory = stageDirectory;
    this.#clock = clock;
  }

  static async open(): Promise<World> {
    const stageDirectory = mkdtempSync(join(tmpdir(), 'das-leak-hunt-'));
    const clock = { now: Date.UTC(2026, 0, 15, 12) };
    const warehouse = await openLocalWarehouse({
      stageDirectory,
      clock: () => new Date(clock.now),
    });
    return new World(warehouse, stageDirectory, clock);
  }

  /** Lets time pass, so that Time Travel has somewhere to go. */
  pass(hours: number): void {
    this.#clock.now += hours * 3_600_000;
  }

  /** A hunter is another user than the one who set the world up, and holds no role with clearance. */
  async session({ role, account, hasSecondaryRoles = false }: Actor): Promise<LocalSession> {
    const key = `${account}/${role}/${hasSecondaryRoles}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const isHunter = role === 'READER' || role === 'HELPER';
    const session = await openLocalSession(this.#warehouse, {
      role,
      user: isHunter ? 'HUNTER' : 'KEEPER',
      ...(account === undefined ? { database: 'D', schema: 'S', warehouse: 'W' } : { account }),
      secondaryRoles: hasSecondaryRoles ? 'ALL' : 'NONE',
      ...(isHunter ? { grantedRoles: ['READER', 'HELPER'] } : {}),
    });
    this.#sessions.set(key, session);
    return session;
  }

  async run(text: string, actor: Actor): Promise<void> {
    await (await this.session(actor)).execute({ text, binds: [] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#warehouse.close();
    await rm(this.stageDirectory, { recursive: true, force: true });
  }
}
