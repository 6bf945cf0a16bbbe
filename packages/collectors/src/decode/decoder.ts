import type { DecodedRecord } from '@das/core';

/** How the bytes of a record become an event. */
export interface Decoder {
  readonly name: string;
  /**
   * Decodes one record. It never throws: a record that cannot be decoded gives a code, such as
   * `invalid_json`, that holds nothing of the record.
   */
  decode(raw: string | Uint8Array): DecodedRecord;
  /**
   * Fetches what `decode` needs for these records, such as schemas. It rejects when that cannot be
   * had now but may be later; what will never be had is left to `decode` to say.
   */
  prepare?(raw: readonly (string | Uint8Array)[]): Promise<void>;
}
