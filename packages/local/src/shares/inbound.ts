import type { Row } from '@das/core';
import type { DatabaseObject } from '../catalogue/catalogue-object.js';
import type { ShareObject } from '../catalogue/share-object.js';
import type { Engine } from '../engine/engine.js';
import { objectsOfShare } from '../inspection/share-row.js';
import { sharedDatabase } from './shared-database.js';

/** A share of another account that this one may create a database from. */
export interface InboundShare {
  readonly account: string;
  readonly share: ShareObject;
  /** The database that was created from it. */
  readonly database: DatabaseObject | undefined;
}

export function inboundShares(engine: Engine): readonly InboundShare[] {
  return engine.accounts.all().flatMap((other) => {
    if (other.account === engine.account) return [];
    return [...other.ownCatalogue.ofKind('SHARE')]
      .filter((share) => share.accounts.includes(engine.account))
      .map((share) => ({
        account: other.account,
        share,
        database: [...engine.catalogue.ofKind('DATABASE')].find(
          (each) => each.share?.account === other.account && each.share.share === share.id,
        ),
      }));
  });
}

/** What DESCRIBE SHARE says of a share of another account; nothing if there is none. */
export function inboundObjects(
  engine: Engine,
  account: string,
  name: string,
): readonly Row[] | undefined {
  const inbound = inboundShares(engine).find(
    (each) => each.account === account && each.share.name === name,
  );
  const provider = engine.accounts.find(account)?.ownCatalogue;
  if (inbound === undefined || provider === undefined) return undefined;
  const place = sharedDatabase(provider, inbound.share);
  const start = inbound.database?.name ?? '<DB>';
  return objectsOfShare(inbound.share, provider)
    .filter(({ object }) => object.kind !== 'DATABASE' || object.id === place?.id)
    .map(({ object, sharedOn }) => ({
      kind: object.kind.replaceAll(' ', '_'),
      name: [start, ...provider.fullName(object).split('.').slice(1)].join('.'),
      shared_on: new Date(sharedOn),
    }));
}
