import type { ContractColumn } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { Coercion, FieldPolicy } from '../collector/field-policies.js';
import { CoreError } from '../errors/core-error.js';
import type { Finding } from './finding.js';
import { checkKnown } from './known-option.js';

/** Brings a candidate's fields into shape: gives a copy, or the candidate itself where nothing is asked. */
export type CoerceFields = (candidate: unknown, findings: Finding[]) => unknown;

type Fields = Record<string, unknown>;

/** What stands for a value that cannot be coerced. */
const unreadable: unique symbol = Symbol('unreadable');

/**
 * Compiles a collector's policies of fields.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` for a field that the contract does not have
 */
export function coerceFieldsOf(collector: Collector): CoerceFields {
  const policies = Object.entries(collector.fields as Record<string, FieldPolicy<unknown>>);
  if (policies.length === 0) return (candidate) => candidate;
  const columns = new Map(collector.contract.columns.map((column) => [column.name, column]));
  for (const [name, policy] of policies) checkPolicy(collector, columns.has(name), name, policy);
  const dates = new Set(policies.map(([name]) => name).filter((each) => isDate(columns.get(each))));

  return (candidate, findings) => {
    // Anything else is the schema's to refuse.
    if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) {
      return candidate;
    }
    const shaped: Fields = { ...candidate };
    for (const [name, policy] of policies) {
      const value = shape(Object.hasOwn(shaped, name) ? shaped[name] : undefined, policy);
      if (value === unreadable) findings.push({ column: name, code: 'not_coercible' });
      else if ((value ?? null) !== null)
        shaped[name] = isText(value) && dates.has(name) ? new Date(value) : value;
      else if (policy.onNull === 'default') shaped[name] = policy.default;
      else if (policy.onNull === 'reject') findings.push({ column: name, code: 'null_value' });
      else if (Object.hasOwn(shaped, name)) shaped[name] = value;
    }
    return shaped;
  };
}

/** Whether the schema wants a `Date` where a moment is read. */
function isDate(column: ContractColumn | undefined): boolean {
  const shape = column?.stored;
  const options = shape?.kind === 'union' ? shape.options : [shape];
  return options.some((each) => each?.kind === 'date');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function checkPolicy(
  collector: Collector,
  isColumn: boolean,
  name: string,
  policy: FieldPolicy<unknown>,
): void {
  const of = (option: string) => ({ collector, option: `fields.${name}.${option}` });
  checkKnown(of('coerce'), policy.coerce, Object.keys(coercions));
  checkKnown(of('onNull'), policy.onNull, ['reject', 'default']);
  const problem = !isColumn
    ? `field ${name} is no column of the contract`
    : policy.onNull === 'default' && (policy.default ?? null) === null
      ? `field ${name} has no default to put in place of null`
      : undefined;
  if (problem === undefined) return;
  throw new CoreError('DAS_COLLECT_INVALID_OPTION', problem, {
    place: `collector ${collector.name}`,
    next: "mend the collector's fields",
  });
}

function shape(given: unknown, policy: FieldPolicy<unknown>): unknown {
  let value = given;
  if (typeof value === 'string') {
    if (policy.trim === true) value = value.trim();
    if (policy.emptyIsNull === true && value === '') return null;
  }
  if (value === null || value === undefined || policy.coerce === undefined) return value;
  return coercions[policy.coerce](value);
}

const coercions: Readonly<Record<Coercion, (value: unknown) => unknown>> = {
  text: (value) => {
    if (typeof value === 'string') return value;
    const isPlain =
      typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value);
    return isPlain ? String(value) : unreadable;
  },
  number: (value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : unreadable;
    if (typeof value !== 'string' || !decimal.test(value)) return unreadable;
    const number = Number(value);
    // More digits than a double holds would be changed without a word.
    const isExact = Number.isSafeInteger(number) || !/^[+-]?\d+$/.test(value);
    return Number.isFinite(number) && isExact ? number : unreadable;
  },
  bigint: (value) => {
    if (typeof value === 'bigint') return value;
    if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : unreadable;
    return typeof value === 'string' && /^-?\d{1,100}$/.test(value) ? BigInt(value) : unreadable;
  },
  boolean: (value) => {
    if (typeof value === 'boolean') return value;
    if (value === 1 || value === 0) return value === 1;
    return (typeof value === 'string' ? truths.get(value.toLowerCase()) : undefined) ?? unreadable;
  },
  timestamp: timestampOf,
  json: (value) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      // The error quotes the text.
      return unreadable;
    }
  },
};

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['t', true],
  ['yes', true],
  ['y', true],
  ['1', true],
  ['false', false],
  ['f', false],
  ['no', false],
  ['n', false],
  ['0', false],
]);

/** A day, and perhaps a time with up to nine digits of a second and a zone; a space may stand for T. */
const moment =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A moment in ISO 8601, in UTC where nothing else is said. Counts are told apart by their size. */
function timestampOf(value: unknown): unknown {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? unreadable : value.toISOString();
  const isCount = typeof value === 'string' && /^-?\d{9,19}$/.test(value);
  if (typeof value === 'number' || isCount) return isoOf(millisecondsOf(Number(value)));
  const match = typeof value === 'string' ? moment.exec(value) : null;
  if (match === null) return unreadable;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  const milliseconds = Date.parse(`${day}T${time.slice(0, 12)}${zone}`);
  // A day that no month has is moved to the next month by some parsers.
  const isRead = !Number.isNaN(milliseconds) && !Number.isNaN(Date.parse(day));
  if (!isRead || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return unreadable;
  return isoOf(milliseconds);
}

function millisecondsOf(count: number): number {
  const size = Math.abs(count);
  if (size < 1e11) return count * 1000;
  if (size < 1e14) return count;
  return size < 1e17 ? count / 1000 : count / 1e6;
}

function isoOf(milliseconds: number): unknown {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? unreadable : date.toISOString();
}
