import type { Finding } from './finding.js';

function byConfidence(a: Finding, b: Finding): number {
  return b.confidence - a.confidence || b.end - b.start - (a.end - a.start) || a.start - b.start;
}

/**
 * Keeps of findings that overlap the surest, and of those the longest, in the order of the text. Each
 * kind looks at a character a bounded number of times, so that this takes linear time but for a sort.
 */
export function resolveOverlaps(findings: Finding[], length: number): readonly Finding[] {
  if (findings.length < 2) return findings;
  const isTaken = new Uint8Array(length);
  const kept: Finding[] = [];
  for (const finding of findings.sort(byConfidence)) {
    if (isTaken[finding.start] === 1 || isTaken[finding.end - 1] === 1) continue;
    if (isTaken.subarray(finding.start, finding.end).includes(1)) continue;
    isTaken.fill(1, finding.start, finding.end);
    kept.push(finding);
  }
  return kept.sort((a, b) => a.start - b.start);
}
