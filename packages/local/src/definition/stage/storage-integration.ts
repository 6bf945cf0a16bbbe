import type { ResultSet } from '@das/core';
import type { StorageIntegrationObject } from '../../catalogue/storage-integration-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { checkLocation } from '../../staging/external-location.js';
import { alreadyExists, invalidStatement, unsupported } from '../../warehouse/errors.js';
import {
  readBooleanOption,
  readClauses,
  readCreate,
  readIfNotExists,
  readOption,
} from '../clauses.js';
import type { Definition } from '../definition.js';

interface IntegrationOptions {
  type: string | undefined;
  provider: string | undefined;
  enabled: boolean | undefined;
  allowed: readonly string[] | undefined;
  blocked: readonly string[] | undefined;
  comment: string | undefined;
  options: Record<string, string>;
}

/** `CREATE STORAGE INTEGRATION`: which external locations stages may name. Nothing is connected. */
export async function createStorageIntegration(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER STORAGE INTEGRATION');
  reader.expect('STORAGE', 'INTEGRATION');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  const options = readOptions(definition);
  definition.requireGlobal('CREATE INTEGRATION');
  const existing = draft.find('STORAGE INTEGRATION', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Integration', name);
    definition.requireOwner(existing);
    draft.remove(existing.id);
  }
  const { type, provider, enabled, allowed } = options;
  if (type !== 'EXTERNAL_STAGE')
    throw invalidStatement('a storage integration has TYPE = EXTERNAL_STAGE');
  if (provider === undefined || enabled === undefined || allowed === undefined) {
    throw invalidStatement(
      'a storage integration needs STORAGE_PROVIDER, ENABLED and STORAGE_ALLOWED_LOCATIONS',
    );
  }
  const integration: StorageIntegrationObject = {
    ...definition.base(name, options.comment ?? ''),
    kind: 'STORAGE INTEGRATION',
    provider,
    isEnabled: enabled,
    allowed,
    blocked: options.blocked ?? [],
    options: options.options,
  };
  draft.put(integration);
  return statusResult(`Integration ${name} successfully created.`);
}

/** `ALTER STORAGE INTEGRATION [IF EXISTS] i SET … | UNSET COMMENT | UNSET STORAGE_BLOCKED_LOCATIONS`. */
export async function alterStorageIntegration(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'STORAGE', 'INTEGRATION');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const found = draft.find('STORAGE INTEGRATION', 0, name);
  if (found === undefined) {
    if (ifExists) return done;
    throw invalidStatement(`Integration ${name} does not exist or not authorized`, name, 2003);
  }
  definition.requireOwner(found);
  if (reader.accept('UNSET')) {
    const isComment = reader.accept('COMMENT');
    if (!isComment) reader.expect('STORAGE_BLOCKED_LOCATIONS');
    reader.expectEnd();
    draft.put(isComment ? { ...found, comment: '' } : { ...found, blocked: [] });
    return done;
  }
  reader.expect('SET');
  const options = readOptions(definition);
  if (options.type !== undefined || options.provider !== undefined) {
    throw invalidStatement('TYPE and STORAGE_PROVIDER of an integration cannot be changed');
  }
  draft.put({
    ...found,
    comment: options.comment ?? found.comment,
    isEnabled: options.enabled ?? found.isEnabled,
    allowed: options.allowed ?? found.allowed,
    blocked: options.blocked ?? found.blocked,
    options: { ...found.options, ...options.options },
  });
  return done;
}

function readOptions(definition: Definition): IntegrationOptions {
  const { reader } = definition;
  const read: IntegrationOptions = {
    type: undefined,
    provider: undefined,
    enabled: undefined,
    allowed: undefined,
    blocked: undefined,
    comment: undefined,
    options: {},
  };
  const locations = (): readonly string[] => {
    reader.expectOperator('=');
    const urls = reader.list(() => reader.string());
    for (const url of urls) if (url !== '*') checkLocation(url);
    return urls;
  };
  const other = (name: string) => (): void => {
    read.options[name] = readOption(reader);
  };
  readClauses(reader, {
    TYPE: () => {
      read.type = readOption(reader).toUpperCase();
    },
    STORAGE_PROVIDER: () => {
      const provider = readOption(reader).toUpperCase();
      if (!['S3', 'S3GOV', 'S3CHINA', 'GCS', 'AZURE'].includes(provider)) {
        throw invalidStatement('STORAGE_PROVIDER is S3, GCS or AZURE');
      }
      read.provider = provider;
    },
    ENABLED: () => {
      read.enabled = readBooleanOption(reader);
    },
    STORAGE_ALLOWED_LOCATIONS: () => {
      read.allowed = locations();
    },
    STORAGE_BLOCKED_LOCATIONS: () => {
      read.blocked = locations();
    },
    STORAGE_AWS_ROLE_ARN: other('STORAGE_AWS_ROLE_ARN'),
    STORAGE_AWS_EXTERNAL_ID: other('STORAGE_AWS_EXTERNAL_ID'),
    STORAGE_AWS_OBJECT_ACL: other('STORAGE_AWS_OBJECT_ACL'),
    AZURE_TENANT_ID: other('AZURE_TENANT_ID'),
    COMMENT: () => {
      read.comment = readOption(reader);
    },
  });
  return read;
}
