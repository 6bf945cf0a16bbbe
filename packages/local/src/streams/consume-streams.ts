import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { Definition } from '../definition/definition.js';
import { positionAt, timestamp } from '../time-travel/moments.js';
import { advanceOffset } from './change-tracking.js';

/** Moves the offsets of streams that `CREATE TABLE … AS` has read, in the transaction of the statement. */
export async function consumeStreams(
  definition: Definition,
  streams: readonly StreamObject[],
): Promise<void> {
  const { engine } = definition.context;
  const now = Date.parse(definition.now);
  for (const stream of streams) {
    definition.afterCommit(() => engine.moments.moved.set(stream.id, now));
    for (const id of stream.tables ?? [stream.table]) {
      await definition.run(advanceOffset(stream.id, id, positionAt(id), timestamp(now)));
    }
  }
}
