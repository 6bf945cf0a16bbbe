import type { BaseObject } from './base-object.js';

/** Which external locations stages may name: a wall, not a connection. */
export interface StorageIntegrationObject extends BaseObject {
  readonly kind: 'STORAGE INTEGRATION';
  readonly provider: string;
  readonly isEnabled: boolean;
  /** URL prefixes, or `*`. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** Other options as they were written; nothing here connects with them. */
  readonly options: Readonly<Record<string, string>>;
}
