import type { Row } from '@das/core';
import type { CatalogueObject, ObjectKind } from '../catalogue/catalogue-object.js';
import type { StatementContext } from '../engine/statement-context.js';
import { objectRow } from './object-row.js';
import { isVisible } from './show-scope.js';

/** What `SHOW … HISTORY` adds: the objects of a kind that were dropped and can still be restored. */
export function droppedRows(
  context: StatementContext,
  kind: ObjectKind,
  pattern: RegExp | undefined,
  isInside: (object: CatalogueObject) => boolean,
): readonly Row[] {
  const { engine, state } = context;
  const now = engine.clock().toISOString();
  const rows: Row[] = [];
  for (const dropped of engine.catalogue.ofKind('DROPPED')) {
    const [first] = dropped.objects;
    if (first?.kind !== kind || dropped.keptUntil <= now) continue;
    const root = { ...first, owner: dropped.owner };
    if (!isVisible(context, root) || !isInside(root)) continue;
    if (pattern !== undefined && !pattern.test(root.name)) continue;
    rows.push({
      ...objectRow(root, engine.catalogue, state),
      dropped_on: new Date(dropped.droppedOn),
    });
  }
  return rows;
}
