import { holds, reaches, sees } from '../access/privileges.js';
import type { FormatOptions } from '../catalogue/file-format-object.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { SessionState } from '../engine/session-state.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import { invalidStatement, notAuthorized, notFound } from '../warehouse/errors.js';
import { type FileFormat, fileFormat } from './file-format.js';

/** The format of options, or of the file format that they name. */
export function resolveFormat(
  state: SessionState,
  ...candidates: readonly (FormatOptions | undefined)[]
): FileFormat {
  // The options of a COPY stand in for those of the stage: they are not merged.
  const options = candidates.find((each) => each !== undefined) ?? {};
  const named = options.FORMAT_NAME;
  if (named === undefined) return fileFormat(options);
  if (typeof named !== 'string' || Object.keys(options).length > 1) {
    throw invalidStatement('FORMAT_NAME stands alone', 'FILE_FORMAT');
  }
  return fileFormat(namedOptions(state, named));
}

/** The options of a named file format on which the session holds USAGE. */
export function namedOptions(state: SessionState, text: string): FormatOptions {
  const reader = new TokenReader(tokenize(text));
  const name = reader.name();
  reader.expectEnd();
  const { catalogue } = state.engine;
  const [database, schema, plain] = fullPath(name, state);
  const holder = catalogue.schemaAt(database, schema);
  const format = holder && catalogue.find('FILE FORMAT', holder.id, plain);
  const full = `${database}.${schema}.${plain}`;
  const isVisible =
    format !== undefined && reaches(catalogue, state.roles, format) && sees(state.roles, format);
  if (!isVisible) throw notFound('File format', full);
  if (!holds(state.roles, format, 'USAGE')) throw notAuthorized('File format', full);
  return format.options;
}
