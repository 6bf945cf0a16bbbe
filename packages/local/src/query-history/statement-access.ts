import type {
  AppliedPolicy,
  ColumnSource,
  ColumnUsage,
  UsedRelation,
} from '../compile/column-usage.js';
import type { AccessRecord } from './access-record.js';

/** A table or stage that a statement wrote to. */
export interface ObjectChange {
  readonly object: { readonly id: number; readonly name: string; readonly domain: string };
  readonly columns: readonly {
    readonly id: number;
    readonly name: string;
    readonly sources: readonly ColumnSource[];
  }[];
  /** `Internal Named`, of a stage. */
  readonly stageKind?: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What one statement read and changed, in the shapes of the access history.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/access_history
 */
export class StatementAccess {
  readonly #columns = new Set<ColumnSource>();
  readonly #relations = new Set<UsedRelation>();
  readonly #changes: ObjectChange[] = [];
  readonly #definitions: Json[] = [];

  /** Takes what a compiled query reads. */
  read(usage: ColumnUsage): void {
    const { frame } = usage;
    for (const set of [frame.items, frame.others, frame.aside]) {
      for (const source of set) this.#columns.add(source);
    }
    for (const relation of frame.relations) this.#relations.add(relation);
  }

  change(change: ObjectChange): void {
    this.#changes.push(change);
  }

  define(definition: Json): void {
    this.#definitions.push(definition);
  }

  /** The rows of the access history: none for a statement that touched nothing. */
  records(): readonly AccessRecord[] {
    const isEmpty = this.#relations.size + this.#changes.length + this.#definitions.length === 0;
    if (isEmpty) return [];
    const columns = new Set<ColumnSource>();
    const relations = new Set<UsedRelation>();
    for (const relation of this.#relations) this.#visitRelation(relation, columns, relations);
    for (const source of this.#columns) visit(source, columns);
    const common = {
      direct: objects([...relations], [...columns], ({ isDirect }) => isDirect),
      base: objects([...relations], [...columns], ({ isBase }) => isBase),
      modified: this.#changes.map(changed),
      policies: policies([...relations], [...columns]),
    };
    const definitions: readonly (Json | undefined)[] =
      this.#definitions.length === 0 ? [undefined] : this.#definitions;
    return definitions.map((definition) => ({ ...common, definition }));
  }

  #visitRelation(
    relation: UsedRelation,
    columns: Set<ColumnSource>,
    relations: Set<UsedRelation>,
  ): void {
    relations.add(relation);
    for (const source of relation.always) visit(source, columns);
    for (const inner of relation.relations) this.#visitRelation(inner, columns, relations);
  }
}

/** A column, and those that it is made of. */
function visit(source: ColumnSource, columns: Set<ColumnSource>): void {
  if (columns.has(source)) return;
  columns.add(source);
  for (const inner of source.from ?? []) visit(inner, columns);
}

function objects(
  relations: readonly UsedRelation[],
  columns: readonly ColumnSource[],
  belongs: (relation: UsedRelation) => boolean,
): readonly Json[] {
  const found = new Map<number, { relation: UsedRelation; columns: Map<number, string> }>();
  for (const relation of relations) {
    if (belongs(relation)) found.set(relation.id, { relation, columns: new Map() });
  }
  for (const { relation, id, name } of columns) {
    if (belongs(relation)) found.get(relation.id)?.columns.set(id, name);
  }
  return [...found.values()].map(({ relation, columns: names }) => ({
    columns: [...names].map(([columnId, columnName]) => ({ columnId, columnName })),
    objectDomain: relation.domain,
    objectId: relation.id,
    objectName: relation.name,
  }));
}

function changed({ object, columns, stageKind }: ObjectChange): Json {
  return {
    ...(stageKind === undefined
      ? {
          columns: columns.map(({ id, name, sources }) => ({
            baseSources: unique(sources.flatMap(baseOf)).map(sourceJson),
            columnId: id,
            columnName: name,
            directSources: unique(sources).map(sourceJson),
          })),
        }
      : { stageKind }),
    objectDomain: object.domain,
    objectId: object.id,
    objectName: object.name,
  };
}

function unique(sources: readonly ColumnSource[]): readonly ColumnSource[] {
  const found = new Map(sources.map((source) => [`${source.relation.id} ${source.id}`, source]));
  return [...found.values()];
}

/** The stored columns whose values a column may show: a masked one only what its policy speaks of. */
function baseOf(source: ColumnSource): readonly ColumnSource[] {
  if (source.shown !== undefined) return source.shown.flatMap(baseOf);
  return source.from === undefined ? [source] : source.from.flatMap(baseOf);
}

function sourceJson({ name, relation }: ColumnSource): Json {
  return {
    columnName: name,
    objectDomain: relation.domain,
    objectId: relation.id,
    objectName: relation.name,
  };
}

function policies(
  relations: readonly UsedRelation[],
  columns: readonly ColumnSource[],
): readonly Json[] {
  const found = new Map<number, { relation: UsedRelation; columns: Map<number, ColumnSource> }>();
  const entry = (relation: UsedRelation): Map<number, ColumnSource> => {
    const known = found.get(relation.id) ?? { relation, columns: new Map() };
    found.set(relation.id, known);
    return known.columns;
  };
  for (const relation of relations) if (relation.policies.length > 0) entry(relation);
  for (const source of columns) {
    if (source.policies.length > 0) entry(source.relation).set(source.id, source);
  }
  return [...found.values()].map(({ relation, columns: masked }) => ({
    ...(masked.size === 0
      ? {}
      : {
          columns: [...masked.values()].map((source) => ({
            columnId: source.id,
            columnName: source.name,
            policies: source.policies.map(policyJson),
          })),
        }),
    objectDomain: relation.domain.toUpperCase(),
    objectId: relation.id,
    objectName: relation.name,
    ...(relation.policies.length === 0 ? {} : { policies: relation.policies.map(policyJson) }),
  }));
}

function policyJson({ id, name, kind }: AppliedPolicy): Json {
  return { policyName: name, policyId: id, policyKind: kind };
}
