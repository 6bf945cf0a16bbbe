import type { ResultSet } from '@das/core';
import { owns, sees } from '../../access/privileges.js';
import type { ListingObject } from '../../catalogue/listing-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import { readBooleanOption, readClauses, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { dropOfAccount } from '../drop-of-account.js';
import { findShare } from '../grant/grant-to-share.js';
import { checkManifest } from './listing-manifest.js';

const done = 'Statement executed successfully.';

/**
 * `CREATE ORGANIZATION LISTING [IF NOT EXISTS] l SHARE s AS '<manifest>' [PUBLISH = TRUE | FALSE]`: it is
 * published unless that is said otherwise.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-organization-listing
 */
export async function createListing(definition: Definition): Promise<ResultSet> {
  const { reader, draft, now } = definition;
  reader.expect('CREATE', 'ORGANIZATION', 'LISTING');
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
  const name = reader.identifier();
  if (name.includes('$')) throw invalidStatement('the name of a listing has no dollar sign', name);
  if (!reader.accept('SHARE')) throw unsupported('a listing of anything but a share');
  const shareName = reader.identifier();
  const manifest = readManifest(definition);
  let isPublished = true;
  readClauses(reader, {
    PUBLISH: () => {
      isPublished = readBooleanOption(reader);
    },
  });
  definition.requireGlobal('CREATE ORGANIZATION LISTING');
  if (draft.find('LISTING', 0, name) !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    throw alreadyExists('Listing', name);
  }
  const share = findShare(definition, shareName);
  if (listingsOf(definition, share.name).length > 0) {
    throw executionFailed(`the share ${share.name} is listed already`, { place: share.name });
  }
  await checkManifest(manifest);
  const listing: ListingObject = {
    ...definition.base(name, ''),
    kind: 'LISTING',
    share: share.name,
    manifest,
    state: 'DRAFT',
  };
  draft.put(isPublished ? published(listing, now) : listing);
  return statusResult(`Listing ${name} successfully created.`);
}

/**
 * `ALTER LISTING [IF EXISTS] l PUBLISH | UNPUBLISH`, `AS '<manifest>' [PUBLISH = …] [COMMENT = '…']`,
 * `SET COMMENT = '…'`. A manifest that is not published is a draft beside the one in force.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-listing
 */
export async function alterListing(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles, now } = definition;
  reader.expect('ALTER', 'LISTING');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const known = draft.find('LISTING', 0, name);
  if (known === undefined || !sees(roles, known)) {
    if (ifExists) return statusResult(done);
    throw notFound('Listing', name);
  }
  if (!owns(roles, known)) throw notAuthorized('Listing', name);
  let listing: ListingObject = known;
  if (reader.accept('PUBLISH')) {
    listing = published(listing, now);
  } else if (reader.accept('UNPUBLISH')) {
    if (listing.state === 'PUBLISHED') listing = { ...listing, state: 'UNPUBLISHED' };
  } else if (reader.accept('SET', 'COMMENT')) {
    listing = { ...listing, comment: readOption(reader) };
  } else if (reader.sees('AS')) {
    const manifest = readManifest(definition);
    let isPublished = true;
    listing = { ...listing, manifest };
    readClauses(reader, {
      PUBLISH: () => {
        isPublished = readBooleanOption(reader);
      },
      COMMENT: () => {
        listing = { ...listing, comment: readOption(reader) };
      },
    });
    await checkManifest(manifest);
    if (isPublished) listing = published(listing, now);
  } else {
    throw unsupported(`ALTER LISTING … ${reader.peek().value}`);
  }
  reader.expectEnd();
  draft.put(listing);
  return statusResult(done);
}

/** `DROP LISTING [IF EXISTS] l`: one that is published has to be unpublished first. */
export function dropListing(definition: Definition): ResultSet {
  definition.reader.expect('LISTING');
  return dropOfAccount(definition, 'LISTING', ({ id, name, state }) => {
    if (state === 'PUBLISHED') {
      throw executionFailed(`the listing ${name} is published`, {
        place: name,
        next: `ALTER LISTING ${name} UNPUBLISH first`,
      });
    }
    definition.draft.remove(id);
  });
}

/** The listings that show a share. */
export function listingsOf({ draft }: Definition, share: string): readonly ListingObject[] {
  return [...draft.ofKind('LISTING')].filter((each) => each.share === share);
}

function published(listing: ListingObject, now: string): ListingObject {
  const { manifest } = listing;
  return { ...listing, state: 'PUBLISHED', published: manifest, publishedOn: now };
}

function readManifest({ reader }: Definition): string {
  reader.expect('AS');
  return reader.string();
}
