import type { BaseObject } from './base-object.js';
import type { FormatOptions } from './file-format-object.js';

export interface StageObject extends BaseObject {
  readonly kind: 'STAGE';
  readonly parent: number;
  /** Of an external stage: the location, which ends in `/`. */
  readonly url?: string;
  /** The name of its storage integration. */
  readonly integration?: string;
  /** Options of its files, or `FORMAT_NAME` alone. */
  readonly fileFormat?: FormatOptions;
  readonly copyOptions?: Readonly<Record<string, string>>;
  readonly encryption?: string;
  readonly hasDirectory?: boolean;
}
