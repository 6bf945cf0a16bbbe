import { DasError } from '@das/contracts';
import { CollectorsError, type CollectorsErrorCode } from '../errors/collectors-error.js';
import type { ObjectVersion } from './s3-port.js';

/** Why an object's version cannot be read, now or ever: what stands in quarantine in its place. */
export type ObjectFault =
  | 'object_replaced'
  | 'object_deleted'
  | 'not_encrypted_as_demanded'
  | 'broken_gzip'
  | 'broken_zstd'
  | 'decompression_bomb'
  | 'wrong_format'
  | 'missing_column'
  | 'duplicate_column';

/** An object that is not encrypted as it must be. */
export class WrongEncryption extends Error {}

const contentFaults: Readonly<Partial<Record<CollectorsErrorCode, ObjectFault>>> = {
  DAS_SOURCE_BROKEN_ZSTD: 'broken_zstd',
  DAS_SOURCE_DECOMPRESSION_BOMB: 'decompression_bomb',
  DAS_SOURCE_WRONG_FORMAT: 'wrong_format',
  DAS_SOURCE_MISSING_COLUMN: 'missing_column',
  DAS_SOURCE_DUPLICATE_COLUMN: 'duplicate_column',
};

/**
 * The fault of the version itself, which no further try mends, or `undefined` where another try may
 * succeed: after a permission was given, or the network is back.
 */
export function objectFaultOf(error: unknown): ObjectFault | undefined {
  if (error instanceof WrongEncryption) return 'not_encrypted_as_demanded';
  if (DasError.isInstance(error)) return contentFaults[error.code as CollectorsErrorCode];
  const { status, name, code } = signsOf(error);
  if (code.startsWith('Z_')) return 'broken_gzip';
  if (status === 412 || name === 'PreconditionFailed') return 'object_replaced';
  // A version that a marker of a deletion hides is not allowed rather than not found.
  if (name === 'NoSuchKey' || name === 'NoSuchVersion' || status === 405) return 'object_deleted';
  return undefined;
}

function signsOf(error: unknown): { status: number; name: string; code: string } {
  const given = error as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  } | null;
  return {
    status: given?.$metadata?.httpStatusCode ?? 0,
    name: String(given?.name ?? ''),
    code: String(given?.code ?? ''),
  };
}

/** Says what failed at S3 and what to do, without quoting what S3 said. */
export function s3FailureOf(error: unknown, place: string): unknown {
  if (DasError.isInstance(error)) return error;
  const { status, name } = signsOf(error);
  if (name === 'AbortError') return error;
  const failure = (code: CollectorsErrorCode, message: string, next: string, isRetryable = false) =>
    new CollectorsError(code, message, { place, next, isRetryable, cause: error });
  if (name.startsWith('KMS.') || /kms:Decrypt/i.test(messageOf(error))) {
    return failure(
      'DAS_SOURCE_REFUSED',
      `S3 may not decrypt the object for this identity (${name})`,
      'allow this identity kms:Decrypt on the key of the object, in its policy and in that of the key, and make sure that the key is enabled',
    );
  }
  if (name === 'InvalidObjectState') {
    return failure(
      'DAS_SOURCE_UNREADABLE',
      'the object is archived',
      'restore it, or leave it out by `keys`',
    );
  }
  if (status === 403 || status === 401) {
    return failure(
      'DAS_SOURCE_REFUSED',
      `S3 refuses to read (${name})`,
      'allow this identity s3:ListBucket on the bucket and s3:GetObject on its objects (s3:ListBucketVersions and s3:GetObjectVersion for versions)',
    );
  }
  if (name === 'NoSuchBucket') {
    return failure(
      'DAS_SOURCE_NOT_FOUND',
      'the bucket does not exist',
      'check its name, the region and the account',
    );
  }
  const isAway = status === 0 || status >= 500;
  return failure(
    isAway ? 'DAS_SOURCE_UNREACHABLE' : 'DAS_SOURCE_UNREADABLE',
    `S3 cannot be read (${name || 'unknown'})`,
    'check that it can be reached from here',
    isAway,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** What names the version where its content cannot stand. */
export function referenceTo({ bucket, key, etag, versionId, size }: ObjectVersion): string {
  return JSON.stringify({ bucket, key, etag, versionId, size });
}
