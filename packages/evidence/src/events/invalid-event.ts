import { EvidenceError } from '../errors/evidence-error.js';

/** The error of an event that cannot be written as a statement. */
export function invalidEvent(message: string, place: string, next: string): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_INVALID_EVENT', message, { place, next });
}
