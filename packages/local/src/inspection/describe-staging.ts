import type { ResultSet } from '@das/core';
import { reaches, sees } from '../access/privileges.js';
import type { FileFormatObject } from '../catalogue/file-format-object.js';
import type { StageObject } from '../catalogue/stage-object.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { notFound } from '../warehouse/errors.js';
import { fileFormatDescription } from './file-format-row.js';
import { integrationDescription } from './integration-row.js';
import { stageDescription } from './stage-row.js';

/** `DESCRIBE STAGE | FILE FORMAT | [STORAGE] INTEGRATION`; nothing for other kinds. */
export function describeStaging(context: StatementContext): ResultSet | undefined {
  const { reader } = context;
  if (reader.accept('STAGE')) return stageDescription(find(context, 'STAGE'));
  if (reader.accept('FILE', 'FORMAT')) return fileFormatDescription(find(context, 'FILE FORMAT'));
  if (reader.accept('STORAGE', 'INTEGRATION') || reader.accept('INTEGRATION')) {
    const name = reader.identifier();
    reader.expectEnd();
    const found = context.engine.catalogue.find('STORAGE INTEGRATION', 0, name);
    if (found === undefined || !sees(context.state.roles, found)) {
      throw notFound('Integration', name);
    }
    return integrationDescription(found);
  }
  return undefined;
}

function find(context: StatementContext, kind: 'STAGE'): StageObject;
function find(context: StatementContext, kind: 'FILE FORMAT'): FileFormatObject;
function find(
  { reader, engine, state }: StatementContext,
  kind: 'STAGE' | 'FILE FORMAT',
): StageObject | FileFormatObject {
  const { catalogue } = engine;
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const schema = catalogue.schemaAt(path[0], path[1]);
  const object = schema && catalogue.find(kind, schema.id, path[2]);
  const isVisible =
    object !== undefined && reaches(catalogue, state.roles, object) && sees(state.roles, object);
  if (!isVisible) throw notFound(kind === 'STAGE' ? 'Stage' : 'File format', path.join('.'));
  return object;
}
