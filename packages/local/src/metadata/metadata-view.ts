import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';
import { type DataType, numberType, simple, varchar } from '../datatype/data-type.js';

/** A cell of a metadata view. */
export type Cell = string | number | boolean | Date | null;

/** The columns of a view, with their types. */
export type MetadataColumns = readonly (readonly [string, DataType])[];

/** A view of the catalogue: its columns, and its rows as an object has them. */
export interface MetadataView {
  readonly columns: MetadataColumns;
  readonly rows: (
    object: CatalogueObject,
    catalogue: Catalogue,
    viewer: Viewer,
  ) => readonly Readonly<Record<string, Cell>>[];
}

/** Who looks at a view of the catalogue, and from which database. */
export interface Viewer {
  readonly roles: ReadonlySet<string>;
  readonly role: string;
  readonly user: string;
  readonly database: string;
}

const types: Readonly<Record<string, DataType>> = {
  text: varchar,
  number: numberType(),
  boolean: simple('BOOLEAN'),
  float: simple('FLOAT'),
  time: simple('TIMESTAMP_LTZ'),
  array: simple('ARRAY'),
  object: simple('OBJECT'),
  variant: simple('VARIANT'),
};

/** Columns written as `NAME` for text, or `NAME:number`, `NAME:boolean`, `NAME:time`. */
export function columnsOf(list: string): MetadataColumns {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', type = 'text'] = entry.split(':');
      return [name, types[type] ?? varchar] as const;
    });
}
