import { WarehouseError } from '@das/core';
import type { Step } from '../grammar/program.js';
import type { World } from '../world/world.js';
import { readFolder } from './read-folder.js';
import { writtenError } from './written-error.js';

/** What a role was shown by one statement. */
export interface Outcome {
  /** The code of the error that it ended with. */
  readonly error: string | undefined;
  readonly columns: readonly string[];
  /** Each row as text, in the order in which it came. */
  readonly rows: readonly string[];
  readonly affected: number;
  /** Everything in it that could hold a value, as text. */
  readonly shown: string;
}

/** Runs one step in a world. */
export async function runStep(world: World, step: Step): Promise<Outcome> {
  const session = await world.session(step.actor);
  const statement = { text: step.text, binds: step.binds };
  try {
    if (step.isStreamed) {
      const rows: string[] = [];
      for await (const row of session.stream(statement)) rows.push(written(Object.values(row)));
      return { error: undefined, columns: [], rows, affected: 0, shown: rows.join('\n') };
    }
    const { columns, rows, rowsAffected } = await session.execute(statement);
    const names = columns.map(({ name, type }) => `${name} ${type}`);
    const texts = rows.map((row) => written(Object.values(row)));
    const files = step.looksAtStage ? await readFolder(world.stageDirectory) : '';
    return {
      error: undefined,
      columns: names,
      rows: texts,
      affected: rowsAffected,
      shown: [...names, ...texts, files].join('\n'),
    };
  } catch (error) {
    return {
      error:
        error instanceof WarehouseError ? error.code : `not a WarehouseError: ${String(error)}`,
      columns: [],
      rows: [],
      affected: 0,
      shown: writtenError(error),
    };
  }
}

/** A value as text that is the same for the same value: keys in order, floats to twelve digits. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner === 'number' && !Number.isInteger(inner)) return Number(inner.toPrecision(12));
    if (inner instanceof Uint8Array) return `0x${Buffer.from(inner).toString('hex')}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return inner;
  });
}
