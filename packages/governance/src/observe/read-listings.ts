import { type Session, sql } from '@das/core';
import { cellText } from './cell.js';
import { isUnseen } from './is-unseen.js';
import { canonical, type ManifestProperties } from './listing-properties.js';
import type { ObservedObject } from './observed-state.js';
import { runShow } from './run-show.js';

/**
 * The listings of the account, also those that others than the own organization find: one statement, and one more for each of them, since only DESCRIBE
 * tells who reads by it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-listing
 */
export async function readListings(session: Session): Promise<readonly ObservedObject[]> {
  const found: ObservedObject[] = [];
  for (const row of await runShow(session, 'SHOW LISTINGS')) {
    const name = cellText(row, 'name');
    const described = await describe(session, name);
    found.push({
      kind: 'listing',
      name: [name],
      comment: cellText(row, 'comment'),
      properties: {
        state: cellText(row, 'state'),
        ...(described !== undefined && {
          share: described.share,
          ...(await manifestProperties(described.manifest)),
        }),
      },
    });
  }
  return found;
}

async function describe(
  session: Session,
  name: string,
): Promise<{ readonly share: string; readonly manifest: string } | undefined> {
  try {
    const { rows } = await session.execute(sql`DESCRIBE LISTING ${sql.id(name)}`);
    const [row = {}] = rows;
    return { share: cellText(row, 'share'), manifest: cellText(row, 'manifest_yaml') };
  } catch (error) {
    if (isUnseen(error)) return undefined;
    throw error;
  }
}

/**
 * Who reads by a manifest, who finds it, and all else that it says, in a form in which it can be compared. One
 * that is no YAML is like none that DAS writes.
 */
async function manifestProperties(manifest: string): Promise<ManifestProperties> {
  // Nothing but listings needs it.
  const { parse, YAMLParseError } = await import('yaml');
  let root: Readonly<Record<string, unknown>>;
  try {
    root = mapOf(parse(manifest));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { access: 'unreadable', discovery: 'unreadable', texts: 'unreadable' };
  }
  const { organization_targets: targets, ...texts } = root;
  const { access, discovery, ...others } = mapOf(targets);
  return {
    access: canonical(access),
    discovery: canonical(discovery),
    texts: canonical({ ...texts, ...others }),
  };
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Readonly<Record<string, unknown>>) : {};
}
