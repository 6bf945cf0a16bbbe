import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../define-contract.js';
import type { AnyContract } from '../../model/contract.js';
import { compareContracts } from '../compare-contracts.js';
import type { ContractChange } from '../contract-change.js';

/** A schema of the grammar, as data, so that it can be mutated. */
type Spec =
  | { readonly k: 'text'; readonly min?: number; readonly max?: number; readonly form?: Form }
  | {
      readonly k: 'number';
      readonly isInteger: boolean;
      readonly min?: number;
      readonly max?: number;
      readonly isOpen?: boolean;
      readonly step?: number;
    }
  | { readonly k: 'bigint'; readonly min?: number; readonly max?: number }
  | { readonly k: 'date'; readonly min?: number; readonly isCoerced: boolean }
  | { readonly k: 'boolean' | 'unknown' }
  | { readonly k: 'enum'; readonly values: readonly string[] }
  | {
      readonly k: 'list' | 'set';
      readonly item: Spec;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly k: 'tuple'; readonly items: readonly Spec[]; readonly rest?: Spec }
  | { readonly k: 'object'; readonly fields: Fields; readonly keys: 'strip' | 'strict' | 'loose' }
  | { readonly k: 'record'; readonly item: Spec }
  | { readonly k: 'union'; readonly options: readonly Spec[] }
  | { readonly k: 'optional' | 'nullable' | 'default'; readonly inner: Spec }
  | { readonly k: 'refine' | 'transform'; readonly inner: Spec; readonly code: number };

type Fields = Readonly<Record<string, Spec>>;
type Form = 'uuid' | 'email' | 'letters' | 'digits';

const samples: Readonly<Record<Form, readonly string[]>> = {
  uuid: ['0b6f0c3e-7a52-4a0b-9d3b-1f1a4c0d9e11', '7d1f0c3e-7a52-4a0b-9d3b-1f1a4c0d9e12'],
  email: ['a@example.com', 'somebody.else@example.org'],
  letters: ['a', 'abc', 'abcabcabc'],
  digits: ['1', '123', '123123'],
};

/** Checks in code; the same number is the same check. */
const checks: readonly ((value: unknown) => boolean)[] = [
  (value) => value !== null,
  (value) => JSON.stringify(value ?? null)?.length !== 3,
];

/** What writers hand in goes through this one. */
function writerSchema(spec: Spec): z.ZodType {
  return schemaOf(spec, writerSchema, true);
}

/** Rows that are stored are read with this one: what the other puts out, without what it does to it. */
function readerSchema(spec: Spec): z.ZodType {
  if (spec.k === 'default') {
    const value = defaultOf(spec.inner) as null;
    return z.union([z.nonoptional(readerSchema(spec.inner)), z.literal(value)]);
  }
  if (spec.k === 'transform') return spec.code === 0 ? z.number() : z.string();
  return schemaOf(spec, readerSchema, false);
}

function schemaOf(spec: Spec, inner: (spec: Spec) => z.ZodType, isWriter: boolean): z.ZodType {
  switch (spec.k) {
    case 'text': {
      const base =
        spec.form === 'uuid'
          ? z.uuid()
          : spec.form === 'email'
            ? z.email()
            : spec.form === 'letters'
              ? z.string().regex(/^[a-z]*$/)
              : spec.form === 'digits'
                ? z.string().regex(/^[0-9]*$/)
                : z.string();
      return bounded(base, spec);
    }
    case 'number': {
      let schema = spec.isInteger ? z.int() : z.number();
      if (spec.min !== undefined) {
        schema = spec.isOpen === true ? schema.gt(spec.min) : schema.min(spec.min);
      }
      if (spec.max !== undefined) schema = schema.max(spec.max);
      return spec.step === undefined ? schema : schema.multipleOf(spec.step);
    }
    case 'bigint': {
      let schema = z.bigint();
      if (spec.min !== undefined) schema = schema.min(BigInt(spec.min));
      return spec.max === undefined ? schema : schema.max(BigInt(spec.max));
    }
    case 'date': {
      const schema = spec.isCoerced && isWriter ? z.coerce.date() : z.date();
      return spec.min === undefined ? schema : schema.min(new Date(spec.min * 1000));
    }
    case 'boolean':
      return z.boolean();
    case 'unknown':
      return z.unknown();
    case 'enum':
      return z.enum([...spec.values]);
    case 'list':
      return bounded(z.array(inner(spec.item)), spec);
    case 'set':
      return bounded(z.set(inner(spec.item)), spec);
    case 'tuple': {
      const items = spec.items.map(inner) as [z.ZodType, ...z.ZodType[]];
      return spec.rest === undefined ? z.tuple(items) : z.tuple(items, inner(spec.rest));
    }
    case 'object': {
      const fields = Object.fromEntries(
        Object.entries(spec.fields).map(([name, field]) => [name, inner(field)]),
      );
      if (spec.keys === 'strict') return z.strictObject(fields);
      return spec.keys === 'loose' ? z.looseObject(fields) : z.object(fields);
    }
    case 'record':
      return z.record(z.string(), inner(spec.item));
    case 'union':
      return z.union(spec.options.map(inner) as [z.ZodType, ...z.ZodType[]]);
    case 'optional':
      return z.optional(inner(spec.inner));
    case 'nullable':
      return z.nullable(inner(spec.inner));
    case 'default':
      return z._default(inner(spec.inner), defaultOf(spec.inner));
    case 'refine':
      return inner(spec.inner).refine((value) => checks[spec.code]?.(value) ?? true);
    case 'transform':
      return inner(spec.inner).transform((value) =>
        spec.code === 0 ? String(value).length : String(value),
      );
  }
}

function bounded<Schema extends { min(n: number): Schema; max(n: number): Schema }>(
  schema: Schema,
  { min, max }: { readonly min?: number; readonly max?: number },
): Schema {
  const low = min === undefined ? schema : schema.min(min);
  return max === undefined ? low : low.max(max);
}

/** A default that may or may not fit the schema; zod takes it as it is. */
function defaultOf(spec: Spec): unknown {
  switch (spec.k) {
    case 'text':
      return spec.form === undefined ? 'a' : samples[spec.form][0];
    case 'number':
      return spec.min ?? 1;
    case 'bigint':
      return BigInt(spec.min ?? 1);
    case 'boolean':
      return true;
    case 'enum':
      return spec.values[0];
    case 'optional':
    case 'nullable':
      return defaultOf(spec.inner);
    default:
      return null;
  }
}

/** Values that a good share of the time pass the schema, and often lie just on its edges. */
function inputOf(spec: Spec): fc.Arbitrary<unknown> {
  switch (spec.k) {
    case 'text':
      return spec.form === undefined
        ? fc
            .constantFrom(spec.min ?? 0, (spec.min ?? 0) + 1, spec.max ?? 8, 3)
            .map((length) => 'ab1cd2ef3'.repeat(2).slice(0, length))
        : fc.constantFrom(...samples[spec.form], '');
    case 'number': {
      const [low, high] = [spec.min ?? -7, spec.max ?? 12];
      const step = spec.step ?? 1;
      const whole = fc.constantFrom(low, low + 1, high, high - 1, 0, step, step * 2);
      return spec.isInteger
        ? whole
        : fc.oneof(whole, fc.constantFrom(low + 0.5, high - 0.25, 0.1, 2 ** 60));
    }
    case 'bigint':
      return fc
        .constantFrom(spec.min ?? -7, (spec.min ?? 0) + 1, spec.max ?? 12, 0)
        .map((value) => BigInt(value));
    case 'date': {
      const dates = fc
        .constantFrom(spec.min ?? 0, (spec.min ?? 0) + 1, 5)
        .map((seconds) => new Date(seconds * 1000));
      return spec.isCoerced ? fc.oneof(dates, dates.map(Number), dates.map(String)) : dates;
    }
    case 'boolean':
      return fc.boolean();
    case 'unknown':
      return fc.constantFrom<unknown>(null, 1, 'x', [], {});
    case 'enum':
      return fc.constantFrom(...spec.values);
    case 'list':
      return items(spec);
    case 'set':
      return items(spec).map((list) => new Set(list));
    case 'tuple': {
      const head = fc.tuple(...spec.items.map(inputOf));
      const { rest } = spec;
      if (rest === undefined) {
        return fc
          .tuple(head, fc.nat(1))
          .map(([list, cut]) => list.slice(0, Math.max(1, list.length - cut)));
      }
      return fc.tuple(head, fc.array(inputOf(rest), { maxLength: 2 })).map((parts) => parts.flat());
    }
    case 'object': {
      const fields = recordOf(spec.fields);
      if (spec.keys === 'strict') return fields;
      const more = fc.constantFrom<object>({}, {}, { other: 1 });
      return fc.tuple(fields, more).map(([row, extra]) => ({ ...row, ...extra }));
    }
    case 'record':
      return fc.dictionary(fc.constantFrom('p', 'q'), inputOf(spec.item));
    case 'union':
      return fc.oneof(...spec.options.map(inputOf));
    case 'optional':
    case 'default':
      return fc.oneof(fc.constant(undefined), inputOf(spec.inner), inputOf(spec.inner));
    case 'nullable':
      return fc.oneof(fc.constant(null), inputOf(spec.inner), inputOf(spec.inner));
    case 'refine':
    case 'transform':
      return inputOf(spec.inner);
  }
}

function items(spec: {
  readonly item: Spec;
  readonly min?: number;
  readonly max?: number;
}): fc.Arbitrary<unknown[]> {
  const minLength = Math.max(0, spec.min ?? 0);
  return fc.array(inputOf(spec.item), {
    minLength,
    maxLength: Math.max(minLength, spec.max ?? 4),
  });
}

/** An object of such values; what is undefined is mostly left out. */
function recordOf(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  const inputs = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, inputOf(field)]),
  );
  return fc
    .tuple(fc.record(inputs), fc.boolean())
    .map(([row, keepsUndefined]) =>
      Object.fromEntries(
        Object.entries(row).filter(([, value]) => value !== undefined || keepsUndefined),
      ),
    );
}

const bound = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });

function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined),
  ) as Value;
}

function ordered(low: number | undefined, high: number | undefined): object {
  if (low === undefined || high === undefined) return present({ min: low, max: high });
  return { min: Math.min(low, high), max: Math.max(low, high) };
}

/** Any schema of the grammar. */
const specs = fc.letrec<{ leaf: Spec; node: Spec }>((tie) => ({
  leaf: fc.oneof(
    fc
      .tuple(
        bound,
        bound,
        fc.option(fc.constantFrom<Form>('uuid', 'email', 'letters', 'digits'), { nil: undefined }),
      )
      .map(
        ([low, high, form]): Spec =>
          form === undefined || form === 'letters' || form === 'digits'
            ? present({ k: 'text', form, ...ordered(low, high) } as Spec)
            : { k: 'text', form },
      ),
    fc
      .tuple(
        bound,
        bound,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(undefined, undefined, 2, 4, 3),
      )
      .map(
        ([low, high, isInteger, isOpen, step]): Spec =>
          present({ k: 'number', isInteger, isOpen, step, ...ordered(low, high) } as Spec),
      ),
    fc.tuple(bound, bound).map(([low, high]): Spec => ({ k: 'bigint', ...ordered(low, high) })),
    fc
      .tuple(bound, fc.boolean())
      .map(([min, isCoerced]): Spec => present({ k: 'date', min, isCoerced } as Spec)),
    fc.constantFrom<Spec>({ k: 'boolean' }, { k: 'unknown' }),
    fc
      .subarray(['a', 'b', 'c', 'abc'], { minLength: 1 })
      .map((values): Spec => ({ k: 'enum', values })),
  ),
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: tie('leaf') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('list' as const, 'list' as const, 'set' as const),
          tie('node'),
          bound,
          bound,
        )
        .map(([k, item, low, high]): Spec => ({ k, item, ...ordered(low, high) })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
          fc.option(tie('node'), { nil: undefined }),
        )
        .map(([list, rest]): Spec => present({ k: 'tuple', items: list, rest } as Spec)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { minKeys: 1, maxKeys: 3 }),
          fc.constantFrom('strip' as const, 'strict' as const, 'loose' as const),
        )
        .map(([fields, keys]): Spec => ({ k: 'object', fields: { ...fields }, keys })),
    },
    { weight: 1, arbitrary: tie('node').map((item): Spec => ({ k: 'record', item })) },
    {
      weight: 2,
      arbitrary: fc
        .array(tie('node'), { minLength: 1, maxLength: 3 })
        .map((options): Spec => ({ k: 'union', options })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom('optional' as const, 'nullable' as const, 'default' as const),
          tie('node'),
        )
        .map(([k, inner]): Spec => ({ k, inner })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('refine' as const, 'refine' as const, 'transform' as const),
          tie('node'),
          fc.nat(1),
        )
        .map(([k, inner, code]): Spec => ({ k, inner, code })),
    },
  ),
}));

/** One step of a mutation: which part of the schema, and what becomes of it. */
interface Step {
  readonly place: number;
  readonly way: number;
  readonly other: Spec;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ place: fc.nat(7), way: fc.nat(9), other: specs.leaf }),
  { maxLength: 3 },
);

/** Goes down as far as the place says and changes the schema there a little. */
function mutated(spec: Spec, { place, way, other }: Step): Spec {
  const down = (inner: Spec) => mutated(inner, { place: place - 1, way, other });
  if (place > 0) {
    switch (spec.k) {
      case 'list':
      case 'set':
      case 'record':
        return { ...spec, item: down(spec.item) };
      case 'optional':
      case 'nullable':
      case 'default':
      case 'refine':
      case 'transform':
        return { ...spec, inner: down(spec.inner) };
      case 'tuple':
        return {
          ...spec,
          items: spec.items.map((item, at) => (at === place % 2 ? down(item) : item)),
        };
      case 'union': {
        const target = place % spec.options.length;
        return {
          ...spec,
          options: spec.options.map((each, at) => (at === target ? down(each) : each)),
        };
      }
      case 'object': {
        const names = Object.keys(spec.fields);
        const target = names[place % names.length];
        const entries = Object.entries(spec.fields).map(
          ([name, field]) => [name, name === target ? down(field) : field] as const,
        );
        return { ...spec, fields: Object.fromEntries(entries) };
      }
      default:
        break;
    }
  }
  return changedHere(spec, way, other);
}

function changedHere(spec: Spec, way: number, other: Spec): Spec {
  if (way === 0) return { k: 'optional', inner: spec };
  if (way === 1) return { k: 'nullable', inner: spec };
  if (way === 2) return { k: 'default', inner: spec };
  if (way === 3) return { k: 'union', options: [spec, other] };
  switch (spec.k) {
    case 'text':
    case 'number':
    case 'bigint':
    case 'list':
    case 'set': {
      const { min, max } = spec;
      if (way === 4)
        return present({ ...spec, min: min === undefined ? undefined : min - 1 } as Spec);
      if (way === 5)
        return present({ ...spec, max: max === undefined ? undefined : max + 1 } as Spec);
      if (way === 6) return { ...spec, min: Math.min((min ?? 0) + 1, max ?? 9) };
      if (way === 7) return { ...spec, max: Math.max((max ?? 9) - 1, min ?? 0) };
      if (way === 8 && spec.k === 'number') return { ...spec, isInteger: !spec.isInteger };
      if (spec.k === 'number') {
        const { step, ...rest } = spec;
        return step === undefined ? { ...rest, step: 2 } : rest;
      }
      if (spec.k === 'text') {
        const { form, ...rest } = spec;
        return form === undefined ? { ...rest, form: 'letters' } : rest;
      }
      return other;
    }
    case 'enum': {
      if (way < 6) return { k: 'enum', values: [...new Set([...spec.values, 'd'])] };
      if (way < 9 && spec.values.length > 1) return { k: 'enum', values: spec.values.slice(1) };
      return { k: 'text' };
    }
    case 'object': {
      const names = Object.keys(spec.fields);
      if (way === 4)
        return { ...spec, fields: { ...spec.fields, d: { k: 'optional', inner: other } } };
      if (way === 5) return { ...spec, fields: { ...spec.fields, d: other } };
      if (way === 6 && names.length > 1) {
        const [gone] = names;
        const kept = Object.entries(spec.fields).filter(([name]) => name !== gone);
        return { ...spec, fields: Object.fromEntries(kept) };
      }
      const keys = way === 7 ? 'strict' : way === 8 ? 'loose' : 'strip';
      return { ...spec, keys };
    }
    case 'optional':
    case 'nullable':
    case 'default':
      return way < 8 ? spec.inner : other;
    case 'refine':
      return way < 6 ? spec.inner : { ...spec, code: 1 - spec.code };
    case 'union':
      return spec.options.length > 1 ? { ...spec, options: spec.options.slice(1) } : other;
    case 'date':
      return way < 6 ? { ...spec, isCoerced: !spec.isCoerced } : { ...spec, min: way - 6 };
    case 'tuple':
      return way < 6 ? { ...spec, items: [...spec.items, other] } : { k: 'tuple', items: [other] };
    default:
      return other;
  }
}

/** One version of a contract: its columns, and whether it refuses unknown keys. */
interface Version {
  readonly columns: Fields;
  readonly isStrict: boolean;
}

interface Pair {
  readonly before: Version;
  readonly after: Version;
}

const pairs: fc.Arbitrary<Pair> = fc
  .record({
    a: specs.node,
    b: specs.leaf,
    change: steps,
    isStrict: fc.boolean(),
    flips: fc.nat(7),
    column: fc.nat(9),
    added: specs.leaf,
  })
  .map(({ a, b, change, isStrict, flips, column, added }) => {
    const columns: Record<string, Spec> = { a: change.reduce(mutated, a), b };
    if (column === 0) columns.c = added;
    if (column === 1) columns.c = { k: 'optional', inner: added };
    if (column === 2) delete columns.b;
    return {
      before: { columns: { a, b }, isStrict },
      after: { columns, isStrict: flips === 0 ? !isStrict : isStrict },
    };
  });

function contractOf(
  { columns, isStrict }: Version,
  version: `${number}.${number}.${number}`,
): AnyContract {
  const shape = Object.fromEntries(
    Object.entries(columns).map(([name, spec]) => [name, writerSchema(spec)]),
  );
  return defineContract({
    domain: 'test',
    name: 'oracle',
    version,
    owner: 'test',
    schema: isStrict ? z.strictObject(shape) : z.object(shape),
    columns: Object.fromEntries(
      Object.keys(shape).map((name) => [name, { classification: 'internal', type: 'VARIANT' }]),
    ),
  }) as unknown as AnyContract;
}

function readerOf({ columns, isStrict }: Version): z.ZodType {
  const shape = Object.fromEntries(
    Object.entries(columns).map(([name, spec]) => [name, readerSchema(spec)]),
  );
  return isStrict ? z.strictObject(shape) : z.object(shape);
}

function inputsOf({ columns, isStrict }: Version): fc.Arbitrary<readonly unknown[]> {
  const record = recordOf(columns);
  const more = fc.constantFrom<object>({}, {}, { other: 1 });
  const row = isStrict
    ? record
    : fc.tuple(record, more).map(([one, extra]) => ({ ...one, ...extra }));
  return fc.array(row, { minLength: 8, maxLength: 8 });
}

/** Which changes count, so that a matrix can be made wrong on purpose. */
type Matrix = (changes: readonly ContractChange[]) => readonly ContractChange[];

interface Tally {
  pairs: number;
  changedPairs: number;
  safeForReaders: number;
  safeForWriters: number;
  rowsRead: number;
  recordsWritten: number;
}

/** Holds what a matrix calls safe against data, and counts what it was held against. */
function property(
  matrix: Matrix,
  tally: Tally,
): fc.IProperty<[[Pair, readonly unknown[], readonly unknown[]]]> {
  const cases = pairs.chain((pair) =>
    fc.tuple(fc.constant(pair), inputsOf(pair.before), inputsOf(pair.after)),
  );
  return fc.property(cases, ([{ before, after }, oldInputs, newInputs]) => {
    const [old, current] = [contractOf(before, '1.0.0'), contractOf(after, '2.0.0')];
    const changes = matrix(compareContracts(old, current, { at: new Date(0) }).changes);
    tally.pairs += 1;
    const isChanged = changes.length > 0;
    if (isChanged) tally.changedPairs += 1;
    if (changes.every(({ reader }) => reader === 'safe')) {
      if (isChanged) tally.safeForReaders += 1;
      const reader = readerOf(before);
      for (const input of newInputs) {
        const written = current.parseRecord(input);
        if (!written.ok) continue;
        if (isChanged) tally.rowsRead += 1;
        const read = reader.safeParse(written.row);
        if (!read.success) throw new Error(`a reader was broken: ${z.prettifyError(read.error)}`);
      }
    }
    if (changes.every(({ writer }) => writer === 'safe')) {
      if (isChanged) tally.safeForWriters += 1;
      for (const input of oldInputs) {
        if (!old.parseRecord(input).ok) continue;
        if (isChanged) tally.recordsWritten += 1;
        const written = current.parseRecord(input);
        if (!written.ok) throw new Error(`a writer was broken: ${JSON.stringify(written.issues)}`);
      }
    }
  });
}

function newTally(): Tally {
  return {
    pairs: 0,
    changedPairs: 0,
    safeForReaders: 0,
    safeForWriters: 0,
    rowsRead: 0,
    recordsWritten: 0,
  };
}

const runs = Number(process.env.DAS_ORACLE_RUNS ?? 1000);

describe('the oracle', () => {
  test('what is called safe for readers or writers breaks none of them, for random schemas and data', () => {
    const tally = newTally();
    fc.assert(
      property((changes) => changes, tally),
      { numRuns: runs },
    );
    if (process.env.DAS_ORACLE_RUNS !== undefined) console.log(tally);
    // A matrix that calls nothing safe would pass as well, so safe pairs and accepted data are counted.
    expect(tally.changedPairs).toBeGreaterThan(runs * 0.5);
    expect(tally.safeForReaders).toBeGreaterThan(runs * 0.04);
    expect(tally.safeForWriters).toBeGreaterThan(runs * 0.04);
    expect(tally.rowsRead).toBeGreaterThan(runs * 0.15);
    expect(tally.recordsWritten).toBeGreaterThan(runs * 0.15);
  }, 120_000);

  test.each([
    ['nullability', /^nullability-/],
    ['lengths', /^length-/],
    ['ranges', /^range-/],
    ['values of enums', /^enum-value-/],
    ['kinds of values', /^value-type-/],
    ['fields', /^field-/],
    ['columns', /^column-/],
    ['unknown keys', /^unknown-keys-/],
    ['checks in code', /^check-|^code-/],
    ['patterns', /^pattern-/],
  ])(
    'a matrix that forgets %s is caught',
    (_, forgotten) => {
      const wrong: Matrix = (changes) =>
        changes.map((change) =>
          forgotten.test(change.rule) ? { ...change, reader: 'safe', writer: 'safe' } : change,
        );
      const result = fc.check(property(wrong, newTally()), {
        numRuns: 4000,
        seed: 20_261_123,
        endOnFailure: true,
      });
      expect(result.failed).toBe(true);
    },
    120_000,
  );
});
