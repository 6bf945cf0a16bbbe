import type { ColumnSample } from '@das/privacy';

/** How deep objects are followed into; what is deeper is read as one text. */
const depth = 3;

/** The most columns that are kept apart, so that records with endless keys take no endless room. */
const mostColumns = 2000;

/** The most values of a list that are read from one record. */
const mostOfList = 20;

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date) && !ArrayBuffer.isView(value);
}

/**
 * Gathers records by column. What is in an object is a column of its own, `address.city`, and so are
 * the values of a list, `phones[]`.
 */
export class ColumnValues {
  readonly #values: Map<string, unknown[]> = new Map();
  #records = 0;

  get records(): number {
    return this.#records;
  }

  add(record: unknown): void {
    this.#records += 1;
    if (isPlainObject(record)) this.#addObject('', record, 1);
    else this.#addValue('value', record, 1);
  }

  /** The columns in the order in which they were first seen, with their stored types where they are known. */
  columns(types: ReadonlyMap<string, string> = new Map()): readonly ColumnSample[] {
    return [...this.#values].map(([name, samples]) => ({ name, type: types.get(name), samples }));
  }

  #addObject(prefix: string, record: Readonly<Record<string, unknown>>, level: number): void {
    for (const [name, value] of Object.entries(record)) {
      this.#addValue(prefix === '' ? name : `${prefix}.${name}`, value, level);
    }
  }

  #addValue(path: string, value: unknown, level: number): void {
    if (level < depth && isPlainObject(value)) {
      this.#addObject(path, value, level + 1);
      return;
    }
    if (level < depth && Array.isArray(value)) {
      for (const each of value.slice(0, mostOfList)) this.#addValue(`${path}[]`, each, level + 1);
      return;
    }
    let values = this.#values.get(path);
    if (values === undefined) {
      if (this.#values.size >= mostColumns) return;
      values = [];
      this.#values.set(path, values);
    }
    values.push(ArrayBuffer.isView(value) ? null : value);
  }
}
