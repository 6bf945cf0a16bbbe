import type { DataType } from '../../datatype/data-type.js';

/** A column of a result as drivers read it. */
export interface WireColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly length: number | null;
  readonly byteLength: number | null;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly collation: null;
}

/** Describes a column. It is always nullable: an expression of the engine may give NULL. */
export function wireColumn(column: { readonly name: string; readonly type: DataType }): WireColumn {
  return {
    name: column.name,
    nullable: true,
    precision: null,
    scale: null,
    length: null,
    byteLength: null,
    database: '',
    schema: '',
    table: '',
    collation: null,
    ...typeMembers(column.type),
  };
}

type TypeMembers = Partial<Pick<WireColumn, 'precision' | 'scale' | 'length' | 'byteLength'>> &
  Pick<WireColumn, 'type'>;

function typeMembers(type: DataType): TypeMembers {
  switch (type.kind) {
    case 'NUMBER':
      return { type: 'fixed', precision: type.precision, scale: type.scale };
    case 'FLOAT':
      return { type: 'real' };
    case 'VARCHAR': {
      const length = type.length ?? 16_777_216;
      return { type: 'text', length, byteLength: Math.min(length * 4, 16_777_216) };
    }
    case 'NULL':
      return { type: 'text', length: 16_777_216, byteLength: 16_777_216 };
    case 'BINARY': {
      const length = type.length ?? 8_388_608;
      return { type: 'binary', length, byteLength: length };
    }
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return { type: type.kind.toLowerCase(), precision: 0, scale: 9 };
    case 'BOOLEAN':
    case 'DATE':
    case 'VARIANT':
    case 'OBJECT':
    case 'ARRAY':
      return { type: type.kind.toLowerCase() };
  }
}
