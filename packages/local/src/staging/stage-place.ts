import { join, resolve } from 'node:path';
import { holds, owns, reaches, sees } from '../access/privileges.js';
import type { FormatOptions } from '../catalogue/file-format-object.js';
import type { StageObject } from '../catalogue/stage-object.js';
import { Compilation } from '../compile/compilation.js';
import { findRelation, fullPath } from '../enforcement/resolve-name.js';
import type { SessionState } from '../engine/session-state.js';
import { invalidStatement, notAuthorized, notFound } from '../warehouse/errors.js';
import { folderOf, integrationOf, requireAllowed, withSlash } from './external-location.js';
import type { StageReference } from './stage-reference.js';

/** Where the files of a stage lie, and how they are called. */
export interface StagePlace {
  readonly folder: string;
  /** What LIST and COPY write before the path of a file: `st/`, nothing, or a URL. */
  readonly label: string;
  /** What METADATA$FILENAME has before it: the path of an external stage inside its bucket. */
  readonly inBucket: string;
  /** What its files are called in the load history. */
  readonly name: string;
  readonly fileFormat: FormatOptions | undefined;
  readonly copyOptions: Readonly<Record<string, string>>;
}

/**
 * Finds a stage on which the session may read or write: a named one with READ or WRITE (USAGE where
 * it is external), the stage of a table that it owns, or the stage of its own user.
 */
export function findStage(
  state: SessionState,
  reference: Pick<StageReference, 'name' | 'of'>,
  privilege: 'READ' | 'WRITE',
): StagePlace {
  if (reference.of === 'USER') return userStage(state);
  if (reference.of === 'TABLE') return tableStage(state, reference.name);
  const { catalogue } = state.engine;
  const [database, schema, plain] = fullPath(reference.name, state);
  const full = `${database}.${schema}.${plain}`;
  const holder = catalogue.schemaAt(database, schema);
  const stage = holder && catalogue.find('STAGE', holder.id, plain);
  const isVisible =
    stage !== undefined && reaches(catalogue, state.roles, stage) && sees(state.roles, stage);
  if (!isVisible) throw notFound('Stage', full);
  const needed = stage.url === undefined ? privilege : 'USAGE';
  if (!holds(state.roles, stage, needed)) throw notAuthorized('Stage', full);
  return namedPlace(state, stage, full);
}

function namedPlace(state: SessionState, stage: StageObject, full: string): StagePlace {
  const common = {
    name: full,
    fileFormat: stage.fileFormat,
    copyOptions: stage.copyOptions ?? {},
  };
  if (stage.url === undefined) {
    const folder = stageFolder(state.engine.stageDirectory, String(stage.id));
    return { ...common, folder, label: `${stage.name.toLowerCase()}/`, inBucket: '' };
  }
  const url = withSlash(stage.url);
  if (stage.integration !== undefined) {
    const integration = integrationOf(state.engine.catalogue, stage.integration);
    if (integration === undefined) throw notFound('Integration', stage.integration);
    requireAllowed(integration, url);
  }
  const inBucket = url.slice(url.indexOf('://') + 3).replace(/^[^/]*\//, '');
  return { ...common, folder: folderOf(url, state.engine.externalLocations), label: url, inBucket };
}

/** A user's stage has no object: its folder is named after the user. */
function userStage(state: SessionState): StagePlace {
  const folder = stageFolder(
    state.engine.stageDirectory,
    `user-${Buffer.from(`${state.engine.account}/${state.user}`, 'utf8').toString('hex')}`,
  );
  return { folder, label: '', inBucket: '', name: '~', fileFormat: undefined, copyOptions: {} };
}

/** The stage of a table is its owner's alone. */
function tableStage(state: SessionState, name: readonly string[]): StagePlace {
  const { catalogue } = state.engine;
  const compilation = new Compilation(catalogue, state.context(), []);
  const table = findRelation(name, compilation, compilation.frame());
  const full = catalogue.fullName(table);
  if (table.kind !== 'TABLE') throw invalidStatement(`${full} is no table and has no stage`, full);
  const isOwn = state.temporaries.has(table.id) || owns(state.roles, table);
  if (!isOwn) throw notAuthorized('Table', full);
  const folder = stageFolder(state.engine.stageDirectory, `table-${table.id}`);
  return {
    folder,
    label: '',
    inBucket: '',
    name: `%${full}`,
    fileFormat: undefined,
    copyOptions: {},
  };
}

function stageFolder(directory: string, name: string): string {
  return join(resolve(directory), name);
}
