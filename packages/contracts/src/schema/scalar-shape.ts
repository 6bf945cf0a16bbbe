import type { ValueShape } from '../model/value-shape.js';
import { asText, boundsOf, countChecks, countsOf } from './bounds.js';
import type { CheckDefinition } from './schema-definition.js';
import { textClauses } from './string-format.js';

/** The zod types whose values are one value each, and whose checks can be read. */
export type ScalarType = 'string' | 'number' | 'bigint' | 'date';

/** Whether a zod type is one of {@link ScalarType}. */
export function isScalarType(type: string): type is ScalarType {
  return type === 'string' || type === 'number' || type === 'bigint' || type === 'date';
}

type Range<Value> = readonly [minimum: Value, maximum: Value];

/** What zod holds the formats of numbers to. Those of integers are all within the safe integers. */
const numberRanges: Readonly<Record<string, Range<number>>> = {
  safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
};

const bigintRanges: Readonly<Record<string, Range<bigint>>> = {
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

function counted(refinements: number): { readonly refinements?: number } {
  return refinements === 0 ? {} : { refinements };
}

/** How many checks are none of these. */
function others(checks: readonly CheckDefinition[], isRead: (check: CheckDefinition) => boolean) {
  return checks.filter((check) => !isRead(check)).length;
}

function formatsOf<Value>(
  checks: readonly CheckDefinition[],
  ranges: Readonly<Record<string, Range<Value>>>,
): readonly Range<Value>[] {
  return checks.flatMap(({ format = '' }) => {
    const range = Object.hasOwn(ranges, format) ? ranges[format] : undefined;
    return range === undefined ? [] : [range];
  });
}

/** The checks that a format stands for. */
function rangeChecks<Value>(ranges: readonly Range<Value>[]): readonly CheckDefinition[] {
  return ranges.flatMap(([minimum, maximum]) => [
    { check: 'greater_than', value: minimum, inclusive: true },
    { check: 'less_than', value: maximum, inclusive: true },
  ]);
}

function textShape(checks: readonly CheckDefinition[]): ValueShape {
  const clauses = textClauses(checks.filter(({ check }) => check === 'string_format'));
  const { least, most } = countsOf(checks);
  const isRead = ({ check = '' }: CheckDefinition) =>
    check === 'string_format' || countChecks.has(check);
  return {
    kind: 'string',
    ...(clauses.format === undefined ? {} : { format: clauses.format }),
    ...(least === undefined ? {} : { minLength: least }),
    ...(most === undefined ? {} : { maxLength: most }),
    ...(clauses.patterns.length === 0 ? {} : { patterns: clauses.patterns }),
    ...counted(clauses.refinements + others(checks, isRead)),
  };
}

/** A bound that JSON can hold. */
function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isBound({ check }: CheckDefinition): boolean {
  return check === 'greater_than' || check === 'less_than';
}

/** Whether a bound holds every number. */
function isEndless({ check, value }: CheckDefinition): boolean {
  return (
    (check === 'greater_than' && value === Number.NEGATIVE_INFINITY) ||
    (check === 'less_than' && value === Number.POSITIVE_INFINITY)
  );
}

function numberShape(checks: readonly CheckDefinition[]): ValueShape {
  const ranges = formatsOf(checks, numberRanges);
  const steps = checks.filter(({ check }) => check === 'multiple_of');
  const multiples = steps.map(({ value }) => finite(value)).filter((value) => value !== undefined);
  const isRead = (check: CheckDefinition) =>
    check.check === 'number_format' ||
    (isBound(check) && (finite(check.value) !== undefined || isEndless(check))) ||
    (check.check === 'multiple_of' && finite(check.value) !== undefined);
  return {
    kind: 'number',
    isInteger: checks.some(
      ({ check, format }) => check === 'number_format' && format?.includes('int') === true,
    ),
    ...boundsOf([...rangeChecks(ranges), ...checks], finite),
    ...(multiples.length === 0
      ? {}
      : { multiplesOf: [...new Set(multiples)].sort((one, other) => one - other) }),
    ...counted(others(checks, isRead)),
  };
}

function whole(value: unknown): bigint | undefined {
  return typeof value === 'bigint' ? value : undefined;
}

function bigintShape(checks: readonly CheckDefinition[]): ValueShape {
  const ranges = formatsOf(checks, bigintRanges);
  const steps = checks.filter(({ check }) => check === 'multiple_of');
  const multiples = steps.map(({ value }) => whole(value)).filter((value) => value !== undefined);
  const isRead = (check: CheckDefinition) =>
    check.check === 'bigint_format' ||
    ((isBound(check) || check.check === 'multiple_of') && whole(check.value) !== undefined);
  return {
    kind: 'bigint',
    ...asText(boundsOf([...rangeChecks(ranges), ...checks], whole), String),
    ...(multiples.length === 0 ? {} : { multiplesOf: [...new Set(multiples.map(String))].sort() }),
    ...counted(others(checks, isRead)),
  };
}

/** A moment in milliseconds, if it is one that ISO 8601 can write. */
function moment(value: unknown): number | undefined {
  return value instanceof Date ? finite(value.getTime()) : undefined;
}

function dateShape(checks: readonly CheckDefinition[]): ValueShape {
  const isRead = (check: CheckDefinition) => isBound(check) && moment(check.value) !== undefined;
  return {
    kind: 'date',
    ...asText(boundsOf(checks, moment), (time) => new Date(time).toISOString()),
    ...counted(others(checks, isRead)),
  };
}

/** The values of a scalar zod type that pass all of its checks. */
export function scalarShape(type: ScalarType, checks: readonly CheckDefinition[]): ValueShape {
  switch (type) {
    case 'string':
      return textShape(checks);
    case 'number':
      return numberShape(checks);
    case 'bigint':
      return bigintShape(checks);
    case 'date':
      return dateShape(checks);
  }
}
