/** What can leave evidence. A name is `noun.verb`, past tense; the set is closed. */
export type EvidenceKind =
  | 'deployment.approved'
  | 'deployment.started'
  | 'deployment.completed'
  | 'collection.started'
  | 'collection.progressed'
  | 'collection.completed'
  | 'promotion.started'
  | 'promotion.completed'
  | 'replay.started'
  | 'replay.completed'
  | 'slo.measured'
  | 'access.granted'
  | 'access.revoked'
  | 'access.used'
  | 'drift.detected';

/** A JSON value. Evidence details are JSON, so that what is signed can be read for ever. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** What a piece of evidence is about, with the SHA-256 (hex) of its definition or content. */
export interface EvidenceSubject {
  readonly name: string;
  readonly sha256: string;
}

/** One thing that happened. Details are identifiers, digests and counts, never payloads. */
export interface EvidenceEvent {
  readonly kind: EvidenceKind;
  /** When it happened, by the clock of the process that did it. */
  readonly occurredAt: Date;
  /** At least one subject. */
  readonly subjects: readonly [EvidenceSubject, ...EvidenceSubject[]];
  readonly details: { readonly [key: string]: JsonValue };
}

/** Proof that an event was written: its place in the log and the log's state after it. */
export interface EvidenceReceipt {
  /** The leaf's index in the log, from 0. */
  readonly index: number;
  /** The RFC 6962 leaf hash, hex. */
  readonly leafHash: string;
  /** The number of leaves in the tree that the receipt's root is of. */
  readonly treeSize: number;
  /** The tree's root, base64 as in a checkpoint. */
  readonly root: string;
}

/**
 * Where events become evidence.
 *
 * `record` resolves only when the event is durable. If it rejects, the change that the event
 * describes must not proceed.
 */
export interface EvidenceRecorder {
  record(event: EvidenceEvent): Promise<EvidenceReceipt>;
}
