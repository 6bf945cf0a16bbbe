import { createHash } from 'node:crypto';
import type { Domain, EvidenceRecorder } from '@das/core';
import { type DriftFinding, placeText } from '@das/governance';
import { nameInEvidence } from '../evidence/name-in-evidence.js';
import { countGrades } from './drift-lines.js';

/** So many findings are named in a leaf, which has a limit; the digest covers all. */
const namedAtMost = 100;

/**
 * Records what was found. The names of users may be personal, and are left out; so is any other name that
 * looks like personal data, which its digest stands for: the finding itself is always recorded.
 */
export async function recordDrift(
  evidence: EvidenceRecorder,
  { name }: Domain,
  findings: readonly DriftFinding[],
): Promise<void> {
  if (findings.length === 0) return;
  const named = findings.map(({ rule, grade, place }) => {
    const where = placeText(place).replace(/ to user .*$/, ' to a user');
    return `${grade} ${rule} ${nameInEvidence(where, where.split(' ')[0] ?? '')}`;
  });
  await evidence.record({
    kind: 'drift.detected',
    occurredAt: new Date(),
    subjects: [{ name, sha256: createHash('sha256').update(JSON.stringify(named)).digest('hex') }],
    details: { counts: { ...countGrades(findings) }, findings: named.slice(0, namedAtMost) },
  });
}
