import type { FormatOptions } from '../catalogue/file-format-object.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { type FileType, formatProperties, otherTypes } from './format-properties.js';

/** `(TYPE = … [options])` or `(FORMAT_NAME = '…')`, as options. */
export function readFormatOptions(reader: TokenReader): FormatOptions {
  reader.expectOperator('(');
  const options = readOptionList(reader, () => reader.seesOperator(')'));
  reader.expectOperator(')');
  return options;
}

/** `NAME = value …` until the end; commas between them are allowed. */
export function readOptionList(reader: TokenReader, isEnd: () => boolean): FormatOptions {
  const options: Record<string, string | readonly string[]> = {};
  while (!isEnd()) {
    const name = reader.identifier();
    if (name in options) throw invalidStatement(`the option ${name} stands twice`, name);
    reader.expectOperator('=');
    options[name] = readValue(reader, name);
    reader.acceptOperator(',');
  }
  return options;
}

function readValue(reader: TokenReader, name: string): string | readonly string[] {
  if (name === 'FORMAT_NAME') {
    const token = reader.peek();
    if (token.kind === 'string') return reader.next().value;
    return reader.name().map(quote).join('.');
  }
  if (reader.seesOperator('(')) return reader.list(() => reader.string());
  const token = reader.next();
  if (token.kind === 'string' || token.kind === 'word' || token.kind === 'number') {
    return token.value;
  }
  throw reader.unexpectedToken(token, `a value of ${name}`);
}

function quote(part: string): string {
  return `"${part.replaceAll('"', '""')}"`;
}

/**
 * Checks options against what their type knows.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` for a type, an option or a value that the engine
 * lacks, `DAS_WAREHOUSE_INVALID_STATEMENT` for a value that is none.
 */
export function checkFormat(options: FormatOptions): { type: FileType; options: FormatOptions } {
  const type = String(options.TYPE ?? 'CSV').toUpperCase();
  if (otherTypes.includes(type)) throw unsupported(`the file format ${type}`, type);
  if (!(type in formatProperties)) throw invalidStatement(`${type} is no type of files`, type);
  const properties = formatProperties[type as FileType];
  const checked: Record<string, string | readonly string[]> = { TYPE: type };
  for (const [name, value] of Object.entries(options)) {
    if (name === 'TYPE') continue;
    const property = properties[name];
    if (property === undefined)
      throw unsupported(`the file format option ${name} of ${type}`, name);
    if (property.kind === 'List') {
      checked[name] = typeof value === 'string' ? [value] : value;
      continue;
    }
    if (typeof value !== 'string') throw invalidStatement(`${name} takes no list`, name);
    const isWord = property.values !== undefined || property.kind === 'Boolean';
    const plain = isWord ? value.toUpperCase() : value;
    if (property.refused?.includes(plain)) throw unsupported(`${name} = ${plain}`, name);
    const allowed = property.kind === 'Boolean' ? ['TRUE', 'FALSE'] : property.values;
    if (allowed !== undefined && !allowed.includes(plain)) {
      throw invalidStatement(`${name} does not take this value`, name);
    }
    if (property.kind === 'Integer' && !/^\d{1,9}$/.test(plain)) {
      throw invalidStatement(`${name} needs a whole number`, name);
    }
    checked[name] = plain;
  }
  return { type: type as FileType, options: checked };
}
