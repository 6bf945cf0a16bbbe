import type { RelationObject, StreamObject } from '../catalogue/catalogue-object.js';
import { borderLimit } from '../compile/border.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { aggregationRequired } from '../compile/compile-query.js';
import type { ScopeColumn } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import type { MetadataColumn } from '../streams/stream-source.js';
import { invalidStatement } from '../warehouse/errors.js';
import { byValue, carriedOf, projectionOf } from './carried-constraints.js';
import { effectiveMinimum } from './effective-constraint.js';
import { type EffectiveMask, effectiveMask } from './effective-mask.js';
import { noteUse } from './note-use.js';
import { compileMask, compileRowAccess } from './policy-body.js';
import { checkArgumentsOfPolicies } from './protected-relation.js';
import type { Source } from './relation-source.js';
import type { SecureRelation } from './secure-relation.js';

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
