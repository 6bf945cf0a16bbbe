import type { Lineage } from '../catalogue/catalogue-object.js';
import type { ColumnSource, UsedRelation } from '../compile/column-usage.js';
import type { Compilation } from '../compile/compilation.js';
import { columnNumber } from '../enforcement/note-use.js';

interface CompiledColumns {
  readonly compilation: Pick<Compilation, 'usage' | 'losesSources'>;
  readonly columns: readonly { readonly sources?: readonly ColumnSource[] | undefined }[];
}

/** What a compiled query reads, and what its columns are made of. */
export function lineageOf({ compilation, columns }: CompiledColumns): Lineage {
  const { relations, streamed } = readBy(compilation.usage.frame.relations);
  const isPartial = compilation.losesSources || streamed;
  return {
    relations,
    columns: columns.map(({ sources = [] }) => sources.map(placeOf)),
    ...(isPartial && { isPartial }),
  };
}

function placeOf({ relation, id }: ColumnSource): readonly [number, number] {
  return [relation.id, id - columnNumber(relation, 0)];
}

/** The ids of what is read; of a stream its tables: nothing says what is carried through one. */
function readBy(used: readonly UsedRelation[]): {
  readonly relations: readonly number[];
  readonly streamed: boolean;
} {
  const streams = used.filter(({ domain }) => domain === 'Stream');
  const direct = used.filter(({ domain }) => domain !== 'Stream');
  const ids = [...direct, ...streams.flatMap(({ relations }) => relations)].map(({ id }) => id);
  return { relations: [...new Set(ids)], streamed: streams.length > 0 };
}
