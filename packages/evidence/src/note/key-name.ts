import { EvidenceError } from '../errors/evidence-error.js';

const keyName = /^[^\p{White_Space}\p{Cc}\p{Cs}+]{1,255}$/u;

/** Whether a text may name a key, and so be the origin of a log (C2SP signed-note). */
export function isKeyName(text: string): boolean {
  return keyName.test(text);
}

/** Refuses a text that may not name a key with `DAS_EVIDENCE_INVALID_ORIGIN`. */
export function checkOrigin(origin: string): void {
  if (isKeyName(origin)) return;
  throw new EvidenceError(
    'DAS_EVIDENCE_INVALID_ORIGIN',
    'the origin of an evidence log is 1 to 255 characters without spaces, control characters or "+"',
    { place: 'origin', next: 'use a name like example.com/das/commerce' },
  );
}
