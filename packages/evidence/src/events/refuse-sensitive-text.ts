import { createDetector, detectorIds } from '@das/privacy';
import { EvidenceError } from '../errors/evidence-error.js';

/** Addresses of repositories and runs are what evidence points to, so they are no finding. */
const detector = createDetector({ kinds: detectorIds.filter((kind) => kind !== 'url') });

/** Refuses a text in which personal data is detected. The error has its kind and place, never the text. */
export function refuseSensitiveText(text: string, place: string): void {
  const [finding] = detector.scan(text);
  if (finding === undefined) return;
  throw new EvidenceError(
    'DAS_EVIDENCE_SENSITIVE_DATA',
    `the event holds what looks like personal data (${finding.kind}), and nothing was written`,
    { place, next: 'record an identifier, a count or a SHA-256 instead of the value' },
  );
}
