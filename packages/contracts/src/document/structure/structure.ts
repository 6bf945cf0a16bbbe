import { isJsonObject } from '../json.js';

/** The way from the root of a document to one of its parts. */
export type DocumentPath = readonly (string | number)[];

/** Something wrong in a document. It says what was expected, never what was found. */
export interface StructureFault {
  readonly path: DocumentPath;
  readonly message: string;
  /** Whether the name of the member is at fault rather than its value. */
  readonly isAboutName: boolean;
}

/** Looks at a part of a document and gives everything that is wrong with it. */
export type Structure = (value: unknown, path: DocumentPath) => readonly StructureFault[];

/** One fault, of a value or of the name of a member. */
export function faultAt(
  path: DocumentPath,
  message: string,
  isAboutName = false,
): readonly StructureFault[] {
  return [{ path, message, isAboutName }];
}

const none: readonly StructureFault[] = [];

/** A value for which a test holds. The message completes "must be". */
export function valueThat(expected: string, holds: (value: unknown) => boolean): Structure {
  return (value, path) => (holds(value) ? none : faultAt(path, `must be ${expected}`));
}

/** Any JSON. */
export const anything: Structure = (value, path) => {
  if (Array.isArray(value)) return value.flatMap((item, at) => anything(item, [...path, at]));
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => anything(inner, [...path, key]));
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return none;
  return Number.isFinite(value) ? none : faultAt(path, 'must be a value that JSON can hold');
};

/** A text. */
export const text: Structure = valueThat('a text', (value) => typeof value === 'string');

/** A finite number. */
export const number: Structure = valueThat('a number', (value) => Number.isFinite(value));

/** A whole number. */
export const integer: Structure = valueThat('a whole number', (value) => Number.isInteger(value));

/** A whole number from 0 up. */
export const count: Structure = valueThat(
  'a whole number from 0 up',
  (value) => Number.isInteger(value) && (value as number) >= 0,
);

/** True or false. */
export const flag: Structure = valueThat('true or false', (value) => typeof value === 'boolean');

/** A text, a number, true, false or null. */
export const scalar: Structure = valueThat(
  'a text, a number, true, false or null',
  (value) =>
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value),
);

/** One of several texts. */
export function oneOf(values: readonly string[]): Structure {
  return valueThat(`one of ${values.join(', ')}`, (value) => values.includes(value as string));
}

/** A text that matches. */
export function textLike(expected: string, pattern: RegExp): Structure {
  return valueThat(expected, (value) => typeof value === 'string' && pattern.test(value));
}

/** What a list must hold besides the right items. */
export interface ListOptions {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly isDistinct?: boolean;
}

/** A list of things of one kind. */
export function listOf(item: Structure, options: ListOptions = {}): Structure {
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY, isDistinct = false } = options;
  return (value, path) => {
    if (!Array.isArray(value)) return faultAt(path, 'must be a list');
    const keys = isDistinct ? new Set(value.map((entry) => JSON.stringify(entry))) : undefined;
    return [
      ...(value.length < minimum ? faultAt(path, `must have at least ${minimum} items`) : none),
      ...(value.length > maximum ? faultAt(path, `must have at most ${maximum} items`) : none),
      ...(keys !== undefined && keys.size < value.length
        ? faultAt(path, 'must not have the same item twice')
        : none),
      ...value.flatMap((entry, at) => item(entry, [...path, at])),
    ];
  };
}

/** What an object must have, and what it may have. */
export interface ObjectOptions {
  readonly required?: readonly string[];
  /** What members may be that are not named. Left out: there may be none. */
  readonly others?: Structure;
}

/** An object with named members. */
export function objectOf(
  members: Readonly<Record<string, Structure>>,
  options: ObjectOptions = {},
): Structure {
  const { required = [], others } = options;
  return (value, path) => {
    if (!isJsonObject(value)) return faultAt(path, 'must be an object');
    const missing = required.filter((key) => !Object.hasOwn(value, key));
    return [
      ...missing.flatMap((key) => faultAt([...path, key], 'is missing')),
      ...Object.entries(value).flatMap(([key, inner]) => {
        const member = Object.hasOwn(members, key) ? members[key] : others;
        const at = [...path, key];
        return member === undefined ? faultAt(at, 'is not known here', true) : member(inner, at);
      }),
    ];
  };
}

/** The structure that the value itself decides on. */
export function dependingOn(choose: (value: unknown) => Structure): Structure {
  return (value, path) => choose(value)(value, path);
}

/** Both structures at once. */
export function both(first: Structure, second: Structure): Structure {
  return (value, path) => [...first(value, path), ...second(value, path)];
}

/** A path as a JSON pointer (RFC 6901). */
export function toJsonPointer(path: DocumentPath): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
