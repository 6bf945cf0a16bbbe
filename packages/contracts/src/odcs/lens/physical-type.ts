import { type PhysicalType, unsizedTypes } from '../../model/column.js';
import { checkDeclaredType } from '../../schema/physical-type.js';
import { fits } from './fits.js';

const byWord: Readonly<Record<string, PhysicalType>> = {
  ...Object.fromEntries(unsizedTypes.map((type) => [type, type])),
  VARCHAR: 'VARCHAR',
  STRING: 'VARCHAR',
  TEXT: 'VARCHAR',
  CHAR: 'VARCHAR',
  NVARCHAR: 'VARCHAR',
  INT: 'NUMBER(38,0)',
  INTEGER: 'NUMBER(38,0)',
  BIGINT: 'NUMBER(38,0)',
  SMALLINT: 'NUMBER(38,0)',
  TINYINT: 'NUMBER(38,0)',
  DOUBLE: 'FLOAT',
  'DOUBLE PRECISION': 'FLOAT',
  REAL: 'FLOAT',
  BOOL: 'BOOLEAN',
  DATETIME: 'TIMESTAMP_NTZ',
  TIMESTAMP: 'TIMESTAMP_NTZ',
  TIMESTAMPTZ: 'TIMESTAMP_TZ',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP_TZ',
  JSON: 'VARIANT',
  JSONB: 'VARIANT',
};

function namedType(text: string): PhysicalType | undefined {
  const match = /^([A-Z_ ]+?)\s*(?:\(\s*(\d{1,9})\s*(?:,\s*(\d{1,2})\s*)?\))?$/.exec(
    text.trim().toUpperCase(),
  );
  if (match === null) return undefined;
  const [, word = '', first, second] = match;
  if (word === 'NUMBER' || word === 'DECIMAL' || word === 'NUMERIC') {
    return `NUMBER(${Number(first ?? 38)},${Number(second ?? 0)})`;
  }
  const type = Object.hasOwn(byWord, word) ? byWord[word] : undefined;
  return type === 'VARCHAR' && first !== undefined ? `VARCHAR(${Number(first)})` : type;
}

/** The Snowflake type that a physical type of any system names, if it can hold the derived one. */
export function readPhysicalType(text: string | undefined, derived: PhysicalType): PhysicalType {
  const type = text === undefined ? undefined : namedType(text);
  if (type === undefined) return derived;
  return fits(() => checkDeclaredType(type, derived, '')) ? type : derived;
}

/** The logical type of the standard that goes with a Snowflake type. */
export function logicalTypeOf(type: PhysicalType): string | undefined {
  if (type.startsWith('VARCHAR')) return 'string';
  if (type.startsWith('NUMBER')) return type.endsWith(',0)') ? 'integer' : 'number';
  switch (type) {
    case 'FLOAT':
      return 'number';
    case 'BOOLEAN':
      return 'boolean';
    case 'DATE':
      return 'date';
    case 'TIME':
      return 'time';
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return 'timestamp';
    case 'OBJECT':
      return 'object';
    case 'ARRAY':
      return 'array';
    default:
      return undefined;
  }
}
