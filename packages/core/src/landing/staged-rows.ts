import type { AnyContract } from '@das/contracts';
import type { DomainNames } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { LineBuffer } from './line-buffer.js';

/** A file of rows on the landing stage, on its way into a table. */
export interface StagedRows {
  /** Inside the stage, with `/` separators. */
  readonly path: string;
  readonly lines: LineBuffer;
}

/** The place of a file on the landing stage, as SQL. */
export function stagedAt(names: DomainNames, path: string): SqlFragment {
  return sql.raw(`@${sql.id(...names.landingStage).text}/${path}`);
}

/** Uploads rows; nothing for none. */
export async function stageRows(
  session: Session,
  names: DomainNames,
  { path, lines }: StagedRows,
): Promise<void> {
  if (lines.length === 0) return;
  const stage = sql.id(...names.landingStage).text;
  await session.upload(stage, path, lines.all());
}

/** The paths of those that {@link stageRows} uploads. */
export function pathsOf(all: readonly StagedRows[]): readonly string[] {
  return all.filter(({ lines }) => lines.length > 0).map(({ path }) => path);
}

/** Removes rows from the stage. They are in clear there, so they must not stay. */
export async function removeStaged(
  session: Session,
  names: DomainNames,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) await session.execute(sql`REMOVE ${stagedAt(names, path)}`);
}

/** Long enough for any flush: what is older belongs to a process that was killed. */
const leftoverAgeInMilliseconds = 24 * 60 * 60 * 1000;

/** Removes what processes that were killed between staging and commit have left of a contract's rows. */
export async function removeLeftovers(
  session: Session,
  names: DomainNames,
  contract: AnyContract,
): Promise<void> {
  const folder = `${contract.name}/`;
  const listed = await session.execute<{ name: string; last_modified: string }>(
    sql`LIST ${stagedAt(names, folder)}`,
  );
  for (const { name, last_modified } of listed.rows) {
    const age = Date.now() - Date.parse(last_modified);
    // A date that is not understood is not old: NaN compares false.
    if (!(age > leftoverAgeInMilliseconds)) continue;
    const path = name.slice(name.indexOf(folder));
    await session.execute(sql`REMOVE ${stagedAt(names, path)}`);
  }
}
