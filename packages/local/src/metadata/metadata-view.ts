import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import { type DataType, numberType, simple, varchar } from '../datatype/data-type.js';

/** A cell of a metadata view. */
export type Cell = string | number | boolean | Date | null;

/** A view of the catalogue: its columns, and its rows as an object has them. */
export interface MetadataView {
  readonly columns: readonly (readonly [string, DataType])[];
  readonly rows: (object: CatalogueObject, catalogue: Catalogue) => readonly Record<string, Cell>[];
}

const types: Readonly<Record<string, DataType>> = {
  text: varchar,
  number: numberType(),
  boolean: simple('BOOLEAN'),
  time: simple('TIMESTAMP_LTZ'),
};

/** Columns written as `NAME` for text, or `NAME:number`, `NAME:boolean`, `NAME:time`. */
export function columnsOf(list: string): MetadataView['columns'] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', type = 'text'] = entry.split(':');
      return [name, types[type] ?? varchar] as const;
    });
}
