/** A policy that was applied, as the access history names it. */
export interface AppliedPolicy {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
}

/** A table, view or stream that a statement reads. */
export interface UsedRelation {
  readonly id: number;
  readonly name: string;
  /** `Table`, `View`, `Stream`. */
  readonly domain: string;
  /** Whether the statement itself names it; not when a view does. */
  readonly isDirect: boolean;
  /** Whether it holds rows itself. */
  readonly isBase: boolean;
  readonly policies: readonly AppliedPolicy[];
  /** What its query reads whatever columns are asked for: those of filters and joins. */
  readonly always: readonly ColumnSource[];
  readonly relations: readonly UsedRelation[];
}

/** A column of a relation, and where its values come from. */
export interface ColumnSource {
  readonly relation: UsedRelation;
  readonly id: number;
  readonly name: string;
  readonly policies: readonly AppliedPolicy[];
  /** Of a view: the columns that its query makes this one of. Absent: it is stored. */
  readonly from: readonly ColumnSource[] | undefined;
  /** Of a masked column: those that its policy may show. Absent: nothing masks it. */
  readonly shown: readonly ColumnSource[] | undefined;
}

/** What one part of a statement reads. */
export class UsageFrame {
  /** Read for columns of the result, which may turn out not to be wanted. */
  readonly items: Set<ColumnSource> = new Set();
  /** Read for anything else. */
  readonly others: Set<ColumnSource> = new Set();
  /** Read in EXISTS: no value of these can become a result. */
  readonly aside: Set<ColumnSource> = new Set();
  readonly relations: UsedRelation[] = [];
}

/** Follows which columns of which relations a statement reads while it is compiled. */
export class ColumnUsage {
  #frame = new UsageFrame();

  get frame(): UsageFrame {
    return this.#frame;
  }

  use(sources: readonly ColumnSource[] | undefined): void {
    for (const source of sources ?? []) this.#frame.others.add(source);
  }

  /** Notes what a column of the result is made of. */
  useForItem(sources: readonly ColumnSource[] | undefined): void {
    for (const source of sources ?? []) this.#frame.items.add(source);
  }

  enter(relation: UsedRelation): void {
    this.#frame.relations.push(relation);
  }

  /** Does work whose reading is noted apart. */
  apart<T>(work: () => T): readonly [T, UsageFrame] {
    const outer = this.#frame;
    const inner = new UsageFrame();
    this.#frame = inner;
    try {
      return [work(), inner];
    } finally {
      this.#frame = outer;
    }
  }

  /** Compiles a column of the result, and gives what it is made of. */
  item<T>(work: () => T): readonly [T, readonly ColumnSource[]] {
    const [result, inner] = this.apart(work);
    const sources = [...new Set([...inner.items, ...inner.others])];
    this.useForItem(sources);
    for (const source of inner.aside) this.#frame.aside.add(source);
    this.#frame.relations.push(...inner.relations);
    return [result, sources];
  }

  /** Compiles an EXISTS. */
  aside<T>(work: () => T): T {
    const [result, inner] = this.apart(work);
    for (const set of [inner.items, inner.others, inner.aside]) {
      for (const source of set) this.#frame.aside.add(source);
    }
    this.#frame.relations.push(...inner.relations);
    return result;
  }
}
