/** The kinds of value that an option of a file format takes. */
export type FormatPropertyKind = 'String' | 'Boolean' | 'Integer' | 'List';

export interface FormatProperty {
  readonly kind: FormatPropertyKind;
  readonly default: string | readonly string[];
  /** The values that are allowed; absent: any. */
  readonly values?: readonly string[];
  /** Values that Snowflake takes and the engine refuses by name. */
  readonly refused?: readonly string[];
}

const text = (value: string): FormatProperty => ({ kind: 'String', default: value });
const flag = (value: boolean, refused?: boolean): FormatProperty => ({
  kind: 'Boolean',
  default: String(value).toUpperCase(),
  ...(refused === undefined ? {} : { refused: [String(refused).toUpperCase()] }),
});
const compression: FormatProperty = {
  kind: 'String',
  default: 'AUTO',
  values: ['AUTO', 'GZIP', 'BZ2', 'BROTLI', 'ZSTD', 'DEFLATE', 'RAW_DEFLATE', 'NONE'],
  refused: ['BZ2'],
};
const binaryFormat: FormatProperty = {
  kind: 'String',
  default: 'HEX',
  values: ['HEX', 'BASE64', 'UTF8'],
};
const nullIf: FormatProperty = { kind: 'List', default: ['\\N'] };

const csv: Readonly<Record<string, FormatProperty>> = {
  RECORD_DELIMITER: text('\n'),
  FIELD_DELIMITER: text(','),
  FILE_EXTENSION: text(''),
  SKIP_HEADER: { kind: 'Integer', default: '0' },
  PARSE_HEADER: flag(false),
  DATE_FORMAT: text('AUTO'),
  TIME_FORMAT: text('AUTO'),
  TIMESTAMP_FORMAT: text('AUTO'),
  BINARY_FORMAT: binaryFormat,
  ESCAPE: text('NONE'),
  ESCAPE_UNENCLOSED_FIELD: text('\\'),
  TRIM_SPACE: flag(false),
  FIELD_OPTIONALLY_ENCLOSED_BY: text('NONE'),
  NULL_IF: nullIf,
  COMPRESSION: compression,
  ERROR_ON_COLUMN_COUNT_MISMATCH: flag(true),
  VALIDATE_UTF8: flag(true, false),
  SKIP_BLANK_LINES: flag(false),
  REPLACE_INVALID_CHARACTERS: flag(false),
  EMPTY_FIELD_AS_NULL: flag(true),
  SKIP_BYTE_ORDER_MARK: flag(true),
  ENCODING: {
    kind: 'String',
    default: 'UTF8',
    values: ['UTF8', 'UTF-8', 'ISO88591', 'ISO-8859-1'],
  },
  MULTI_LINE: flag(true, false),
};

const json: Readonly<Record<string, FormatProperty>> = {
  FILE_EXTENSION: text(''),
  DATE_FORMAT: text('AUTO'),
  TIME_FORMAT: text('AUTO'),
  TIMESTAMP_FORMAT: text('AUTO'),
  BINARY_FORMAT: binaryFormat,
  TRIM_SPACE: flag(false),
  NULL_IF: nullIf,
  COMPRESSION: compression,
  ENABLE_OCTAL: flag(false, true),
  ALLOW_DUPLICATE: flag(false, true),
  STRIP_OUTER_ARRAY: flag(false),
  STRIP_NULL_VALUES: flag(false, true),
  IGNORE_UTF8_ERRORS: flag(false, true),
  REPLACE_INVALID_CHARACTERS: flag(false, true),
  SKIP_BYTE_ORDER_MARK: flag(true),
  MULTI_LINE: flag(true, false),
};

const parquet: Readonly<Record<string, FormatProperty>> = {
  TRIM_SPACE: flag(false),
  NULL_IF: nullIf,
  COMPRESSION: {
    kind: 'String',
    default: 'AUTO',
    values: ['AUTO', 'LZO', 'SNAPPY', 'NONE'],
    refused: ['LZO'],
  },
  SNAPPY_COMPRESSION: flag(true),
  BINARY_AS_TEXT: flag(true, false),
  USE_LOGICAL_TYPE: flag(false),
  USE_VECTORIZED_SCANNER: flag(false),
  REPLACE_INVALID_CHARACTERS: flag(false, true),
};

/** The options of each type of file, with their defaults, in the order of DESCRIBE. */
export const formatProperties: Readonly<
  Record<FileType, Readonly<Record<string, FormatProperty>>>
> = { CSV: csv, JSON: json, PARQUET: parquet };

export type FileType = 'CSV' | 'JSON' | 'PARQUET';

export const otherTypes: readonly string[] = ['AVRO', 'ORC', 'XML', 'CUSTOM'];
