/** An object as a listing or a notification names it: one version of what is under its key. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** In bytes. */
  readonly size: number;
  /** Where it is known, the version is read even if it was overwritten since. */
  readonly versionId?: string | undefined;
  /** When it was put, in milliseconds since 1970, where that is known. */
  readonly modifiedAt?: number | undefined;
}

/** A part of a listing. */
export interface ObjectPage {
  readonly objects: readonly ObjectVersion[];
  /** What the next page is asked for with; nothing behind the last one. */
  readonly next?: string | undefined;
}

/** How an object is encrypted where it lies, as S3 says. */
export interface ObjectEncryption {
  readonly algorithm?: string | undefined;
  readonly keyId?: string | undefined;
}

/** A part of an object, on its way. */
export interface ObjectBody {
  readonly body: AsyncIterable<Uint8Array>;
  readonly encryption: ObjectEncryption;
}

/** What is needed of S3. Errors have the `name` and the `$metadata` that the AWS SDK gives them. */
export interface S3Port extends AsyncDisposable {
  /** The objects under a prefix, in the order of their keys: of each the latest version, or all. */
  list(
    request: {
      readonly bucket: string;
      readonly prefix: string;
      readonly versions: 'latest' | 'all';
      readonly after?: string | undefined;
    },
    signal: AbortSignal,
  ): Promise<ObjectPage>;
  /** The bytes `from` to (without) `to`, of exactly this version. */
  get(
    version: ObjectVersion,
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<ObjectBody>;
}
