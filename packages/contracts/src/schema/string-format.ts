import { regexes } from 'zod/v4/core';
import type { CheckDefinition } from './schema-definition.js';

/** What a check of a text's form says of it. */
export interface TextClause {
  readonly format?: string;
  readonly patterns: readonly string[];
  /** What it asks for besides, which no pattern says. */
  readonly refinements: number;
}

/** The expressions of zod's formats, without options. */
export const usualPatterns: Readonly<Record<string, () => RegExp>> = {
  guid: () => regexes.guid,
  uuid: () => regexes.uuid(),
  email: () => regexes.email,
  nanoid: () => regexes.nanoid,
  cuid: () => regexes.cuid,
  cuid2: () => regexes.cuid2,
  ulid: () => regexes.ulid,
  xid: () => regexes.xid,
  ksuid: () => regexes.ksuid,
  datetime: () => regexes.datetime({}),
  date: () => regexes.date,
  time: () => regexes.time({}),
  duration: () => regexes.duration,
  ipv4: () => regexes.ipv4,
  cidrv4: () => regexes.cidrv4,
  mac: () => regexes.mac(':'),
  e164: () => regexes.e164,
};

/** Formats that zod tests with code; the expression beside it decides nothing. */
function optionsInCode({ hostname, protocol, normalize, alg }: CheckDefinition): number {
  return [hostname, protocol, normalize, alg].filter(Boolean).length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function textFormat(check: CheckDefinition): TextClause {
  const { format, pattern, fn } = check;
  if (fn !== undefined) {
    // A custom format: its name says nothing, its expression everything, and its code cannot be read.
    return pattern === undefined
      ? { patterns: [], refinements: 1 }
      : { patterns: [String(pattern)], refinements: 0 };
  }
  switch (format) {
    case 'regex':
    case 'lowercase':
    case 'uppercase':
      return { patterns: [String(pattern)], refinements: 0 };
    case 'includes': {
      const { includes = '', position = 0 } = check;
      const start = position > 0 ? `^[\\s\\S]{${position},}` : '';
      return { patterns: [`/${start}${escaped(includes)}/`], refinements: 0 };
    }
    case 'starts_with':
      return { patterns: [`/^${escaped(check.prefix ?? '')}/`], refinements: 0 };
    case 'ends_with':
      return { patterns: [`/${escaped(check.suffix ?? '')}$/`], refinements: 0 };
    case undefined:
      return { patterns: [], refinements: 1 };
    default: {
      const usual = usualPatterns[format]?.();
      const isUsual = pattern === undefined || usual === undefined || isSame(pattern, usual);
      return {
        format,
        patterns: isUsual ? [] : [String(pattern)],
        refinements: optionsInCode(check),
      };
    }
  }
}

function isSame(one: RegExp, other: RegExp): boolean {
  return String(one) === String(other);
}

/** Formats under which zod hands on another text than it was given. */
export function changesText({ check, format }: CheckDefinition): boolean {
  return check === 'overwrite' || (check === 'string_format' && format === 'url');
}

/** Joins what all checks of a text's form say: the first format by its name, others by their expression. */
export function textClauses(checks: readonly CheckDefinition[]): TextClause {
  let format: string | undefined;
  const patterns = new Set<string>();
  let refinements = 0;
  for (const check of checks) {
    const clause = textFormat(check);
    for (const pattern of clause.patterns) patterns.add(pattern);
    refinements += clause.refinements;
    if (clause.format === undefined || clause.format === format) continue;
    if (format === undefined) {
      format = clause.format;
      continue;
    }
    const usual = usualPatterns[clause.format]?.();
    if (usual === undefined) refinements += 1;
    else patterns.add(String(usual));
  }
  return {
    ...(format === undefined ? {} : { format }),
    patterns: [...patterns].sort(),
    refinements,
  };
}
