import type { BaseObject } from './base-object.js';
import type { CatalogueObject } from './catalogue-object.js';

/** A table, schema or database that was dropped and can be restored, with all that was inside. */
export interface DroppedObject extends BaseObject {
  readonly kind: 'DROPPED';
  /** What held it: an id, or 0 for a database. */
  readonly parent: number;
  readonly droppedOn: string;
  /** When it can no longer be restored. */
  readonly keptUntil: string;
  /** The object itself first, then what it held. */
  readonly objects: readonly CatalogueObject[];
}
