import { WarehouseError } from '@das/core';
import { Canaries } from './canaries.js';
import type { Cell, CellType } from './cell.js';
import type { Feature, HuntedRelation, SetUpStatement } from './feature.js';
import { features } from './features.js';
import type { HuntedTable } from './hunted-table.js';
import { huntedTables } from './hunted-tables.js';
import { foundation, tableStatements, type WorldKind } from './set-up.js';
import { World } from './world.js';

/** What a test may spoil on purpose, to see that the hunt finds it. */
export interface Sabotage {
  /** Changes a table before it is made in one of the worlds. */
  readonly table?: (table: HuntedTable, world: WorldKind) => HuntedTable;
  /** Statements before the tables, where there are policies. */
  readonly policies?: readonly string[];
}

/** The warehouses to hunt in, what may be read in them, and what must not be seen. */
export class HuntingGround implements AsyncDisposable {
  readonly canaries: Canaries;
  readonly relations: readonly HuntedRelation[];
  /** What another account may read. */
  readonly shared: readonly HuntedRelation[];
  /** Features that the engine refuses so far. */
  readonly missing: readonly string[];
  readonly guarded: World;
  readonly plain: World;
  readonly #twin: () => Promise<World>;
  #openedTwin: Promise<World> | undefined;

  private constructor(parts: {
    readonly canaries: Canaries;
    readonly relations: readonly HuntedRelation[];
    readonly shared: readonly HuntedRelation[];
    readonly missing: readonly string[];
    readonly guarded: World;
    readonly plain: World;
    readonly twin: () => Promise<World>;
  }) {
    this.canaries = parts.canaries;
    this.relations = parts.relations;
    this.shared = parts.shared;
    this.missing = parts.missing;
    this.guarded = parts.guarded;
    this.plain = parts.plain;
    this.#twin = parts.twin;
  }

  static async open(seed: number, sabotage: Sabotage = {}): Promise<HuntingGround> {
    const canaries = new Canaries(seed);
    const tables = huntedTables(canaries);
    const all = features(canaries);
    const spoil = (world: WorldKind): readonly HuntedTable[] =>
      tables.map((table) => sabotage.table?.(table, world) ?? table);
    const missing = new Set<string>();
    const build = async (kind: WorldKind): Promise<World> => {
      const world = await World.open();
      const base = [
        ...foundation(canaries, kind),
        ...(kind === 'plain' ? [] : (sabotage.policies ?? [])),
        ...spoil(kind).flatMap((table) => tableStatements(table, kind)),
      ];
      for (const text of base) await world.run(text, { role: 'ACCOUNTADMIN' });
      world.pass(1);
      for (const feature of all) {
        if (!missing.has(feature.name) && !(await add(world, feature, kind))) {
          missing.add(feature.name);
        }
      }
      world.pass(1);
      return world;
    };
    // In turn: what one world refuses, the next does not try.
    const guarded = await build('guarded');
    const plain = await build('plain');
    const present = all.filter(({ name }) => !missing.has(name));
    const relations = [
      ...tables.map(({ name, columns }) => ({ name, columns, keys: ['ID'] })),
      ...present.flatMap((feature) => feature.relations),
    ];
    const names = present.flatMap((feature) => feature.shared ?? []);
    const shared = relations
      .filter(({ name }) => names.includes(name))
      .map((relation) => ({ ...relation, name: `SHARED.S.${relation.name}` }));
    const twin = (): Promise<World> => build('twin');
    return new HuntingGround({
      canaries,
      relations,
      shared,
      missing: [...missing],
      guarded,
      plain,
      twin,
    });
  }

  /** Clear values that queries may guess: some of each type. */
  guesses(type: CellType): readonly Cell[] {
    return this.canaries.made(type).filter((_, at) => at % 5 === 0);
  }

  /** All that queries may have guessed, as one text. */
  get bait(): string {
    const types: readonly CellType[] = ['text', 'number', 'float', 'date', 'timestamp', 'binary'];
    return types.flatMap((type) => this.guesses(type)).join('\n');
  }

  /** The guarded world without secrets, made when it is first asked for. */
  async twin(): Promise<World> {
    this.#openedTwin ??= this.#twin();
    return await this.#openedTwin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.guarded[Symbol.asyncDispose]();
    await this.plain[Symbol.asyncDispose]();
    await (await this.#openedTwin)?.[Symbol.asyncDispose]();
  }
}

/** Adds a feature, unless the engine refuses it as unsupported. */
async function add(world: World, feature: Feature, kind: WorldKind): Promise<boolean> {
  const isMeant = ({ worlds }: SetUpStatement): boolean => worlds?.includes(kind) ?? true;
  try {
    for (const { text, ...actor } of feature.statements.filter(isMeant)) {
      await world.run(text, actor);
    }
    return true;
  } catch (error) {
    if (error instanceof WarehouseError && isRefusal(error.code)) return false;
    throw new Error(`${feature.name} cannot be set up in the ${kind} world`, { cause: error });
  }
}

function isRefusal(code: string): boolean {
  return code === 'DAS_WAREHOUSE_UNSUPPORTED' || code === 'DAS_WAREHOUSE_INVALID_STATEMENT';
}
