import { requirePrivilege } from '../access/privileges.js';
import { rolesBelow } from '../access/role-set.js';
import {
  physicalTable,
  type RelationObject,
  type StreamObject,
  type ViewObject,
} from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { compileQuery } from '../compile/compile-query.js';
import { Scope, type ScopeColumn } from '../compile/scope.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, varchar } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { metadataRelation } from '../metadata/metadata-relation.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { changeQuery } from '../streams/change-query.js';
import { type MetadataColumn, metadataColumns, streamTable } from '../streams/stream-source.js';
import { visibleStream } from '../streams/visible-stream.js';
import { executionFailed, invalidStatement } from '../warehouse/errors.js';
import { compileMask, compileRowAccess } from './policy-body.js';
import { findRelation, fullPath } from './resolve-name.js';

/** A relation as FROM may hold it: masked and filtered for the role, whatever the query does. */
export interface SecureRelation {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
  /** Its full name, by which a query may qualify its columns. */
  readonly path: readonly string[];
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
): SecureRelation {
  const metadata = metadataRelation(name, compilation, frame);
  if (metadata !== undefined) return metadata;
  const stream = findStream(name, compilation, frame);
  if (stream !== undefined) return secureStream(stream, compilation, frame);
  const relation = findRelation(name, compilation, frame);
  return secureObject(relation, compilation, frame);
}

/** The secure view of a relation that was found already. */
function secureObject(
  relation: RelationObject,
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  const { catalogue } = compilation;
  requirePrivilege(catalogue, frame.roles, relation, 'SELECT');
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
  const alias = compilation.alias('r');
  const source =
    relation.kind === 'VIEW'
      ? viewSource(relation, compilation, frame)
      : tableSource(relation, compilation);
  const clear = relation.columns.map((column, at) =>
    typed(`${alias}.${source.names[at] ?? ''}`, source.types?.[at] ?? column.type),
  );
  return { ...protect(relation, source.sql, alias, clear, compilation, frame), path };
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

/**
 * The changes that a stream gives, under the policies of its table: each old and each new version of
 * a row is filtered and masked by its own values.
 */
export function secureStream(
  stream: StreamObject,
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  const { catalogue } = compilation;
  const table = streamTable(stream, compilation, frame);
  compilation.relations.set(table.id, table);
  compilation.streams.set(stream.id, stream);
  const { database, schema } = catalogue.container(stream);
  const alias = compilation.alias('r');
  const source = changeQuery(stream, table, compilation);
  const clear = table.columns.map((column) => typed(`${alias}.c${column.id}`, column.type));
  const metadata = metadataColumns(table);
  const secured = protect(table, source, alias, clear, compilation, frame, metadata);
  return { ...secured, path: [database, schema, stream.name] };
}

interface Source {
  readonly sql: string;
  readonly names: readonly string[];
  /** What the query of a view gives today: a table that it reads may have been replaced. */
  readonly types?: readonly DataType[];
}

function tableSource(
  relation: Exclude<RelationObject, ViewObject>,
  compilation: Compilation,
): Source {
  const table = physicalTable(relation);
  compilation.tables.add(table);
  return { sql: table, names: relation.columns.map((column) => `c${column.id}`) };
}

/** A view's query runs with its owner's rights and its own schema as the namespace. */
function viewSource(view: ViewObject, compilation: Compilation, frame: Frame): Source {
  const { database, schema } = compilation.catalogue.container(view);
  const owner = view.owner;
  const query = compileQuery(parseQuery(tokenize(view.text)), {
    compilation,
    frame: {
      ...frame,
      roles: rolesBelow(compilation.catalogue, owner),
      invoker: owner,
      database,
      schema,
      expanding: [...frame.expanding, view.id],
      seesTemporaries: false,
    },
    scope: new Scope(),
  });
  if (query.columns.length !== view.columns.length) {
    throw executionFailed(
      `view ${database}.${schema}.${view.name} declared ${view.columns.length} columns, but its query gives ${query.columns.length}`,
      { number: 2057, sqlState: '42601', next: 'create the view again' },
    );
  }
  return {
    sql: `(${query.sql})`,
    names: query.columns.map((column) => column.sql),
    types: query.columns.map((column) => column.type),
  };
}

/** `(SELECT <masked columns> FROM source WHERE <row access>)`. */
function protect(
  relation: RelationObject,
  source: string,
  alias: string,
  clear: readonly Typed[],
  compilation: Compilation,
  frame: Frame,
  metadata: readonly MetadataColumn[] = [],
): Omit<SecureRelation, 'path'> {
  const byName = new Map(relation.columns.map((column, at) => [column.name, clear[at]]));
  const column = (name: string): Typed => {
    const value = byName.get(name);
    if (value === undefined) throw invalidStatement(`a policy refers to the lost column ${name}`);
    return value;
  };
  const filter =
    relation.rowAccess === undefined
      ? undefined
      : compileRowAccess(relation.rowAccess, relation, column, compilation, frame);
  const values = relation.columns.map((declared) =>
    declared.mask === undefined
      ? column(declared.name)
      : compileMask(declared.mask, declared.type, relation, column, compilation, frame),
  );
  const more = metadata.map((column) => ({ name: column.name, typed: column.value(alias) }));
  values.push(...more.map((column) => column.typed));
  const columns = [...relation.columns, ...more].map(
    (declared, at): ScopeColumn => ({
      name: declared.name,
      type: values[at]?.type ?? varchar,
      sql: `c${at + 1}`,
    }),
  );
  const list = values.map((value, at) => `${value.sql} AS c${at + 1}`);
  if (metadata.length === 0 && isTargetOf(relation, compilation))
    list.push(`${alias}.rowid AS rid`);
  let sql = `SELECT ${list.join(', ')} FROM ${source} AS ${alias}`;
  if (filter !== undefined) {
    compilation.hasRowAccess = true;
    sql += ` WHERE (${filter}) IS TRUE`;
    // A limit is a border that DuckDB moves no filter across: an expression of the user that fails
    // must not run on a row that the policy hides.
    if (compilation.isFenced) sql += ' LIMIT 9223372036854775807';
  }
  return { sql: `(${sql})`, columns };
}

function isTargetOf(relation: RelationObject, compilation: Compilation): boolean {
  return compilation.target === relation.id;
}
