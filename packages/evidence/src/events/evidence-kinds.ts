import type { EvidenceKind } from '@das/core';

// A record, so that the compiler sees a kind that is missing.
const kinds: { readonly [Kind in EvidenceKind]: true } = {
  'deployment.approved': true,
  'deployment.started': true,
  'deployment.completed': true,
  'collection.started': true,
  'collection.progressed': true,
  'collection.completed': true,
  'promotion.started': true,
  'promotion.completed': true,
  'replay.started': true,
  'replay.completed': true,
  'slo.measured': true,
  'access.granted': true,
  'access.revoked': true,
  'access.used': true,
  'drift.detected': true,
};

/** Whether a text is a kind of evidence. */
export function isEvidenceKind(text: string): text is EvidenceKind {
  return Object.hasOwn(kinds, text);
}

/** The in-toto predicate type of a kind of evidence. */
export function predicateTypeOf(kind: EvidenceKind): string {
  return `https://das.dev/evidence/${kind}/v1`;
}

/** The kind of evidence of a predicate type, or `undefined` when it is none of ours. */
export function kindOf(predicateType: string): EvidenceKind | undefined {
  const kind = /^https:\/\/das\.dev\/evidence\/([^/]+)\/v1$/.exec(predicateType)?.[1] ?? '';
  return isEvidenceKind(kind) ? kind : undefined;
}
