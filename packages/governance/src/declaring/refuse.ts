import { nearMiss } from '@das/contracts';
import { GovernanceError, type GovernanceErrorCode } from '../errors/governance-error.js';

/** How a builder refuses what it is given: with the place that the builder stands for. */
export type Refuse = (message: string, next: string) => GovernanceError;

/** Makes errors of one builder. */
export function refusing(
  code: GovernanceErrorCode,
  builder: string,
  name: string | undefined,
): Refuse {
  // A name that is no identifier could be anything, even a value: it stays out of the error.
  const isName = typeof name === 'string' && identifierPattern.test(name);
  const place = isName ? `${builder} ${name}` : builder;
  return (message, next) => new GovernanceError(code, message, { place, next });
}

const identifierPattern = /^[A-Z][A-Z0-9_]{0,127}$/;

/** Refuses a name that would have to be quoted to survive Snowflake's upper-casing. */
export function checkIdentifier(value: unknown, what: string, refuse: Refuse): void {
  if (typeof value === 'string' && identifierPattern.test(value)) return;
  const upper = typeof value === 'string' ? value.toUpperCase() : '';
  throw refuse(
    `${what} is not an upper-case identifier`,
    identifierPattern.test(upper)
      ? `write ${upper}`
      : 'use upper-case letters, digits and underscores, a letter first',
  );
}

/** Refuses a word that is not one of those known, and says which was probably meant. */
export function checkKnown<T extends string>(
  value: unknown,
  known: readonly T[],
  what: string,
  refuse: Refuse,
): asserts value is T {
  if (known.some((each) => each === value)) return;
  throw refuse(`${what} is not known`, suggest(value, known));
}

/** What to write in place of a word that is not known. */
export function suggest(given: unknown, known: readonly string[]): string {
  const meant = typeof given === 'string' ? nearMiss(given, known) : undefined;
  const all = `use one of ${known.join(', ')}`;
  return meant === undefined ? all : `did you mean ${meant}? ${all}`;
}

/** Refuses members that a definition does not have: a misspelt protection would protect nothing. */
export function checkMembers(
  definition: unknown,
  known: readonly string[],
  refuse: Refuse,
): asserts definition is object {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    throw refuse('the definition is not an object', `give an object with ${known.join(', ')}`);
  }
  for (const member of Object.keys(definition)) {
    if (known.includes(member)) continue;
    throw refuse('a member of the definition is not known', suggest(member, known));
  }
}

/** Refuses what is not a list, is empty, or holds the same twice. */
export function checkList(
  value: unknown,
  what: string,
  refuse: Refuse,
): asserts value is readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw refuse(`${what} is empty or no list`, `list at least one`);
  }
  if (new Set(value).size !== value.length) {
    throw refuse(`${what} holds the same twice`, 'name each once');
  }
}

/** A value with everything in it frozen. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
