import { type Row, type Session, sql } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

/** The most rows that a SHOW answers with. */
const showLimit = 10_000;

/**
 * Runs a SHOW, and refuses an answer that may have been cut off: what is not in it would be taken for
 * absent.
 *
 * @throws {@link GovernanceError} `DAS_OBSERVE_TRUNCATED`
 * @see https://docs.snowflake.com/en/sql-reference/sql/show
 */
export async function runShow(session: Session, text: string): Promise<readonly Row[]> {
  const { rows } = await session.execute(sql.raw(text));
  if (rows.length < showLimit) return rows;
  throw new GovernanceError(
    'DAS_OBSERVE_TRUNCATED',
    `${text.split(' IN ')[0]} answered with ${rows.length} rows, and may have left out others`,
    { place: text, next: 'look into fewer databases at once' },
  );
}
