import { aggregateFunctions, windowFunctions } from './aggregate-functions.js';
import { arrayFunctions } from './array-functions.js';
import { calendarFunctions } from './calendar-functions.js';
import { collectionFunctions } from './collection-functions.js';
import { conditionalFunctions } from './conditional-functions.js';
import { contextFunctionNames } from './context-functions.js';
import { dateFunctions } from './date-functions.js';
import { encodingFunctions } from './encoding-functions.js';
import type { FunctionDefinition } from './function-definition.js';
import { mathematicsFunctions } from './mathematics-functions.js';
import { momentFromParts } from './moment-from-parts.js';
import { numberFunctions } from './number-functions.js';
import { regressionFunctions } from './regression-functions.js';
import { textFunctions } from './text-functions.js';
import { textMeasures } from './text-measures.js';
import { timeZoneFunctions } from './time-zone-functions.js';
import { variantFunctions } from './variant-functions.js';
import { variantKinds } from './variant-kinds.js';
import { wordFunctions } from './word-functions.js';

const table = new Map<string, FunctionDefinition>(
  [
    textFunctions,
    numberFunctions,
    mathematicsFunctions,
    encodingFunctions,
    conditionalFunctions,
    dateFunctions,
    variantFunctions,
    variantKinds,
    collectionFunctions,
    arrayFunctions,
    wordFunctions,
    textMeasures,
    calendarFunctions,
    momentFromParts,
    timeZoneFunctions,
    aggregateFunctions,
    regressionFunctions,
    windowFunctions,
  ].flatMap((functions) => Object.entries(functions)),
);

/** The definition of a function; absent when the engine does not know it to mean the same. */
export function functionDefinition(name: string): FunctionDefinition | undefined {
  return table.get(name);
}

export function isAggregate(name: string): boolean {
  return table.get(name)?.kind === 'aggregate';
}

/** The names of all supported functions, for the README. */
export function supportedFunctions(): readonly string[] {
  return [...table.keys(), ...contextFunctionNames].sort();
}
