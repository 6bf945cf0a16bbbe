import type { ResultSet, Row } from '@das/core';
import { sees } from '../access/privileges.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notFound } from '../warehouse/errors.js';
import { objectRow } from './object-row.js';
import { rowNames } from './row-names.js';

/**
 * `DESCRIBE LISTING l [REVISION = DRAFT | PUBLISHED]`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-listing
 */
export function describeListing(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const name = reader.identifier();
  let revision = 'PUBLISHED';
  if (reader.accept('REVISION')) {
    reader.expectOperator('=');
    revision = reader.expectOneOf(['DRAFT', 'PUBLISHED']);
  }
  reader.expectEnd();
  const listing = engine.catalogue.find('LISTING', 0, name);
  if (listing === undefined || !sees(state.roles, listing)) throw notFound('Listing', name);
  // One that was never published has a draft alone.
  const manifest =
    revision === 'DRAFT' ? listing.manifest : (listing.published ?? listing.manifest);
  const row: Row = {
    ...objectRow(listing, engine.catalogue, state),
    share: listing.share,
    manifest_yaml: manifest,
  };
  return rowsResult([...rowNames('LISTING'), 'share', 'manifest_yaml'], [row]);
}
