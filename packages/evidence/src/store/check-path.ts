import { EvidenceError } from '../errors/evidence-error.js';

const part = '[A-Za-z0-9-][A-Za-z0-9.-]*';
const storePath = new RegExp(`^${part}(/${part})*$`);

/** Refuses a path that could leave the store or meet the store's own hidden files. */
export function checkPath(path: string): void {
  if (storePath.test(path)) return;
  throw new EvidenceError('DAS_EVIDENCE_INVALID_PATH', 'the path is not one of an evidence store', {
    place: path,
    next: 'use parts of letters, digits, dots and hyphens with "/" between them',
  });
}

/** The error of a file that must be new and is not. */
export function alreadyExists(place: string, path: string): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_ALREADY_EXISTS', 'a file that must be new is there', {
    place: `${place}: ${path}`,
    next: 'verify the log, and find out what else writes to it',
  });
}
