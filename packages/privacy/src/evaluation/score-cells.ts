import { createDetector } from '../detection/create-detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { Label, LabelledCell } from './labelled-cell.js';

/** How often a kind was found, missed, and seen where it was not. */
export interface Score {
  found: number;
  missed: number;
  /** Of those missed as this kind: found as another one. */
  confused: number;
  wrong: number;
}

/** A miss or a wrong finding, for those who mend detectors. */
export interface Mistake {
  readonly what: 'missed' | 'wrong' | 'confused';
  readonly kind: DetectorId;
  readonly as: DetectorId | undefined;
  readonly cell: LabelledCell;
  readonly text: string;
}

/** Anything that finds sensitive values in a cell. */
export type FindInCell = (cell: LabelledCell) => readonly Label[];

/** The detectors of this package, told the name of the column as they are at ingest. */
export function ourDetectors(): FindInCell {
  const byName = new Map<string | undefined, ReturnType<typeof createDetector>>();
  return ({ text, columnName }) => {
    let detector = byName.get(columnName);
    if (detector === undefined) {
      detector = createDetector(columnName === undefined ? {} : { context: { columnName } });
      byName.set(columnName, detector);
    }
    return detector.scan(text);
  };
}

function overlaps(first: Label, second: Label): boolean {
  return first.start < second.end && second.start < first.end;
}

/**
 * Counts, kind by kind. A label is found when a finding of the same kind overlaps it; a finding that
 * overlaps no label of its kind is wrong, whatever else is there.
 */
export function scoreCells(
  cells: readonly LabelledCell[],
  find: FindInCell,
  onMistake?: (mistake: Mistake) => void,
): ReadonlyMap<DetectorId, Score> {
  const scores = new Map<DetectorId, Score>();
  const scoreOf = (kind: DetectorId): Score => {
    const known = scores.get(kind) ?? { found: 0, missed: 0, confused: 0, wrong: 0 };
    scores.set(kind, known);
    return known;
  };
  for (const cell of cells) {
    const findings = find(cell);
    const textOf = ({ start, end }: Label): string => cell.text.slice(start, end);
    for (const label of cell.labels) {
      const score = scoreOf(label.kind);
      if (findings.some((each) => each.kind === label.kind && overlaps(each, label))) {
        score.found += 1;
        continue;
      }
      const other = findings.find((each) => overlaps(each, label));
      score.missed += 1;
      if (other !== undefined) score.confused += 1;
      const what = other === undefined ? 'missed' : 'confused';
      onMistake?.({ what, kind: label.kind, as: other?.kind, cell, text: textOf(label) });
    }
    for (const each of findings) {
      const isRight = cell.labels.some(
        (label) => label.kind === each.kind && overlaps(label, each),
      );
      if (isRight) continue;
      scoreOf(each.kind).wrong += 1;
      onMistake?.({ what: 'wrong', kind: each.kind, as: undefined, cell, text: textOf(each) });
    }
  }
  return scores;
}

/** The sum of all kinds. */
export function total(scores: ReadonlyMap<DetectorId, Score>): Score {
  const sum: Score = { found: 0, missed: 0, confused: 0, wrong: 0 };
  for (const { found, missed, confused, wrong } of scores.values()) {
    sum.found += found;
    sum.missed += missed;
    sum.confused += confused;
    sum.wrong += wrong;
  }
  return sum;
}

/** Of what was found, how much was right; 1 when nothing was. */
export function precisionOf({ found, wrong }: Score): number {
  return found + wrong === 0 ? 1 : found / (found + wrong);
}

/** Of what was there, how much was found; 1 when nothing was. */
export function recallOf({ found, missed }: Score): number {
  return found + missed === 0 ? 1 : found / (found + missed);
}

/** The harmonic mean of the two. */
export function f1Of(score: Score): number {
  const precision = precisionOf(score);
  const recall = recallOf(score);
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
