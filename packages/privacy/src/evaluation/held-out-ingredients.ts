import { heldOutHarmless } from './held-out-harmless.js';
import { heldOutColumnNames, heldOutHarmlessNames, heldOutVagueNames } from './held-out-names.js';
import { heldOutSentences } from './held-out-sentences.js';
import { heldOutValues } from './held-out-values.js';
import type { Ingredients } from './sample-cells.js';

/**
 * What the held-out set is made from: other forms, names and sentences than the open set. Only its
 * numbers are looked at. Whoever tunes a detector to a case in it takes the meaning from them.
 */
export const heldOutIngredients: Ingredients = {
  values: heldOutValues,
  columnNames: heldOutColumnNames,
  vagueNames: heldOutVagueNames,
  harmless: heldOutHarmless,
  harmlessNames: heldOutHarmlessNames,
  templates: heldOutSentences,
};
