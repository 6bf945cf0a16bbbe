import type { PhysicalType } from '@das/contracts';
import type { TypeFamily } from './declarations.js';

/** The family of a Snowflake type. */
export function typeFamily(type: PhysicalType): TypeFamily {
  if (type.startsWith('VARCHAR')) return 'text';
  if (type.startsWith('NUMBER')) return 'number';
  switch (type) {
    case 'FLOAT':
      return 'float';
    case 'BOOLEAN':
      return 'boolean';
    case 'DATE':
      return 'date';
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return 'timestamp';
    default:
      return 'other';
  }
}

/** The type in a policy's signature: that of the column, but text of any length. */
export function signatureType(type: PhysicalType): PhysicalType {
  return type.startsWith('VARCHAR') ? 'VARCHAR' : type;
}

/** A type as a part of a name: `NUMBER(12,2)` is `NUMBER_12_2`. */
export function typeSuffix(type: PhysicalType): string {
  return type.replace('(', '_').replace(',', '_').replace(')', '');
}
