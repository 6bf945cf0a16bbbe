import { randomUUID } from 'node:crypto';
import { holds, owns, sees } from '../../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type StreamObject,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import type { TimePoint } from '../../query/query.js';
import { createSequenceSql, nextValue } from '../../sequences/physical-sequence.js';
import { positionAt } from '../../time-travel/moments.js';
import { executionFailed, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { clonePosition, storeClone, storeDynamicClone } from '../table/copy-rows.js';
import { keepTagMasks } from '../tag/keep-tag-masks.js';
import { insertOffset } from './clone-stream.js';
import { refuseMeasured, trackingOfClone } from './clone-table.js';
import { type CloneIds, repoint } from './repoint.js';
import { repointDefaults } from './repoint-defaults.js';

/** As of when a container is cloned, and with what. */
export interface CloneOptions {
  readonly point: TimePoint | undefined;
  /** The same point in milliseconds. */
  readonly instant: number | undefined;
  readonly ignoresUnkept: boolean;
  readonly withStages: boolean;
}

/**
 * Clones what is inside of containers, as far as the role may clone it, and adds the ids of the clones
 * to `ids`. Owners and grants stay as they are. Gives what was cloned.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-clone
 */
export async function cloneChildren(
  definition: Definition,
  containers: readonly CatalogueObject[],
  ids: Map<number, number>,
  options: CloneOptions,
): Promise<readonly CatalogueObject[]> {
  const all = containers.flatMap((container) => [...inside(definition, container, options)]);
  const chosen = all.filter((object) => mayClone(definition, object, options));
  const isPartial = all.some((object) => isReadable(object) && !chosen.includes(object));
  // A cloned policy reads the mapping tables beside it. Where one stays behind, whoever made the clone
  // could put a table of their own in its place: then the clones stay under the policies of the source.
  const objects = isPartial ? chosen.filter((object) => !isPolicy(object)) : chosen;
  for (const object of objects) ids.set(object.id, definition.context.engine.nextId());
  for (const object of objects.sort((a, b) => rank(a) - rank(b))) {
    await cloneOne(definition, object, ids, options);
  }
  return objects;
}

/** Refuses clones that the tags of their containers mask no more; asked once all tags are in place. */
export function keepMasksOfClones(
  definition: Definition,
  sources: readonly CatalogueObject[],
  ids: CloneIds,
): void {
  for (const source of sources) {
    const clone = definition.draft.get(ids.get(source.id) ?? 0);
    if (clone === undefined || !isRelation(clone) || !isRelation(source)) continue;
    keepTagMasks(definition, source, clone, ids);
  }
}

function* inside(
  definition: Definition,
  container: CatalogueObject,
  options: CloneOptions,
): Generator<CatalogueObject> {
  for (const child of definition.draft.childrenOf(container.id)) {
    if (child.kind === 'DROPPED') {
      const { instant } = options;
      if (instant === undefined || Date.parse(child.droppedOn) <= instant) continue;
      for (const object of child.objects) if (existed(object, options)) yield object;
      continue;
    }
    if (!existed(child, options)) continue;
    yield child;
    yield* inside(definition, child, options);
  }
}

function existed(object: CatalogueObject, { instant }: CloneOptions): boolean {
  return instant === undefined || Date.parse(object.createdOn) < instant;
}

function mayClone(definition: Definition, object: CatalogueObject, options: CloneOptions): boolean {
  const { roles } = definition;
  switch (object.kind) {
    case 'TABLE':
    case 'VIEW':
    case 'DYNAMIC TABLE':
      return holds(roles, object, 'SELECT');
    case 'STREAM':
      return owns(roles, object);
    case 'TASK':
      return owns(roles, object) && options.point === undefined;
    case 'STAGE':
      return sees(roles, object) && (object.url !== undefined || options.withStages);
    case 'MASKING POLICY':
    case 'ROW ACCESS POLICY':
    case 'PROJECTION POLICY':
    case 'AGGREGATION POLICY':
    case 'TAG':
    case 'DATABASE ROLE':
      return true;
    case 'SCHEMA':
    case 'SEQUENCE':
    case 'FILE FORMAT':
      return holds(roles, object, 'USAGE');
    default:
      throw unsupported(`a clone of what holds a ${object.kind.toLowerCase()}`, object.name);
  }
}

/** Whether a policy may read it. */
function isReadable(object: CatalogueObject): boolean {
  return ['TABLE', 'VIEW', 'DYNAMIC TABLE', 'SCHEMA'].includes(object.kind);
}

function isPolicy(object: CatalogueObject): boolean {
  return object.kind.endsWith(' POLICY');
}

/** Tables before their streams. */
function rank(object: CatalogueObject): number {
  if (object.kind === 'SCHEMA') return 0;
  return object.kind === 'STREAM' ? 2 : 1;
}

async function cloneOne(
  definition: Definition,
  source: CatalogueObject,
  ids: CloneIds,
  options: CloneOptions,
): Promise<void> {
  const { draft } = definition;
  refuseMeasured(source);
  const object: CatalogueObject = {
    ...repoint(source, ids),
    id: idOf(source.id, ids),
    createdOn: definition.now,
    ...('parent' in source ? { parent: ids.get(source.parent) ?? source.parent } : {}),
  };
  switch (object.kind) {
    case 'TABLE': {
      const { changeKey, trackedSince: _, reshapedAt: __, reshapes: ___, ...kept } = object;
      const clone = {
        ...kept,
        columns: repointDefaults(kept.columns, draft, ids),
        ...trackingOfClone(definition, changeKey, object.persistence),
      };
      if (source.kind !== 'TABLE') return;
      const at = await positionOrNone(definition, source, options);
      if (at !== 'none') await storeClone(definition, clone, source, at);
      return;
    }
    case 'DYNAMIC TABLE':
      if (options.point !== undefined) throw unsupported('Time Travel of a dynamic table');
      if (source.kind === 'DYNAMIC TABLE') {
        await storeDynamicClone(definition, { ...object, isSuspended: true }, source);
      }
      return;
    case 'STREAM':
      return await beginStream(definition, object);
    case 'TASK':
      draft.put({ ...object, uuid: randomUUID(), startedOn: undefined, startedBy: undefined });
      return;
    case 'SEQUENCE': {
      const physical = definition.context.engine.nextId();
      if (source.kind !== 'SEQUENCE') return;
      const next = await nextValue(definition.context.state.connection, source);
      const series = { ...object, physical, start: String(next) };
      await definition.run(createSequenceSql(series));
      draft.put(series);
      return;
    }
    default:
      draft.put(object);
  }
}

/** The position of a table; `none` when it is not kept, and may be skipped. */
async function positionOrNone(
  definition: Definition,
  source: TableObject,
  { point, ignoresUnkept }: CloneOptions,
): Promise<number | undefined | 'none'> {
  try {
    return await clonePosition(definition, source, point);
  } catch (error) {
    if (ignoresUnkept && (error as { number?: number }).number === 707) return 'none';
    throw error;
  }
}

function idOf(id: number, ids: CloneIds): number {
  const clone = ids.get(id);
  if (clone === undefined) throw executionFailed('an object has no clone');
  return clone;
}

/** A cloned stream begins now: what its source has not consumed is out of its reach. */
async function beginStream(definition: Definition, stream: StreamObject): Promise<void> {
  definition.draft.put(stream);
  for (const id of stream.tables ?? [stream.table]) {
    const position = definition.changeOf(id) ?? positionAt(id);
    await insertOffset(definition, stream.id, id, String(position), false);
  }
}
