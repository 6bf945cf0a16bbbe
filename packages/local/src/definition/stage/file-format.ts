import type { ResultSet } from '@das/core';
import type { FileFormatObject, FormatOptions } from '../../catalogue/file-format-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { fileFormat } from '../../staging/file-format.js';
import { checkFormat, readOptionList } from '../../staging/read-format.js';
import { alreadyExists, invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readCreate, readIfNotExists } from '../clauses.js';
import type { Definition } from '../definition.js';

/** `CREATE [OR REPLACE | OR ALTER] FILE FORMAT [IF NOT EXISTS] f [TYPE = …] [options] [COMMENT = '…']`. */
export async function createFileFormat(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('FILE', 'FORMAT');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'FILE FORMAT');
  const { options, comment = '' } = readOptions(definition);
  const existing = draft.find('FILE FORMAT', schema.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (!mode.orReplace && !mode.orAlter) {
      throw alreadyExists('File format', draft.fullName(existing));
    }
    definition.requireOwner(existing);
    if (mode.orAlter) {
      refuseOtherType(existing, options);
      draft.put({ ...existing, options, comment });
      return statusResult(`File format ${plain} successfully altered.`);
    }
    draft.remove(existing.id);
  }
  const format: FileFormatObject = definition.withFutureGrants({
    ...definition.base(plain, comment),
    kind: 'FILE FORMAT',
    parent: schema.id,
    options,
  });
  draft.put(format);
  return statusResult(`File format ${plain} successfully created.`);
}

/** `ALTER FILE FORMAT [IF EXISTS] f RENAME TO g | SET options`. */
export async function alterFileFormat(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'FILE', 'FORMAT');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = definition.findOrUndefined('FILE FORMAT', name);
  if (found === undefined && ifExists) return done;
  const format = found ?? definition.find('FILE FORMAT', name);
  definition.requireOwner(format);
  if (reader.accept('RENAME', 'TO')) {
    const { schema, plain } = definition.schemaFor(reader.name(), 'FILE FORMAT');
    reader.expectEnd();
    definition.refuseExisting('FILE FORMAT', schema.id, plain);
    draft.put({ ...format, name: plain, parent: schema.id });
    return done;
  }
  if (!reader.accept('SET')) throw unsupported(`ALTER FILE FORMAT … ${reader.peek().value}`);
  const { options, comment } = readOptions(definition, format.options);
  draft.put({
    ...format,
    options,
    ...(comment === undefined ? {} : { comment }),
  });
  return done;
}

function readOptions(
  definition: Definition,
  before: FormatOptions = {},
): { options: FormatOptions; comment: string | undefined } {
  const { reader } = definition;
  const { COMMENT: comment, ...given } = readOptionList(reader, () => reader.isAtEnd);
  if ('FORMAT_NAME' in given) throw invalidStatement('a file format has no FORMAT_NAME');
  const type = given.TYPE;
  if (before.TYPE !== undefined && typeof type === 'string' && type.toUpperCase() !== before.TYPE) {
    throw invalidStatement('the TYPE of a file format cannot be changed', 'TYPE');
  }
  const { options } = checkFormat({ ...before, ...given });
  fileFormat(options);
  return { options, comment: typeof comment === 'string' ? comment : undefined };
}

function refuseOtherType(format: FileFormatObject, options: FormatOptions): void {
  if (options.TYPE === format.options.TYPE) return;
  throw invalidStatement('the TYPE of a file format cannot be changed', format.name);
}
