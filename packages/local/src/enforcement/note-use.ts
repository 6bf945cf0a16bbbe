import {
  type PolicyObject,
  type RelationObject,
  type StreamObject,
  titleOf,
} from '../catalogue/catalogue-object.js';
import type {
  AppliedPolicy,
  ColumnSource,
  UsageFrame,
  UsedRelation,
} from '../compile/column-usage.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import type { OutputColumn } from '../compile/compile-query.js';
import { isIdentifier } from '../lexing/token.js';
import { tokenize } from '../lexing/tokenize.js';
import type { EffectiveMask } from './effective-mask.js';

/** What the query of a view reads, and what its columns are made of. */
export interface ViewUse {
  readonly frame: UsageFrame;
  readonly columns: readonly OutputColumn[];
}

/**
 * Notes that a statement reads a relation, and gives what each of its columns stands for: the access
 * history tells of it.
 *
 * @param masks - the policy that masks each column
 */
export function noteUse(
  relation: RelationObject,
  masks: readonly (EffectiveMask | undefined)[],
  compilation: Compilation,
  frame: Frame,
  more: { readonly view?: ViewUse | undefined; readonly stream?: StreamObject | undefined },
): readonly ColumnSource[] {
  const { catalogue } = compilation;
  const applied = (policy: { readonly id: number } | undefined): readonly AppliedPolicy[] => {
    const found = policy && catalogue.get(policy.id);
    if (found === undefined) return [];
    const kind = found.kind.replaceAll(' ', '_');
    return [{ id: found.id, name: catalogue.fullName(found), kind }];
  };
  const { rowAccess, aggregation } = relation;
  const used: UsedRelation = {
    id: relation.id,
    name: catalogue.fullName(relation),
    domain: titleOf(relation.kind),
    isDirect: frame.expanding.length === 0 && more.stream === undefined,
    isBase: more.view === undefined,
    policies: [
      ...applied(rowAccess && { id: rowAccess.policy }),
      ...applied(aggregation && { id: aggregation.policy }),
    ],
    always: more.view === undefined ? [] : alwaysRead(more.view),
    relations: more.view?.frame.relations ?? [],
  };
  const stored = relation.columns.map(
    ({ id, name }, at): ColumnSource => ({
      relation: used,
      id: columnNumber(relation, id),
      name,
      policies: [],
      from: more.view?.columns[at]?.sources,
      shown: undefined,
    }),
  );
  const sources = stored.map((source, at): ColumnSource => {
    const mask = masks[at];
    if (mask === undefined) return source;
    const shown = shownColumns(mask, relation, stored);
    return { ...source, policies: applied(mask.policy), shown };
  });
  if (more.stream === undefined) {
    compilation.usage.enter(used);
    return sources;
  }
  const stream: UsedRelation = {
    id: more.stream.id,
    name: catalogue.fullName(more.stream),
    domain: 'Stream',
    isDirect: frame.expanding.length === 0,
    isBase: false,
    policies: [],
    always: [],
    relations: [used],
  };
  compilation.usage.enter(stream);
  return sources.map((source) => ({
    ...source,
    relation: stream,
    policies: [],
    from: [source],
    shown: undefined,
  }));
}

/** An id of a column that is unique in the account. */
export function columnNumber(relation: { readonly id: number }, column: number): number {
  return relation.id * 10_000 + column;
}

/** A column of a view that nobody asked for is not read, when it is known what it is made of. */
function alwaysRead({ frame, columns }: ViewUse): readonly ColumnSource[] {
  const isKnown = columns.every(({ sources }) => sources !== undefined);
  return [...new Set([...frame.others, ...frame.aside, ...(isKnown ? [] : frame.items)])];
}

/** The columns that the body of a policy speaks of: one that only shows a constant has none. */
function shownColumns(
  mask: EffectiveMask,
  relation: RelationObject,
  stored: readonly ColumnSource[],
): readonly ColumnSource[] {
  const words = new Set(
    tokenize((mask.policy satisfies PolicyObject).body)
      .filter(isIdentifier)
      .map(({ value }) => value),
  );
  return mask.policy.parameters.flatMap(({ name }, at) => {
    const index = relation.columns.findIndex((column) => column.name === mask.columns[at]);
    const source = stored[index];
    return source !== undefined && words.has(name) ? [source] : [];
  });
}
