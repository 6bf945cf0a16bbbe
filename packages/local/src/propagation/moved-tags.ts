import type { Catalogue } from '../catalogue/catalogue.js';
import {
  isRelation,
  type RelationObject,
  type TableObject,
} from '../catalogue/catalogue-object.js';
import type { ColumnSource } from '../compile/column-usage.js';
import type { Compilation } from '../compile/compilation.js';
import { unsupported } from '../warehouse/errors.js';
import { lineageOf } from './lineage.js';
import { propagating, type TagCarrier, type TagValues, withPropagated } from './propagating.js';
import { settleValue } from './settle-value.js';

/** Columns that a statement writes, and what it writes there. */
export interface Movement {
  readonly compilation: Pick<Compilation, 'usage' | 'losesSources'>;
  readonly columns: readonly {
    readonly name: string;
    readonly sources?: readonly ColumnSource[] | undefined;
  }[];
}

/** Whether any tag is carried along with data. */
export function movesTags(catalogue: Catalogue): boolean {
  for (const tag of catalogue.ofKind('TAG')) {
    if (tag.propagate?.includes('DATA_MOVEMENT') === true) return true;
  }
  return false;
}

/**
 * A table with the tags that come with what a statement writes there: once, whatever becomes of the source.
 *
 * @param find - what the statement reads, by its id
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` where no documentation says what is carried
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/propagation
 */
export function withMovedTags(
  catalogue: Catalogue,
  find: (id: number) => RelationObject | undefined,
  table: TableObject,
  movement: Movement,
): TableObject {
  const lineage = lineageOf(movement);
  const moving = (carrier: TagCarrier): TagValues =>
    propagating(catalogue, carrier, 'DATA_MOVEMENT');
  const hasAny = (carrier: TagCarrier): boolean => Object.keys(moving(carrier)).length > 0;
  const read = new Map(
    lineage.relations.flatMap((id) => {
      const found = find(id);
      return found === undefined || found.shared !== undefined ? [] : [[id, found] as const];
    }),
  );
  if (lineage.isPartial === true) {
    const isCarried = [...read.values()].some((each) => [each, ...each.columns].some(hasAny));
    if (!isCarried) return table;
    throw unsupported('propagation of a tag through a stream or a query that reads itself');
  }
  const written = lineage.columns.flatMap((sources, at) => {
    const column = table.columns.find(({ name }) => name === movement.columns[at]?.name);
    return column === undefined ? [] : sources.map(([id, from]) => ({ column, id, from }));
  });
  const giving = new Set(written.map(({ id }) => id));
  if (giving.size === 0) return table;
  for (const [id, relation] of read) {
    if (id === table.id || giving.has(id) || !hasAny(relation)) continue;
    throw unsupported(
      'propagation of the tag of a table of which no column is written',
      relation.name,
    );
  }
  const columns = table.columns.map((column) => {
    const sources = written.filter((each) => each.column === column);
    const carriers = sources.flatMap(({ id, from }) => {
      if (id === table.id && from === column.id) return [];
      const source = read.get(id)?.columns.find((each) => each.id === from);
      if (source === undefined || !hasAny(source)) return [];
      if (id === table.id) {
        throw unsupported('propagation of a tag between columns of one table', column.name);
      }
      return [source];
    });
    return settled(catalogue, column, carriers.map(moving), column.name);
  });
  const others = [...giving].filter((id) => id !== table.id);
  const tables = others.flatMap((id) => read.get(id) ?? []);
  const whole = settled(catalogue, table, tables.map(moving), table.name);
  const isSame = whole === table && columns.every((each, at) => each === table.columns[at]);
  return isSame ? table : { ...whole, columns };
}

function settled<T extends TagCarrier>(
  catalogue: Catalogue,
  carrier: T,
  moved: readonly TagValues[],
  name: string,
): T {
  const propagated: Record<string, string> = { ...carrier.propagated };
  for (const id of new Set(moved.flatMap((each) => Object.keys(each)))) {
    const tag = catalogue.get(Number(id));
    if (tag?.kind !== 'TAG' || Object.hasOwn(carrier.tags, id)) continue;
    const value = settleValue(tag, new Set(moved.flatMap((each) => each[id] ?? [])));
    if (value === undefined) continue;
    const known = propagated[id];
    if (known !== undefined && known !== value) {
      throw unsupported('propagation of a tag that came before with another value', name);
    }
    propagated[id] = value;
  }
  return withPropagated(carrier, propagated);
}

/** What the statement of a session reads: what is in the catalogue, or temporary. */
export function findRead(
  catalogue: Catalogue,
  temporaries: ReadonlyMap<number, RelationObject>,
): (id: number) => RelationObject | undefined {
  return (id) => {
    const found = temporaries.get(id) ?? catalogue.get(id);
    return found !== undefined && isRelation(found) ? found : undefined;
  };
}
