/** Where a record came from, and what came with it: what {@link Collector.transform} is told. */
export interface RecordContext {
  readonly partition: string;
  readonly offset: number;
  /** The message's key, where the source has keys. */
  readonly key: string | Uint8Array | undefined;
  /** The message's headers; none where the source has none. */
  readonly headers: Readonly<Record<string, string | Uint8Array>>;
  /** When the source took the record in, in milliseconds since 1970, where it says so. */
  readonly timestamp: number | undefined;
}
