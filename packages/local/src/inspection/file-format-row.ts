import type { ResultSet, Row } from '@das/core';
import type { FileFormatObject } from '../catalogue/file-format-object.js';
import { rowsResult } from '../shaping/status-result.js';
import {
  type FileType,
  type FormatProperty,
  formatProperties,
} from '../staging/format-properties.js';

/** What SHOW FILE FORMATS has after the date and the name. */
export const fileFormatNames: readonly string[] = [
  'database_name',
  'schema_name',
  'type',
  'owner',
  'comment',
  'format_options',
  'owner_role_type',
];

/** What SHOW FILE FORMATS says of a file format alone. */
export function fileFormatValues(format: FileFormatObject): Record<string, Row[string]> {
  const type = String(format.options.TYPE ?? 'CSV') as FileType;
  const options: Record<string, unknown> = { TYPE: type };
  for (const [name, property] of Object.entries(formatProperties[type])) {
    options[name] = jsonValue(property, format.options[name] ?? property.default);
  }
  return { type, format_options: JSON.stringify(options) };
}

function jsonValue(property: FormatProperty, value: string | readonly string[]): unknown {
  if (property.kind === 'Boolean') return value === 'TRUE';
  if (property.kind === 'Integer') return Number(value);
  return value;
}

/** One row for each property, as DESCRIBE FILE FORMAT and DESCRIBE STAGE write them. */
export function describeFormat(format: Pick<FileFormatObject, 'options'>): readonly Row[] {
  const type = String(format.options.TYPE ?? 'CSV') as FileType;
  const rows: Row[] = [
    { property: 'TYPE', property_type: 'String', property_value: type, property_default: 'CSV' },
  ];
  for (const [name, property] of Object.entries(formatProperties[type])) {
    rows.push({
      property: name,
      property_type: property.kind,
      property_value: written(property, format.options[name] ?? property.default),
      property_default: written(property, property.default),
    });
  }
  return rows;
}

function written(property: FormatProperty, value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map(escaped).join(', ')}]`;
  return property.kind === 'Boolean' ? value.toLowerCase() : escaped(value);
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}

/** `DESCRIBE FILE FORMAT`. */
export function fileFormatDescription(format: FileFormatObject): ResultSet {
  return rowsResult(
    ['property', 'property_type', 'property_value', 'property_default'],
    describeFormat(format),
  );
}
