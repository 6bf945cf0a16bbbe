import { chooseMeaning } from './choose-meaning.js';
import type { ColumnClassification } from './column-classification.js';
import { declareMeaning, unknownMeaning } from './declare-meaning.js';
import { kindRates } from './kind-rates.js';
import { type MeaningId, meaningOf } from './meaning.js';
import { isProse, proseMeaning } from './prose.js';
import type { ReadColumn } from './read-column.js';
import { structuralMeaning } from './structural-meaning.js';
import type { TableContext } from './table-context.js';
import { weighMeanings } from './weigh-meanings.js';

/** A classification with the meaning behind it, for what it says of the columns beside it. */
export interface ClassifiedColumn {
  readonly classification: ColumnClassification;
  readonly meaning: MeaningId | undefined;
}

/** Classifies a column with what is known of its table. */
export function classifyInTable(column: ReadColumn, table: TableContext): ClassifiedColumn {
  const { name, type, profile, counts } = column;
  const isFreeText = isProse(profile);
  const weighed = weighMeanings(column, table);
  const fallback = structuralMeaning(profile, type, table);
  const prose = isFreeText ? proseMeaning(profile) : undefined;
  const chosen = chooseMeaning(weighed, prose, fallback);
  const found = kindRates(counts, profile.values);
  const declared =
    chosen === undefined
      ? unknownMeaning(found, profile)
      : declareMeaning(chosen, { name, found, profile, table });
  const alternatives = [...weighed, ...(prose === undefined ? [] : [prose])]
    .filter((each) => each !== chosen && each.confidence >= 0.2)
    .sort((left, right) => right.confidence - left.confidence)
    .slice(0, 3)
    .map(({ meaning, confidence }) => {
      const { semanticType, classification } = meaningOf(meaning);
      return { semanticType, classification, confidence };
    });
  return {
    meaning: chosen?.meaning,
    classification: { name, ...declared, alternatives, isFreeText, found, values: profile.values },
  };
}
