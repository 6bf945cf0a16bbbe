import type { ObjectVersion } from './s3-port.js';

/**
 * The partition of a version: its ETag stands for its content, so that what a listing and a
 * notification name is the same. Where all versions are read it is the version's id.
 */
export function objectPartition(
  { bucket, key, etag, versionId }: ObjectVersion,
  versions: 'latest' | 'all',
): string {
  return `s3://${bucket}/${key}#${versions === 'all' ? (versionId ?? 'null') : etag}`;
}

/** The key in the name of a partition of this bucket; nothing if it is none. */
export function keyOfPartition(bucket: string, partition: string): string | undefined {
  const start = `s3://${bucket}/`;
  const end = partition.lastIndexOf('#');
  return partition.startsWith(start) && end > start.length
    ? partition.slice(start.length, end)
    : undefined;
}
