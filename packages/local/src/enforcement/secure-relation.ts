import { requirePrivilege } from '../access/privileges.js';
import { rolesBelow } from '../access/role-set.js';
import {
  physicalTable,
  type RelationObject,
  type StreamObject,
  type ViewObject,
} from '../catalogue/catalogue-object.js';
import type { SharedSource } from '../catalogue/share-object.js';
import { bordered, borderLimit } from '../compile/border.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { aggregationRequired, compileInner, type OutputColumn } from '../compile/compile-query.js';
import { type CarriedConstraint, Scope, type ScopeColumn } from '../compile/scope.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, varchar } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { metadataRelation } from '../metadata/metadata-relation.js';
import { parseQuery } from '../polyglot/parse-query.js';
import type { TimeClause } from '../query/query.js';
import { readShared } from '../shares/secure-shared.js';
import { simulatedConsumer } from '../shares/simulated-consumer.js';
import { identityColumns, isTrackable, type MetadataColumn } from '../streams/stream-source.js';
import { visibleStream } from '../streams/visible-stream.js';
import { historicSource, trackedSource } from '../time-travel/historic-source.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import { byValue, carriedOf, projectionOf } from './carried-constraints.js';
import { effectiveMinimum } from './effective-constraint.js';
import { type EffectiveMask, effectiveMask } from './effective-mask.js';
import { noteUse, type ViewUse } from './note-use.js';
import { compileMask, compileRowAccess } from './policy-body.js';
import { checkArgumentsOfPolicies, isMaskedByTag } from './protected-relation.js';
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
  if (relation.kind === 'DYNAMIC TABLE' && relation.refreshedAt === undefined) {
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

/** Where the rows of a relation come from, before its policies. */
export interface Source {
  readonly sql: string;
  /** What names a row of a table. */
  readonly rowId?: string;
  readonly names: readonly string[];
  /** What the query of a view gives today: a table that it reads may have been replaced. */
  readonly types?: readonly DataType[];
  readonly view?: ViewUse;
  /** What the columns of a view come from. */
  readonly outputs?: readonly OutputColumn[];
  readonly constraints?: readonly CarriedConstraint[] | undefined;
}

function tableSource(
  relation: Exclude<RelationObject, ViewObject>,
  compilation: Compilation,
  frame: Frame,
): Source {
  const names = relation.columns.map((column) => `c${column.id}`);
  if (frame.asOf !== undefined) {
    return { sql: bordered(historicSource(relation, frame.asOf, compilation)), names };
  }
  if (frame.positionOf !== undefined && relation.kind === 'TABLE') {
    const tracked = trackedSource(relation, frame.positionOf(relation), compilation);
    return { sql: bordered(tracked), names };
  }
  const table = physicalTable(relation);
  compilation.tables.add(table);
  // What the open transaction has changed lies beside the table.
  const pending = compilation.session.pending?.get(table);
  if (pending === undefined) return { sql: table, rowId: 'rowid', names };
  compilation.tables.add(pending.name);
  compilation.hidesRows = true;
  const { source } = pending;
  return { sql: compilation.isFenced ? bordered(source) : source, rowId: 'rid', names };
}

/** A view's query runs with its owner's rights and its own schema as the namespace. */
function viewSource(view: ViewObject, compilation: Compilation, frame: Frame): Source {
  const { database, schema } = compilation.catalogue.container(view);
  const owner = view.owner;
  const [query, used] = compilation.usage.apart(() =>
    compileInner(parseQuery(tokenize(view.text)), {
      compilation,
      frame: {
        ...frame,
        roles: rolesBelow(compilation.catalogue, owner),
        invoker: owner,
        database,
        schema,
        expanding: [...frame.expanding, view.id],
        seesTemporaries: false,
        policy: undefined,
        share: frame.directShare,
        directShare: undefined,
      },
      scope: new Scope(),
    }),
  );
  if (query.columns.length !== view.columns.length) {
    throw executionFailed(
      `view ${database}.${schema}.${view.name} declared ${view.columns.length} columns, but its query gives ${query.columns.length}`,
      { number: 2057, sqlState: '42601', next: 'create the view again' },
    );
  }
  // What a secure view leaves out must not be told from an error either: see `protect`.
  if (view.isSecure) compilation.hidesRows = true;
  const names = query.columns.map((column) => column.sql);
  const isBorder = view.isSecure && compilation.isFenced;
  const bordered = `SELECT ${names.join(', ')} FROM (${query.sql}) AS ${compilation.alias('r')} ${borderLimit}`;
  return {
    sql: `(${isBorder ? bordered : query.sql})`,
    names,
    types: query.columns.map((column) => column.type),
    view: { frame: used, columns: query.columns },
    outputs: query.columns,
    constraints: query.constraints,
  };
}

/** `(SELECT <masked columns> FROM source WHERE <row access>)`. */
export function protect(
  relation: RelationObject,
  source: Source,
  alias: string,
  clear: readonly Typed[],
  compilation: Compilation,
  frame: Frame,
  metadata: readonly MetadataColumn[] = [],
  stream?: StreamObject,
): Omit<SecureRelation, 'path'> {
  const byName = new Map(relation.columns.map((column, at) => [column.name, clear[at]]));
  const column = (name: string): Typed => {
    const value = byName.get(name);
    if (value === undefined) throw invalidStatement(`a policy refers to the lost column ${name}`);
    return value;
  };
  const attachment = relation.rowAccess;
  const filter =
    attachment === undefined
      ? undefined
      : compilation.usage.apart(() =>
          compileRowAccess(attachment, relation, column, compilation, frame),
        )[0];
  checkArgumentsOfPolicies(compilation.catalogue, relation);
  const masks: (EffectiveMask | undefined)[] = [];
  const values = relation.columns.map((declared, at) => {
    const type = clear[at]?.type ?? declared.type;
    const mask = effectiveMask(compilation.catalogue, relation, declared, type);
    masks.push(mask);
    if (mask === undefined) return column(declared.name);
    const shown = mask.tag === undefined ? declared.type : type;
    return compilation.usage.apart(() =>
      compileMask(mask, declared, shown, relation, column, compilation, frame),
    )[0];
  });
  // What a policy reads is the policy's own.
  const sources =
    frame.isPolicy === true
      ? []
      : noteUse(relation, masks, compilation, frame, { view: source.view, stream });
  const more = metadata.map((column) => ({ name: column.name, typed: column.value(alias) }));
  values.push(...more.map((column) => column.typed));
  const columns = [...relation.columns, ...more].map(
    (declared, at): ScopeColumn => ({
      name: declared.name,
      type: values[at]?.type ?? varchar,
      sql: `c${at + 1}`,
      sources: sources[at] === undefined ? [] : [sources[at]],
      projection: projectionOf(relation, source, at, compilation, frame),
      isDerived: source.outputs?.[at]?.isDerived,
      isFragile: source.outputs?.[at]?.isFragile,
    }),
  );
  const list = values.map((value, at) => `${value.sql} AS c${at + 1}`);
  const isNow = metadata.length === 0 && frame.asOf === undefined;
  const isTarget = isNow && isTargetOf(relation, compilation);
  const minimum = effectiveMinimum(relation, compilation, frame);
  const isConstrained = minimum !== undefined || (source.constraints ?? []).length > 0;
  // Changes of rows, and what DML may change, are single rows.
  if (isConstrained && (metadata.length > 0 || isTarget)) throw aggregationRequired();
  const constraints = carriedOf(relation, source, alias, minimum, byValue(relation, values));
  list.push(...constraints.map(({ from }, at) => `${from} AS k${at + 1}`));
  if (isTarget) list.push(`${alias}.${source.rowId ?? 'rowid'} AS rid`);
  let sql = `SELECT ${list.join(', ')} FROM ${source.sql} AS ${alias}`;
  if (filter !== undefined) {
    compilation.hidesRows = true;
    sql += ` WHERE (${filter})`;
    // A limit is a border that DuckDB moves no filter across: an expression of the user that fails
    // must not run on a row that the policy hides.
    if (compilation.isFenced) sql += ` ${borderLimit}`;
  }
  return { sql: `(${sql})`, columns, constraints: constraints.map(({ constraint }) => constraint) };
}

function isTargetOf(relation: RelationObject, compilation: Compilation): boolean {
  return compilation.target === relation.id;
}
