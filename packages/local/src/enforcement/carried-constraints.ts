import type { RelationObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import type { CarriedConstraint } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { effectiveProjection } from './effective-constraint.js';
import { type Projection, strictest } from './projection.js';
import type { Source } from './relation-source.js';

/** The projection policy of a column, and that of what a view made it of. */
export function projectionOf(
  relation: RelationObject,
  source: Source,
  at: number,
  compilation: Compilation,
  frame: Frame,
): Projection | undefined {
  const column = relation.columns[at];
  if (column === undefined) return undefined;
  const own = effectiveProjection(relation, column, compilation, frame);
  return strictest(own, source.outputs?.[at]?.projection);
}

/** What masking left of each column, by its name. */
export function byValue(
  relation: RelationObject,
  values: readonly Typed[],
): ReadonlyMap<string, string> {
  return new Map(relation.columns.map(({ name }, at) => [name, values[at]?.sql ?? 'NULL']));
}

/**
 * What aggregation policies ask of the rows, and the expressions that tell rows or entities apart: of
 * the relation itself, counted after row access and masking, and of the tables below a view.
 */
export function carriedOf(
  relation: RelationObject,
  source: Source,
  alias: string,
  minimum: number | undefined,
  values: ReadonlyMap<string, string>,
): readonly { readonly from: string; readonly constraint: CarriedConstraint }[] {
  const found: { from: string; minimum: number; isEntity: boolean }[] = (
    source.constraints ?? []
  ).map((below) => ({ ...below, from: `${alias}.${below.sql}` }));
  if (minimum !== undefined) {
    const keys = relation.aggregation?.entityKeys ?? [];
    if (keys.length === 0) found.push({ from: 'row_number() OVER ()', minimum, isEntity: false });
    for (const key of keys) {
      const parts = key.map((name) => values.get(name) ?? 'NULL');
      found.push({ from: `ROW(${parts.join(', ')})`, minimum, isEntity: true });
    }
  }
  return found.map(({ from, minimum: least, isEntity }, at) => ({
    from,
    constraint: { minimum: least, isEntity, sql: `k${at + 1}` },
  }));
}
