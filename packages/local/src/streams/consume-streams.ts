import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { Definition } from '../definition/definition.js';
import { advanceOffset, trackedTable } from './change-tracking.js';
import { readPosition } from './stream-positions.js';

/** Moves the offsets of streams that `CREATE TABLE … AS` has read, in the transaction of the statement. */
export async function consumeStreams(
  definition: Definition,
  streams: readonly StreamObject[],
): Promise<void> {
  const { engine, state } = definition.context;
  for (const stream of streams) {
    const table = trackedTable(engine.catalogue, stream.table);
    if (table === undefined) continue;
    await definition.run(advanceOffset(stream.id, await readPosition(state.connection, table)));
  }
}
