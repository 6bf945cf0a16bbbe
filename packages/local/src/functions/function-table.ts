import { aggregateFunctions, windowFunctions } from './aggregate-functions.js';
import { calendarFunctions } from './calendar-functions.js';
import { collectionFunctions } from './collection-functions.js';
import { conditionalFunctions } from './conditional-functions.js';
import { contextFunctionNames } from './context-functions.js';
import { dateFunctions } from './date-functions.js';
import type { FunctionDefinition } from './function-definition.js';
import { numberFunctions } from './number-functions.js';
import { textFunctions } from './text-functions.js';
import { variantFunctions } from './variant-functions.js';
import { wordFunctions } from './word-functions.js';

const table = new Map<string, FunctionDefinition>(
  [
    textFunctions,
    numberFunctions,
    conditionalFunctions,
    dateFunctions,
    variantFunctions,
    collectionFunctions,
    wordFunctions,
    calendarFunctions,
    aggregateFunctions,
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
