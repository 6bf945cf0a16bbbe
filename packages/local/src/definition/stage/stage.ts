import type { ResultSet } from '@das/core';
import { holds, sees } from '../../access/privileges.js';
import type { FormatOptions } from '../../catalogue/file-format-object.js';
import type { StageObject } from '../../catalogue/stage-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { readCopyOption } from '../../staging/copy-options.js';
import {
  checkLocation,
  folderOf,
  integrationOf,
  requireAllowed,
  withSlash,
} from '../../staging/external-location.js';
import { fileFormat } from '../../staging/file-format.js';
import { readFormatOptions } from '../../staging/read-format.js';
import { namedOptions } from '../../staging/resolve-format.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';

interface StageOptions {
  url?: string;
  integration?: string;
  fileFormat?: FormatOptions;
  copyOptions?: Readonly<Record<string, string>>;
  encryption?: string;
  hasDirectory?: boolean;
  comment?: string;
}

/** `CREATE [OR REPLACE] STAGE [IF NOT EXISTS] s [options]`, internal or external. */
export async function createStage(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER STAGE');
  reader.expect('STAGE');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'STAGE');
  const { comment = '', ...options } = readOptions(definition);
  checkExternal(definition, options);
  const existing = draft.find('STAGE', schema.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Stage', draft.fullName(existing));
    definition.requireOwner(existing);
    draft.remove(existing.id);
  }
  const stage: StageObject = definition.withFutureGrants({
    ...definition.base(plain, comment),
    kind: 'STAGE',
    parent: schema.id,
    ...options,
  });
  draft.put(stage);
  return statusResult(`Stage area ${plain} successfully created.`);
}

/** `ALTER STAGE [IF EXISTS] s RENAME TO t | SET options | UNSET COMMENT`. */
export async function alterStage(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'STAGE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = definition.findOrUndefined('STAGE', name);
  if (found === undefined && ifExists) return done;
  const stage = found ?? definition.find('STAGE', name);
  definition.requireOwner(stage);
  if (reader.accept('RENAME', 'TO')) {
    const { schema, plain } = definition.schemaFor(reader.name(), 'STAGE');
    reader.expectEnd();
    definition.refuseExisting('STAGE', schema.id, plain);
    draft.put({ ...stage, name: plain, parent: schema.id });
    return done;
  }
  if (reader.accept('UNSET', 'COMMENT')) {
    reader.expectEnd();
    draft.put({ ...stage, comment: '' });
    return done;
  }
  if (!reader.accept('SET') || reader.sees('TAG')) {
    throw unsupported(`ALTER STAGE … ${reader.peek().value}`);
  }
  const options = readOptions(definition);
  if (options.url !== undefined && stage.url === undefined) {
    throw invalidStatement('an internal stage cannot be given a URL', stage.name);
  }
  const copyOptions = { ...stage.copyOptions, ...options.copyOptions };
  const changed: StageObject = { ...stage, ...options, copyOptions };
  checkExternal(definition, changed);
  draft.put(changed);
  return done;
}

function readOptions(definition: Definition): StageOptions {
  const { reader } = definition;
  const options: StageOptions = {};
  readClauses(reader, {
    URL: () => {
      const url = readOption(reader);
      checkLocation(url);
      options.url = withSlash(url);
    },
    STORAGE_INTEGRATION: () => {
      options.integration = readOption(reader);
    },
    CREDENTIALS: () => {
      throw unsupported('CREDENTIALS of a stage: nothing is connected with them');
    },
    ENCRYPTION: () => {
      reader.expectOperator('=');
      options.encryption = readEncryption(definition);
    },
    DIRECTORY: () => {
      reader.expectOperator('=');
      options.hasDirectory = readDirectory(definition);
    },
    FILE_FORMAT: () => {
      reader.expectOperator('=');
      options.fileFormat = checkedFormat(definition, readFormatOptions(reader));
    },
    COPY_OPTIONS: () => {
      reader.expectOperator('=');
      reader.expectOperator('(');
      const copyOptions: Record<string, string> = {};
      while (!reader.acceptOperator(')')) {
        const [name, value] = readCopyOption(reader);
        copyOptions[name] = value;
        reader.acceptOperator(',');
      }
      options.copyOptions = copyOptions;
    },
    COMMENT: () => {
      options.comment = readOption(reader);
    },
  });
  return options;
}

/** The encryption of an internal stage says nothing here: the files lie on this machine as they are. */
function readEncryption(definition: Definition): string {
  const { reader } = definition;
  reader.expectOperator('(');
  reader.expect('TYPE');
  const type = readOption(reader).toUpperCase();
  if (!reader.acceptOperator(')')) throw unsupported('a key for the encryption of a stage');
  if (!['SNOWFLAKE_FULL', 'SNOWFLAKE_SSE', 'NONE', 'AWS_SSE_S3'].includes(type)) {
    throw unsupported(`ENCRYPTION = (TYPE = ${type})`);
  }
  return type;
}

function readDirectory(definition: Definition): boolean {
  const { reader } = definition;
  reader.expectOperator('(');
  let isEnabled = false;
  while (!reader.acceptOperator(')')) {
    const name = reader.identifier();
    const value = readOption(reader).toUpperCase();
    const isKnown = name === 'ENABLE' || (name === 'AUTO_REFRESH' && value === 'FALSE');
    if (!isKnown) throw unsupported(`the option ${name} of a directory`);
    if (name === 'ENABLE') isEnabled = value === 'TRUE';
    reader.acceptOperator(',');
  }
  return isEnabled;
}

/** A format that is named is looked up once, so that a wrong name is refused now. */
function checkedFormat(definition: Definition, options: FormatOptions): FormatOptions {
  const named = options.FORMAT_NAME;
  if (named === undefined) {
    fileFormat(options);
    return options;
  }
  if (typeof named !== 'string' || Object.keys(options).length > 1) {
    throw invalidStatement('FORMAT_NAME stands alone', 'FILE_FORMAT');
  }
  namedOptions(definition.context.state, named);
  return options;
}

/** A URL needs a folder of this machine, and the integration must allow it. */
function checkExternal(definition: Definition, options: StageOptions): void {
  const { draft, roles, context } = definition;
  const { url, integration: name } = options;
  if (url === undefined) {
    if (name !== undefined) throw invalidStatement('STORAGE_INTEGRATION needs a URL');
    return;
  }
  folderOf(url, context.engine.externalLocations);
  if (name === undefined) return;
  const integration = integrationOf(draft, name);
  if (integration === undefined || !sees(roles, integration)) throw notFound('Integration', name);
  if (!holds(roles, integration, 'USAGE')) throw notAuthorized('Integration', name);
  requireAllowed(integration, url);
}
