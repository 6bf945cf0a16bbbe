import { requirePrivilege } from '../access/privileges.js';
import type { RelationObject, StreamObject } from '../catalogue/catalogue-object.js';
import type { SharedSource } from '../catalogue/share-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import type { CarriedConstraint, ScopeColumn } from '../compile/scope.js';
import { typed } from '../compile/typed.js';
import { metadataRelation } from '../metadata/metadata-relation.js';
import type { TimeClause } from '../query/query.js';
import { readShared } from '../shares/secure-shared.js';
import { simulatedConsumer } from '../shares/simulated-consumer.js';
import { identityColumns, isTrackable } from '../streams/stream-source.js';
import { visibleStream } from '../streams/visible-stream.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import { protect } from './protect.js';
import { isMaskedByTag } from './protected-relation.js';
import { tableSource, viewSource } from './relation-source.js';
import { findRelation, fullPath } from './resolve-name.js';
import { secureChanges, secureStream } from './secure-stream.js';

/** A relation as FROM may hold it: masked and filtered for the role, whatever the query does. */
export interface SecureRelation {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
  /** Its full name, by which a query may qualify its columns. */
  readonly path: readonly string[];
  /** What aggregation policies ask of its rows. */
  readonly constraints?: readonly CarriedConstraint[];
}

/**
 * Turns a name into an inline secure view: row access filters first, on clear values, then masking
 * hides what is left.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-row-intro
 */
export function secureRelation(
  name: readonly string[],
  compilation: Compilation,
  frame: Frame,
  clause?: TimeClause,
  identity?: number,
): SecureRelation {
  if (frame.metric !== undefined) {
    throw unsupported('a data metric function that reads more than its arguments', name.join('.'));
  }
  const stage = name.length === 1 ? compilation.session.stages?.get(name[0] ?? '') : undefined;
  if (stage !== undefined) {
    compilation.tables.add(stage.table);
    return { ...stage, path: [] };
  }
  const asOf = clause === undefined ? frame.asOf : { clause, frame };
  const metadata = metadataRelation(name, compilation, frame);
  const stream = metadata === undefined ? findStream(name, compilation, frame) : undefined;
  if (frame.positionOf !== undefined && (metadata !== undefined || stream !== undefined)) {
    throw unsupported('change tracking on a view of anything but tables', name.join('.'));
  }
  if (asOf !== undefined && (metadata !== undefined || stream !== undefined)) {
    throw unsupported('Time Travel of anything but tables and views', name.join('.'));
  }
  if (metadata !== undefined) return metadata;
  if (stream !== undefined) return secureStream(stream, compilation, frame);
  const relation = findRelation(name, compilation, frame);
  return asOf?.clause.changes === undefined
    ? secureObject(relation, compilation, { ...frame, asOf }, identity)
    : secureChanges(relation, compilation, frame, asOf);
}

/** The secure view of a relation that was found already. */
function secureObject(
  relation: RelationObject,
  compilation: Compilation,
  frame: Frame,
  identity?: number,
): SecureRelation {
  const { catalogue } = compilation;
  requirePrivilege(catalogue, frame.roles, relation, 'SELECT');
  if (frame.positionOf !== undefined && !isTrackable(relation)) {
    throw unsupported('change tracking on a view of anything but tables', relation.name);
  }
  if (relation.shared !== undefined) {
    return secureShared(relation, relation.shared, compilation, frame);
  }
  const consumer = simulatedConsumer(relation, compilation, frame);
  if (consumer !== undefined) return secureObject(relation, compilation, consumer, identity);
  compilation.relations.set(relation.id, relation);
  const { database, schema } = catalogue.container(relation);
  const path = [database, schema, relation.name];
  const isFilled = relation.kind !== 'DYNAMIC TABLE' || relation.refreshedAt !== undefined;
  if (!isFilled && frame.asksForColumns !== true) {
    throw executionFailed(
      `dynamic table ${path.join('.')} is not initialized: run a manual refresh or wait for the scheduled one`,
      {
        number: 2719,
        sqlState: '55000',
        place: path.join('.'),
        next: 'run ALTER DYNAMIC TABLE … REFRESH',
      },
    );
  }
  if (frame.expanding.includes(relation.id)) {
    throw invalidStatement(`${path.join('.')} refers to itself`, path.join('.'));
  }
  const isBarred = (): boolean =>
    relation.aggregation !== undefined || isMaskedByTag(catalogue, relation);
  if (frame.isPolicy === true && isBarred()) {
    throw executionFailed(
      `${path.join('.')} has an aggregation policy or a column that a tag masks, and cannot be read by a policy`,
      { number: 3550, sqlState: '0A000', place: path.join('.') },
    );
  }
  const alias = compilation.alias('r');
  const source =
    relation.kind === 'VIEW'
      ? viewSource(relation, compilation, frame)
      : tableSource(relation, compilation, frame);
  const clear = relation.columns.map((column, at) =>
    typed(`${alias}.${source.names[at] ?? ''}`, source.types?.[at] ?? column.type),
  );
  const hidden = identity === undefined ? [] : identityColumns(identity);
  return { ...protect(relation, source, alias, clear, compilation, frame, hidden), path };
}

/** What another account shares, under its policies and by the name that it has here. */
function secureShared(
  relation: RelationObject,
  shared: SharedSource,
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  if (frame.asOf !== undefined) throw unsupported('Time Travel in a shared database');
  const { database, schema } = compilation.catalogue.container(relation);
  const secured = readShared(relation, shared, compilation, frame, (place) =>
    secureObject(place.relation, compilation, place.frame),
  );
  return { ...secured, path: [database, schema, relation.name] };
}

/** The stream of a name; a temporary table hides it, as it hides everything else. */
function findStream(
  name: readonly string[],
  compilation: Compilation,
  frame: Frame,
): StreamObject | undefined {
  // A name that cannot be made full is refused where tables are looked up.
  if (name.length + (frame.schema === undefined ? 0 : 2) < 3) return undefined;
  const { catalogue, session } = compilation;
  const stream = visibleStream(fullPath(name, frame), catalogue, frame.roles);
  const isHidden = [...session.temporaries.values()].some(
    (object) => object.parent === stream?.parent && object.name === stream.name,
  );
  return isHidden && frame.seesTemporaries ? undefined : stream;
}
