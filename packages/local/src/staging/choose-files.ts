import type { SessionState } from '../engine/session-state.js';
import { executionFailed, invalidStatement } from '../warehouse/errors.js';
import { listFiles, type StagedFile } from './stage-folder.js';
import type { StagePlace } from './stage-place.js';

/** Which files of a stage a statement names. */
export interface FileChoice {
  readonly path: string;
  readonly files?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
}

/** The files of a stage under a path, those that are named, or those that match a pattern. */
export async function chooseFiles(
  state: SessionState,
  stage: StagePlace,
  { path, files, pattern }: FileChoice,
): Promise<readonly StagedFile[]> {
  const present = await listFiles(stage, path);
  const named = files === undefined ? present : namedFiles(present, path, files);
  return pattern === undefined ? named : await matching(state, named, pattern);
}

function namedFiles(
  present: readonly StagedFile[],
  path: string,
  names: readonly string[],
): readonly StagedFile[] {
  const base = path === '' || path.endsWith('/') ? path : `${path}/`;
  return [...new Set(names)].map((name) => {
    const file = present.find((candidate) => candidate.path === `${base}${name}`);
    if (file !== undefined) return file;
    throw executionFailed('a file of COPY INTO was not found in the stage', {
      number: 91_016,
      sqlState: '22000',
      place: `${base}${name}`,
      next: 'upload the file before COPY INTO',
    });
  });
}

/** Files whose whole path matches. The expressions are RE2's, which take linear time. */
async function matching(
  state: SessionState,
  files: readonly StagedFile[],
  pattern: string,
): Promise<readonly StagedFile[]> {
  const kept: StagedFile[] = [];
  try {
    const statement = await state.connection.prepare(
      'SELECT regexp_full_match(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR))',
    );
    statement.bindVarchar(2, pattern);
    for (const file of files.length > 0 ? files : [undefined]) {
      statement.bindVarchar(1, file?.path ?? '');
      const [row] = (await statement.runAndReadAll()).getRows();
      if (file !== undefined && row?.[0] === true) kept.push(file);
    }
  } catch {
    throw invalidStatement('PATTERN is no regular expression that can be run', 'PATTERN');
  }
  return kept;
}
