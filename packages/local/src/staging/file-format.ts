import type { FormatOptions } from '../catalogue/file-format-object.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { formatProperties } from './format-properties.js';
import { checkFormat } from './read-format.js';

/** What all types of files share. */
interface CommonFormat {
  readonly compression: string;
  readonly trimSpace: boolean;
  readonly nullIf: readonly string[];
}

/** How texts stand for dates, times and bytes. */
export interface TextFormats {
  readonly date: string;
  readonly time: string;
  readonly timestamp: string;
  readonly binary: string;
}

export interface CsvFormat extends CommonFormat {
  readonly type: 'CSV';
  readonly texts: TextFormats;
  readonly recordDelimiter: string;
  readonly fieldDelimiter: string;
  readonly fileExtension: string;
  readonly skipHeader: number;
  readonly parseHeader: boolean;
  readonly escapeCharacter: string;
  readonly escapeUnenclosed: string;
  readonly enclosedBy: string;
  readonly errorOnCount: boolean;
  readonly skipBlankLines: boolean;
  readonly replaceInvalid: boolean;
  readonly emptyIsNull: boolean;
  readonly skipByteOrderMark: boolean;
  readonly isLatin: boolean;
}

export interface JsonFormat extends CommonFormat {
  readonly type: 'JSON';
  readonly texts: TextFormats;
  readonly fileExtension: string;
  readonly stripOuterArray: boolean;
}

export interface ParquetFormat extends CommonFormat {
  readonly type: 'PARQUET';
  readonly isSnappy: boolean;
}

/** How staged files are written, with every default filled in. */
export type FileFormat = CsvFormat | JsonFormat | ParquetFormat;

/** Fills in the defaults of checked options. */
export function fileFormat(given: FormatOptions): FileFormat {
  const { type, options } = checkFormat(given);
  const properties = formatProperties[type];
  const value = (name: string): string => {
    const found = options[name] ?? properties[name]?.default ?? '';
    return typeof found === 'string' ? found : found.join(',');
  };
  const flag = (name: string): boolean => value(name) === 'TRUE';
  const list = options.NULL_IF ?? properties.NULL_IF?.default ?? [];
  const common = {
    compression: value('COMPRESSION'),
    trimSpace: flag('TRIM_SPACE'),
    nullIf: typeof list === 'string' ? [list] : list,
  };
  if (type === 'PARQUET') {
    const isSnappy =
      common.compression === 'SNAPPY' ||
      (common.compression === 'AUTO' && flag('SNAPPY_COMPRESSION'));
    return { type, ...common, isSnappy };
  }
  const texts = {
    date: value('DATE_FORMAT'),
    time: value('TIME_FORMAT'),
    timestamp: value('TIMESTAMP_FORMAT'),
    binary: value('BINARY_FORMAT'),
  };
  const fileExtension = value('FILE_EXTENSION');
  if (!/^[A-Za-z0-9_.-]{0,32}$/.test(fileExtension) || fileExtension.includes('..')) {
    throw invalidStatement('FILE_EXTENSION holds a character that is not allowed');
  }
  if (type === 'JSON') {
    return { type, ...common, texts, fileExtension, stripOuterArray: flag('STRIP_OUTER_ARRAY') };
  }
  const format: CsvFormat = {
    type,
    ...common,
    texts,
    fileExtension,
    recordDelimiter: delimiter(value('RECORD_DELIMITER'), 'RECORD_DELIMITER'),
    fieldDelimiter: delimiter(value('FIELD_DELIMITER'), 'FIELD_DELIMITER'),
    skipHeader: Number(value('SKIP_HEADER')),
    parseHeader: flag('PARSE_HEADER'),
    escapeCharacter: character(value('ESCAPE'), 'ESCAPE'),
    escapeUnenclosed: character(value('ESCAPE_UNENCLOSED_FIELD'), 'ESCAPE_UNENCLOSED_FIELD'),
    enclosedBy: character(value('FIELD_OPTIONALLY_ENCLOSED_BY'), 'FIELD_OPTIONALLY_ENCLOSED_BY'),
    errorOnCount: flag('ERROR_ON_COLUMN_COUNT_MISMATCH'),
    skipBlankLines: flag('SKIP_BLANK_LINES'),
    replaceInvalid: flag('REPLACE_INVALID_CHARACTERS'),
    emptyIsNull: flag('EMPTY_FIELD_AS_NULL'),
    skipByteOrderMark: flag('SKIP_BYTE_ORDER_MARK'),
    isLatin: value('ENCODING').startsWith('ISO'),
  };
  checkDelimiters(format);
  return format;
}

/** A text, or one that was written as `0x…` bytes. */
function plain(value: string): string {
  const hex = /^0x((?:[0-9A-Fa-f]{2})+)$/.exec(value)?.[1];
  return hex === undefined ? value : Buffer.from(hex, 'hex').toString('utf8');
}

function delimiter(value: string, name: string): string {
  if (value.toUpperCase() === 'NONE') return '';
  const text = plain(value);
  if (text === '' || text.length > 20)
    throw invalidStatement(`${name} has 1 to 20 characters`, name);
  return text;
}

function character(value: string, name: string): string {
  if (value.toUpperCase() === 'NONE') return '';
  const text = plain(value);
  if (text.length !== 1 || text.charCodeAt(0) > 127)
    throw unsupported(`${name} of more than one ASCII character`, name);
  return text;
}

function checkDelimiters(format: CsvFormat): void {
  const { fieldDelimiter, recordDelimiter, enclosedBy, parseHeader, skipHeader } = format;
  if (fieldDelimiter !== '' && recordDelimiter !== '') {
    const isInside =
      fieldDelimiter.includes(recordDelimiter) || recordDelimiter.includes(fieldDelimiter);
    if (isInside)
      throw invalidStatement('a field and a record delimiter may not be part of each other');
  }
  if (enclosedBy !== '' && fieldDelimiter.includes(enclosedBy)) {
    throw invalidStatement('the character that encloses fields stands in the field delimiter');
  }
  if (parseHeader && skipHeader > 0)
    throw invalidStatement('PARSE_HEADER and SKIP_HEADER exclude each other');
}
