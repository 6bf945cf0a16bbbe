import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import type { DroppedObject } from '../catalogue/dropped-object.js';
import type { Definition } from '../definition/definition.js';
import { retentionDays } from './retention.js';

/** The kinds that can be restored. */
export const restorableKinds = ['DYNAMIC TABLE', 'TABLE', 'SCHEMA', 'DATABASE', 'TAG'] as const;

export type RestorableKind = (typeof restorableKinds)[number];

function isRestorable(
  object: CatalogueObject,
): object is Extract<CatalogueObject, { kind: RestorableKind }> {
  return restorableKinds.some((kind) => kind === object.kind);
}

/**
 * Takes objects, the first of which holds the others, out of the catalogue, and keeps them for the
 * retention of the first; without one they are gone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/undrop
 */
export function keepDropped(definition: Definition, objects: readonly CatalogueObject[]): void {
  const { draft, context } = definition;
  const [root] = objects;
  if (root === undefined) return;
  // Tags are kept for 24 hours, whatever the retention of their schema.
  const days = root.kind === 'TAG' ? 1 : retentionDays(draft, root);
  for (const object of objects) draft.remove(object.id);
  if (!isRestorable(root) || days <= 0) return;
  const until = new Date(context.engine.clock().getTime() + days * 24 * 60 * 60 * 1000);
  const dropped: DroppedObject = {
    ...definition.base(root.name, root.comment),
    owner: root.owner,
    kind: 'DROPPED',
    parent: 'parent' in root ? root.parent : 0,
    droppedOn: definition.now,
    keptUntil: until.toISOString(),
    objects,
  };
  draft.put(dropped);
}

/** Forgets what can no longer be restored. */
export function forgetExpired(definition: Definition): void {
  const { draft } = definition;
  for (const dropped of [...draft.ofKind('DROPPED')]) {
    if (dropped.keptUntil <= definition.now) draft.remove(dropped.id);
  }
}
