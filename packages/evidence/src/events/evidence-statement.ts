import type { EvidenceEvent, EvidenceSubject, JsonValue } from '@das/core';
import { utf8 } from '../encoding/bytes.js';
import { checkedObject, isPlainObject } from './checked-details.js';
import { isEvidenceKind, predicateTypeOf } from './evidence-kinds.js';
import { invalidEvent } from './invalid-event.js';
import { refuseSensitiveText } from './refuse-sensitive-text.js';

/** The type of an in-toto Statement v1. */
export const statementType = 'https://in-toto.io/Statement/v1';

/** What our predicates hold, in this order. */
export interface EvidencePredicate {
  /** RFC 3339 with milliseconds in UTC, as all times here. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly details: { readonly [key: string]: JsonValue };
}

/**
 * The bytes of the in-toto Statement v1 of an event.
 *
 * Nothing leaves this function unchecked: names, keys and values are scanned for personal data,
 * and the types are checked again, because an event may come from JavaScript.
 */
export function encodeStatement(event: EvidenceEvent, recordedAt: Date): Uint8Array {
  if (!isEvidenceKind(event.kind)) {
    throw invalidEvent('the kind of the event is not known', 'kind', 'use one of EvidenceKind');
  }
  if (!isPlainObject(event.details)) {
    throw invalidEvent('the details are not an object', 'details', 'pass a plain object');
  }
  const predicate: EvidencePredicate = {
    occurredAt: timestamp(event.occurredAt, 'occurredAt'),
    recordedAt: timestamp(recordedAt, 'recordedAt'),
    details: checkedObject(event.details, 'details'),
  };
  return utf8(
    JSON.stringify({
      _type: statementType,
      subject: checkedSubjects(event.subjects),
      predicateType: predicateTypeOf(event.kind),
      predicate,
    }),
  );
}

function checkedSubjects(subjects: readonly EvidenceSubject[]): object[] {
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw invalidEvent('the event has no subject', 'subjects', 'name what the event is about');
  }
  return subjects.map(({ name, sha256 }: EvidenceSubject, index) => {
    const place = `subjects[${index}]`;
    if (typeof name !== 'string' || name === '') {
      throw invalidEvent('the subject has no name', `${place}.name`, 'give the subject a name');
    }
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      throw invalidEvent(
        'the digest of the subject is not a SHA-256',
        `${place}.sha256`,
        'pass 64 lower-case hexadecimal digits',
      );
    }
    refuseSensitiveText(name, `${place}.name`);
    return { name, digest: { sha256 } };
  });
}

function timestamp(time: Date, place: string): string {
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time.toISOString();
  throw invalidEvent('the time is not a valid Date', place, 'pass a Date');
}
