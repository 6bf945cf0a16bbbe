/** A shard as Kinesis lists it. */
export interface KinesisShard {
  readonly id: string;
  /** The shards that it was split or merged from, as far as they are still known. */
  readonly parents: readonly string[];
  /** The first and the last hash key that it takes, as decimal numbers of 128 bits. */
  readonly hashKeys: { readonly from: string; readonly to: string };
}

/** A record of a shard, as a producer put it: perhaps an aggregate of many. */
export interface KinesisRecord {
  readonly sequence: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** When Kinesis took it in, in milliseconds since 1970; it says so to the second or finer. */
  readonly arrivedAt: number;
}

/** Where to start in a shard. */
export type ShardStart =
  | { readonly kind: 'oldest' }
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'at'; readonly sequence: string }
  | { readonly kind: 'after'; readonly sequence: string };

/** Some records of a shard. */
export interface ShardPage {
  readonly records: readonly KinesisRecord[];
  /** How far the end of the page is behind the tip of the shard, where Kinesis says so. */
  readonly behind: number | undefined;
  /** Whether the shard was closed and this is its end. */
  readonly isEnd: boolean;
}

/** What a source needs of Kinesis. `@aws-sdk/client-kinesis` is behind one implementation of it. */
export interface KinesisPort extends AsyncDisposable {
  /** The stream's ARN and when it was made: another one under the same name differs in that. */
  identify(signal: AbortSignal): Promise<string>;
  listShards(signal: AbortSignal): Promise<readonly KinesisShard[]>;
  /**
   * Pages of a shard from a place on, at the pace at which Kinesis lets a shard be read, without an
   * end unless the shard was closed. A page may be empty. Whatever asks again mends is asked again.
   */
  read(shard: string, start: ShardStart, signal: AbortSignal): AsyncIterable<ShardPage>;
}
