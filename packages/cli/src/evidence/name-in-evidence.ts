import { createHash } from 'node:crypto';
import { createDetector } from '@das/privacy';

const detector = createDetector();

/**
 * A name as evidence takes it: one that looks like personal data is replaced by what is known of its kind
 * and by a digest, so that the fact itself can still be recorded.
 */
export function nameInEvidence(name: string, kind: string): string {
  if (detector.scan(name).length === 0) return name;
  return `${kind} with a name like personal data, ${digestInLetters(name)}`;
}

/** Sixteen bytes of the SHA-256 as letters from a to p: digits could look like a number of a person. */
function digestInLetters(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
