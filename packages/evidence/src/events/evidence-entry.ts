import type { EvidenceKind, EvidenceSubject, JsonValue } from '@das/core';
import { inTotoPayloadType, openEnvelope } from '../dsse/envelope.js';
import { hex } from '../encoding/bytes.js';
import { isObject, parseJson } from '../encoding/parse-json.js';
import { EvidenceError } from '../errors/evidence-error.js';
import { hashLeaf } from '../merkle/tree-hash.js';
import type { EvidenceVerifier } from '../note/evidence-verifier.js';
import { kindOf } from './evidence-kinds.js';
import { statementType } from './evidence-statement.js';

/** One event as it is in the log, its signature checked. */
export interface EvidenceEntry {
  /** The leaf's index in the log, from 0. */
  readonly index: number;
  /** The RFC 6962 leaf hash, hex. */
  readonly leafHash: string;
  readonly kind: EvidenceKind;
  /** When it happened, by the clock of the process that did it. */
  readonly occurredAt: Date;
  /** When it was signed for the log, by the same clock. */
  readonly recordedAt: Date;
  readonly subjects: readonly EvidenceSubject[];
  readonly details: { readonly [key: string]: JsonValue };
}

/** The payload of an envelope as a Statement v1, or `undefined` when it is not one. */
export function parseStatement(
  payloadType: string,
  payload: Uint8Array,
): { readonly [key: string]: unknown } | undefined {
  if (payloadType !== inTotoPayloadType) return undefined;
  const statement = parseJson(payload);
  if (!isObject(statement) || statement._type !== statementType) return undefined;
  const isWhole =
    Array.isArray(statement.subject) &&
    typeof statement.predicateType === 'string' &&
    isObject(statement.predicate);
  return isWhole ? statement : undefined;
}

/** Decodes a leaf of the log; one that this key did not sign, or that is no event, is refused. */
export function decodeEntry(
  bytes: Uint8Array,
  index: number,
  verifier: EvidenceVerifier,
  place: string,
): EvidenceEntry {
  const envelope = openEnvelope(bytes, verifier);
  if (envelope.status !== 'verified') {
    throw new EvidenceError('DAS_EVIDENCE_DAMAGED', 'the entry was not signed by the log’s key', {
      place,
      next: 'verify the log to find all files that were changed',
    });
  }
  const statement = parseStatement(envelope.payloadType, envelope.payload);
  const event = statement && eventOf(statement);
  if (event !== undefined) return { index, leafHash: hex(hashLeaf(bytes)), ...event };
  throw new EvidenceError('DAS_EVIDENCE_MALFORMED', 'the entry is not an event of a known kind', {
    place,
    next: 'read the log with a version of @das/evidence at least as new as the one that wrote it',
  });
}

function eventOf(statement: {
  readonly [key: string]: unknown;
}): Omit<EvidenceEntry, 'index' | 'leafHash'> | undefined {
  const { subject, predicateType, predicate } = statement;
  if (typeof predicateType !== 'string' || !isObject(predicate)) return undefined;
  const kind = kindOf(predicateType);
  const occurredAt = dateOf(predicate.occurredAt);
  const recordedAt = dateOf(predicate.recordedAt);
  const subjects = Array.isArray(subject) ? subject.map(subjectOf) : [];
  const known = subjects.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < subjects.length) return undefined;
  if (kind === undefined || occurredAt === undefined || recordedAt === undefined) return undefined;
  if (!isObject(predicate.details)) return undefined;
  // What JSON.parse made is JSON.
  const details = predicate.details as EvidenceEntry['details'];
  return { kind, occurredAt, recordedAt, subjects: known, details };
}

function subjectOf(value: unknown): EvidenceSubject | undefined {
  if (!isObject(value) || !isObject(value.digest)) return undefined;
  const { name } = value;
  const { sha256 } = value.digest;
  return typeof name === 'string' && typeof sha256 === 'string' ? { name, sha256 } : undefined;
}

function dateOf(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
