import { isProtected } from '@das/contracts';
import { classifyColumn } from '../classification/classify-column.js';
import type { LabelledColumn } from './sample-columns.js';
import { expectedMeaning } from './sample-columns.js';

/** How a set of columns was classified. */
export interface ColumnScore {
  sensitive: number;
  /** Sensitive columns with the right meaning. */
  understood: number;
  /** Sensitive columns that are to be protected, whatever the meaning. */
  protected: number;
  /** Sensitive columns of which nobody could say what they are. */
  undecided: number;
  /** Sensitive columns that were taken for harmless: what must not happen. */
  released: number;
  harmless: number;
  /** Harmless columns that are to be protected. */
  alarms: number;
  /** Harmless columns of which nobody could say what they are. */
  harmlessUndecided: number;
}

/** Classifies each column alone, as the hardest case: nothing stands beside it. */
export function scoreColumns(columns: readonly LabelledColumn[]): ColumnScore {
  const score: ColumnScore = {
    sensitive: 0,
    understood: 0,
    protected: 0,
    undecided: 0,
    released: 0,
    harmless: 0,
    alarms: 0,
    harmlessUndecided: 0,
  };
  for (const { name, samples, kind } of columns) {
    const { semanticType, classification } = classifyColumn({ name, samples });
    const isUnknown = classification === 'unknown';
    const isSafe = !isUnknown && isProtected(classification);
    if (kind === undefined) {
      score.harmless += 1;
      if (isSafe) score.alarms += 1;
      if (isUnknown) score.harmlessUndecided += 1;
      continue;
    }
    score.sensitive += 1;
    if (semanticType === expectedMeaning(kind)) score.understood += 1;
    if (isSafe) score.protected += 1;
    else if (isUnknown) score.undecided += 1;
    else score.released += 1;
  }
  return score;
}
