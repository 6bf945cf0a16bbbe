import type { BaseObject } from './base-object.js';

/** Options of a file format as they were written, by name; TYPE is one of them. */
export type FormatOptions = Readonly<Record<string, string | readonly string[]>>;

export interface FileFormatObject extends BaseObject {
  readonly kind: 'FILE FORMAT';
  readonly parent: number;
  readonly options: FormatOptions;
}
