import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { loadPeer } from '../peer/load-peer.js';
import type { ObjectBody, ObjectPage, ObjectVersion, S3Port } from './s3-port.js';

type Sdk = typeof import('@aws-sdk/client-s3');

/** S3 by the AWS SDK. */
export class AwsS3Port implements S3Port {
  readonly #sdk: Sdk;
  readonly #client: S3Client;

  private constructor(sdk: Sdk, client: S3Client) {
    this.#sdk = sdk;
    this.#client = client;
  }

  static async open(options: S3ClientConfig): Promise<AwsS3Port> {
    const sdk = await loadPeer('@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));
    return new AwsS3Port(sdk, new sdk.S3Client(options));
  }

  async list(
    request: Parameters<S3Port['list']>[0],
    abortSignal: AbortSignal,
  ): Promise<ObjectPage> {
    return request.versions === 'all'
      ? await this.#listVersions(request, abortSignal)
      : await this.#listObjects(request, abortSignal);
  }

  async get(
    { bucket, key, etag, versionId }: ObjectVersion,
    { from, to }: { readonly from: number; readonly to: number },
    abortSignal: AbortSignal,
  ): Promise<ObjectBody> {
    const command = new this.#sdk.GetObjectCommand({
      Bucket: bucket,
      Key: key,
      IfMatch: `"${etag}"`,
      Range: `bytes=${from}-${to - 1}`,
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    });
    const got = await this.#client.send(command, { abortSignal });
    return {
      // In Node the body is a stream that is iterated over like any other.
      body: (got.Body ?? []) as AsyncIterable<Uint8Array>,
      encryption: { algorithm: got.ServerSideEncryption, keyId: got.SSEKMSKeyId },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
  }

  async #listObjects(
    { bucket, prefix, after }: Parameters<S3Port['list']>[0],
    abortSignal: AbortSignal,
  ): Promise<ObjectPage> {
    const command = new this.#sdk.ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(after === undefined ? {} : { ContinuationToken: after }),
    });
    const page = await this.#client.send(command, { abortSignal });
    return {
      objects: (page.Contents ?? []).map((each) => ({
        bucket,
        key: each.Key ?? '',
        etag: unquoted(each.ETag),
        size: each.Size ?? 0,
        modifiedAt: each.LastModified?.getTime(),
      })),
      next: page.NextContinuationToken,
    };
  }

  async #listVersions(
    { bucket, prefix, after }: Parameters<S3Port['list']>[0],
    abortSignal: AbortSignal,
  ): Promise<ObjectPage> {
    const markers: { KeyMarker?: string; VersionIdMarker?: string } =
      after === undefined ? {} : JSON.parse(after);
    const command = new this.#sdk.ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...markers,
    });
    const page = await this.#client.send(command, { abortSignal });
    const objects = (page.Versions ?? []).map((each) => ({
      bucket,
      key: each.Key ?? '',
      etag: unquoted(each.ETag),
      size: each.Size ?? 0,
      versionId: each.VersionId ?? 'null',
      modifiedAt: each.LastModified?.getTime(),
    }));
    const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    return {
      // S3 names the newest version of a key first; they are read in the order in which they came.
      objects: objects.reverse().sort((one, other) => compare(one.key, other.key)),
      next: page.IsTruncated === true ? JSON.stringify(next) : undefined,
    };
  }
}

function unquoted(etag: string | undefined): string {
  return (etag ?? '').replace(/^"|"$/g, '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
