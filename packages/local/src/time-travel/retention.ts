import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject } from '../catalogue/catalogue-object.js';

const day = 24 * 60 * 60 * 1000;

/**
 * The days for which what was changed or dropped is kept: those of the object, or of what holds it.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-time-travel
 */
export function retentionDays(catalogue: Catalogue, object: CatalogueObject): number {
  switch (object.kind) {
    case 'TABLE': {
      const days = ownOrInherited(catalogue, object);
      return object.persistence === 'PERMANENT' ? days : Math.min(days, 1);
    }
    case 'SCHEMA':
    case 'DATABASE':
      return ownOrInherited(catalogue, object);
    case 'ACCOUNT':
      return object.retentionDays ?? 1;
    default: {
      const parent = 'parent' in object ? catalogue.get(object.parent) : undefined;
      return parent === undefined ? 0 : retentionDays(catalogue, parent);
    }
  }
}

function ownOrInherited(
  catalogue: Catalogue,
  object: Extract<CatalogueObject, { kind: 'TABLE' | 'SCHEMA' | 'DATABASE' }>,
): number {
  if (object.inheritsRetention !== true) return object.retentionDays;
  const parent = catalogue.get('parent' in object ? object.parent : 1);
  return parent === undefined ? object.retentionDays : retentionDays(catalogue, parent);
}

/** The moment, in milliseconds, before which nothing of an object is kept. */
export function horizonOf(catalogue: Catalogue, object: CatalogueObject, now: Date): number {
  return now.getTime() - retentionDays(catalogue, object) * day;
}

/** The days for which a stream that is not consumed extends the retention of its table, at most. */
export function extensionDays(catalogue: Catalogue, object: CatalogueObject): number {
  if ('extensionDays' in object && object.extensionDays !== undefined) return object.extensionDays;
  const parent = 'parent' in object ? catalogue.get(object.parent) : undefined;
  return parent === undefined ? 14 : extensionDays(catalogue, parent);
}

/** When the offset of a stream, given in milliseconds, leaves what is kept for it. */
export function staleAfter(catalogue: Catalogue, object: CatalogueObject, offset: number): number {
  const days = Math.max(retentionDays(catalogue, object), extensionDays(catalogue, object));
  return offset + days * day;
}
