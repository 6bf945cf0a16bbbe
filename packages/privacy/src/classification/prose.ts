import type { ColumnProfile } from './column-profile.js';
import type { WeighedMeaning } from './weigh-meanings.js';

/** Whether the values are prose: many words, and seldom twice the same. */
export function isProse({ values, sentences, uniqueness, averageLength }: ColumnProfile): boolean {
  if (values === 0) return false;
  const isWordy = sentences > 0.5 || (sentences > 0.2 && averageLength > 40);
  return isWordy && (values < 20 || uniqueness > 0.3);
}

/** The meaning of prose. */
export function proseMeaning({ sentences }: ColumnProfile): WeighedMeaning {
  const confidence = Math.min(0.9, 0.55 + 0.35 * sentences);
  return {
    meaning: 'free_text',
    confidence: Math.round(confidence * 100) / 100,
    reasons: [{ signal: 'shape', weight: confidence, detail: 'the values are sentences' }],
  };
}
