import { EvidenceError } from '../errors/evidence-error.js';

/** The longest entry that tlog-tiles can hold: its length is an unsigned 16-bit number. */
const maximumEntryLength = 65_535;

/** Refuses an entry that is longer than a bundle of the log can hold. */
export function checkEntryLength(entry: Uint8Array): void {
  if (entry.length <= maximumEntryLength) return;
  throw new EvidenceError(
    'DAS_EVIDENCE_TOO_LARGE',
    `the signed event has ${entry.length} bytes, and an entry has at most ${maximumEntryLength}`,
    { place: 'details', next: 'keep the content elsewhere, and name its SHA-256 as a subject' },
  );
}
