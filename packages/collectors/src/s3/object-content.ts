import { setTimeout as wait } from 'node:timers/promises';
import type { RangedContent } from '../format/format.js';
import { WrongEncryption } from './object-fault.js';
import type { ObjectEncryption, ObjectVersion, S3Port } from './s3-port.js';

/** How objects must be encrypted where they lie. */
export interface ExpectedEncryption {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** The key's id or ARN, as S3 tells it. An alias is not told, so it cannot be demanded. */
  readonly keyId?: string;
}

/** How often a connection that broke is made again without a byte in between. */
const mostAttempts = 5;

/**
 * One version of an object. Every part is asked for with the version's ETag, so that content which
 * changes under the reader is an error and never a mixture.
 */
export function objectContent(
  port: S3Port,
  version: ObjectVersion,
  expected: ExpectedEncryption | undefined,
  signal: AbortSignal,
): RangedContent {
  return {
    size: version.size,
    read: async function* (from, given = version.size) {
      const to = Math.min(given, version.size);
      let at = from;
      for (let attempt = 1; at < to; attempt += 1) {
        const { body, encryption } = await port.get(version, { from: at, to }, signal);
        if (!isAsExpected(encryption, expected)) throw new WrongEncryption();
        try {
          for await (const chunk of body) {
            at += chunk.length;
            attempt = 1;
            yield chunk;
          }
        } catch (error) {
          if (signal.aborted || attempt >= mostAttempts) throw error;
        }
        if (at >= to) return;
        // A reader that waits long for room finds the connection closed: the rest is asked for anew.
        if (attempt >= mostAttempts) throw new Error('the object ended early, time and again');
        await wait(100 * 2 ** attempt, undefined, { signal });
      }
    },
  };
}

function isAsExpected(
  { algorithm, keyId }: ObjectEncryption,
  expected: ExpectedEncryption | undefined,
): boolean {
  if (expected === undefined) return true;
  if (algorithm !== expected.algorithm) return false;
  if (expected.keyId === undefined || keyId === expected.keyId) return true;
  return keyId?.endsWith(`:key/${expected.keyId}`) ?? false;
}
