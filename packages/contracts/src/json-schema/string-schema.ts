import type { StringShape } from '../model/value-shape.js';
import { usualPatterns } from '../schema/string-format.js';
import { type JsonSchema, withUnverified } from './json-schema.js';

/** The formats of JSON Schema that let through every text that zod's format of the left name does. */
const standardFormats: Readonly<Record<string, string>> = {
  guid: 'uuid',
  uuid: 'uuid',
  date: 'date',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
};

/** The schema of a text. */
export function stringSchema(shape: StringShape): JsonSchema {
  const literals = [...(shape.patterns ?? [])];
  const unverified: string[] = [];
  const { format } = shape;
  if (format !== undefined) {
    const expression = usualPatterns[format];
    // With patterns beside it, a format may have options, and its usual expression may not hold.
    if (expression !== undefined && literals.length === 0) literals.push(String(expression()));
    else unverified.push(`the format ${format}`);
  }
  const patterns: string[] = [];
  for (const literal of literals) {
    const pattern = patternOf(literal);
    if (pattern === undefined) unverified.push('a pattern');
    else patterns.push(pattern);
  }
  const [only, ...more] = patterns;
  const standard = format === undefined ? undefined : standardFormats[format];
  return withUnverified(
    {
      type: 'string',
      ...(standard === undefined ? {} : { format: standard }),
      ...(shape.minLength === undefined ? {} : { minLength: shape.minLength }),
      ...(shape.maxLength === undefined ? {} : { maxLength: shape.maxLength }),
      ...(only !== undefined && more.length === 0 ? { pattern: only } : {}),
      ...(more.length === 0
        ? {}
        : { allOf: patterns.map((pattern) => ({ type: 'string', pattern })) }),
    },
    unverified,
  );
}

/** The pattern of a regular expression's literal, where it means the same without flags and in Unicode mode. */
function patternOf(literal: string): string | undefined {
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1).replace(/[dgu]/g, '');
  const source = literal.slice(1, end);
  if (flags !== '') return undefined;
  try {
    new RegExp(source, 'u');
    return source;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
