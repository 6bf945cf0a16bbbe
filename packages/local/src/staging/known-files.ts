import type { SideTable } from '../engine/table-change.js';
import { fingerprintOf, type Load } from './load-file.js';
import type { StagedFile } from './stage-folder.js';

/** How long Snowflake remembers what a table was loaded from. */
const days = 64;

/**
 * Leaves out the files that the table was loaded from, and those of which that cannot be known: both
 * older than the memory of the table, unless LOAD_UNCERTAIN_FILES says otherwise.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-load-considerations-load
 */
export async function newFiles(
  load: Load,
  files: readonly StagedFile[],
  history: SideTable,
): Promise<readonly StagedFile[]> {
  if (load.options.force || files.length === 0) return files;
  const { connection } = load.context.state;
  const border = load.startedAt.getTime() - days * 86_400_000;
  const reader = await connection.runAndReadAll(
    `SELECT file, fingerprint, epoch_ms(loaded_at) FROM ${history.source} AS l WHERE table_id = $1 AND is_forgotten IS NOT TRUE AND status IS DISTINCT FROM 'LOAD_FAILED'`,
    [load.table.id],
  );
  const known = new Set<string>();
  let first = Number.POSITIVE_INFINITY;
  for (const [file, fingerprint, loadedAt] of reader.getRows()) {
    // A file of an older version of the engine has no time: it is known for good.
    const time = loadedAt === null ? Number.POSITIVE_INFINITY : Number(loadedAt);
    first = Math.min(first, time);
    if (time >= border) known.add(`${String(file)}\u0000${String(fingerprint)}`);
  }
  return files.filter((file) => {
    const name = `${load.stage.label}${file.path}`;
    if (known.has(`${name}\u0000${fingerprintOf(file)}`)) return false;
    const isUncertain = file.modified.getTime() < border && first < border;
    return !isUncertain || load.options.loadUncertain;
  });
}

/** The files until their sizes reach SIZE_LIMIT; the one that exceeds it is the last. */
export function withinSize(
  files: readonly StagedFile[],
  limit: number | undefined,
): readonly StagedFile[] {
  if (limit === undefined) return files;
  const taken: StagedFile[] = [];
  let size = 0;
  for (const file of files) {
    if (taken.length > 0 && size >= limit) break;
    taken.push(file);
    size += file.size;
  }
  return taken;
}
