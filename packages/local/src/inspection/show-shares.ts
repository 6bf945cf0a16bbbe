import type { ResultSet, Row } from '@das/core';
import { holdsGlobal } from '../access/privileges.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { inboundShares } from '../shares/inbound.js';
import { objectRow } from './object-row.js';
import { shareNames } from './share-row.js';
import { isVisible, readLike, readLimit } from './show-scope.js';

/** `SHOW SHARES [LIKE '…'] [LIMIT n]`: those of the account, and those that it was given. */
export function showShares(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const pattern = readLike(context);
  const limit = readLimit(context);
  reader.expectEnd();
  const rows: Row[] = [...catalogue.ofKind('SHARE')]
    .filter((share) => isVisible(context, share))
    .map((share) => objectRow(share, catalogue, state));
  if (holdsGlobal(catalogue, state.roles, 'IMPORT SHARE')) {
    for (const { account, share, database } of inboundShares(engine)) {
      rows.push({
        created_on: new Date(share.createdOn),
        kind: 'INBOUND',
        owner_account: account,
        name: share.name,
        database_name: database?.name ?? '',
        to: '',
        owner: '',
        comment: share.comment,
        listing_global_name: '',
        secure_objects_only: String(share.secureObjectsOnly),
      });
    }
  }
  const shown = rows.filter((row) => pattern?.test(String(row.name)) ?? true);
  return rowsResult(shareNames, limit === undefined ? shown : shown.slice(0, limit));
}
