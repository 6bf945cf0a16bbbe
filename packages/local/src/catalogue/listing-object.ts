import type { BaseObject } from './base-object.js';

/**
 * An organization listing. The engine has no marketplace: the listing is kept and shown, and nobody gets at
 * a share by it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-organization-listing
 */
export interface ListingObject extends BaseObject {
  readonly kind: 'LISTING';
  /** The name of its share. */
  readonly share: string;
  readonly state: 'DRAFT' | 'PUBLISHED' | 'UNPUBLISHED';
  readonly publishedOn?: string;
  /** The manifest that was written last. */
  readonly manifest: string;
  /** The manifest that is, or was last, in force. */
  readonly published?: string;
}
