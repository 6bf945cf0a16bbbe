import { detectorIds, detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import { entityColumnNames, vagueColumnNames } from './column-names.js';
import { entityValues } from './entity-values.js';
import {
  ambiguousKinds,
  type HarmlessKind,
  harmlessColumnNames,
  harmlessValues,
} from './harmless-values.js';
import { fillTemplate, type LabelledCell, wholeCell } from './labelled-cell.js';
import { pick, type Random } from './random.js';
import { sentences } from './sentences.js';

/** What a labelled set is made from. The held-out set has its own. */
export interface Ingredients {
  readonly values: Readonly<Record<DetectorId, (random: Random) => string>>;
  readonly columnNames: Readonly<Record<DetectorId, readonly string[]>>;
  readonly vagueNames: readonly string[];
  readonly harmless: Readonly<Record<HarmlessKind, (random: Random) => string>>;
  readonly harmlessNames: Readonly<Record<HarmlessKind, readonly string[]>>;
  readonly templates: readonly string[];
}

/** What the set that everybody may look at is made from. */
export const openIngredients: Ingredients = {
  values: entityValues,
  columnNames: entityColumnNames,
  vagueNames: vagueColumnNames,
  harmless: harmlessValues,
  harmlessNames: harmlessColumnNames,
  templates: Object.values(sentences).flat(),
};

/** How many of each there are. */
export interface SampleSize {
  /** Cells of each kind in columns that are named for it. */
  readonly named: number;
  /** Cells of each harmless kind, under their own names and under ones that say nothing. */
  readonly harmless: number;
  /** Times that each template is filled. */
  readonly sentences: number;
}

/**
 * Labelled cells: of each kind under names that say what it is; of the kinds that are found by
 * themselves, also under names that say nothing; harmless values under both; sentences.
 */
export function sampleCells(
  random: Random,
  ingredients: Ingredients,
  size: SampleSize,
): readonly LabelledCell[] {
  const { values, columnNames, vagueNames, harmless, harmlessNames, templates } = ingredients;
  const cells: LabelledCell[] = [];
  const repeat = (times: number, make: () => LabelledCell): void => {
    for (let index = 0; index < times; index += 1) cells.push(make());
  };
  for (const kind of detectorIds) {
    repeat(size.named, () =>
      wholeCell(values[kind](random), kind, pick(random, columnNames[kind]), 'named'),
    );
    if (detectors[kind].needsContext || needsSomeContext.has(kind)) continue;
    repeat(Math.ceil(size.named / 2), () =>
      wholeCell(values[kind](random), kind, pick(random, vagueNames), 'unnamed'),
    );
  }
  for (const kind of Object.keys(harmless) as HarmlessKind[]) {
    repeat(size.harmless, () =>
      wholeCell(harmless[kind](random), undefined, pick(random, harmlessNames[kind]), 'named'),
    );
    if (ambiguousKinds.has(kind)) continue;
    repeat(Math.ceil(size.harmless / 2), () =>
      wholeCell(harmless[kind](random), undefined, pick(random, vagueNames), 'unnamed'),
    );
  }
  const fill = (slot: string) => {
    if (slot.startsWith('!')) {
      return { text: harmless[slot.slice(1) as HarmlessKind](random), kind: undefined };
    }
    const kind = slot as DetectorId;
    return { text: values[kind](random), kind };
  };
  for (const template of templates) {
    const columnName = pick(random, ['notes', 'message', 'body', undefined, 'text', 'line']);
    repeat(size.sentences, () => fillTemplate(template, columnName, fill));
  }
  return cells;
}

/** Five digits, a word, a number: nobody can say what they are where nothing else does. */
const needsSomeContext: ReadonlySet<DetectorId> = new Set([
  'postal_code',
  'age_over_89',
  'city',
  'photo',
]);
