import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../define-contract.js';
import type { AnyContract } from '../../model/contract.js';
import { compareContracts } from '../compare-contracts.js';
import type { ContractChange } from '../contract-change.js';
import { specs } from '../fixtures/any-schema.js';
import { mutated, steps } from '../fixtures/mutate-schema.js';
import { recordOf } from '../fixtures/schema-inputs.js';
import { type Fields, readerSchema, type Spec, writerSchema } from '../fixtures/schema-spec.js';

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

/**
 * What is known not to be judged: a set of at least some items, whose items have a default. Items for which the
 * default comes in may become one, and then there are too few.
 */
function isJudged({ before, after }: Pair): boolean {
  return ![before, after].some(({ columns }) => mayLoseItems(columns));
}

function mayLoseItems(spec: unknown): boolean {
  if (typeof spec !== 'object' || spec === null) return false;
  const { k, min, item } = spec as { k?: unknown; min?: unknown; item?: unknown };
  const hasDefault = JSON.stringify(item)?.includes('"k":"default"') === true;
  if (k === 'set' && Number(min) > 1 && hasDefault) return true;
  return Object.values(spec).some(mayLoseItems);
}

/** Holds what a matrix calls safe against data, and counts what it was held against. */
function property(
  matrix: Matrix,
  tally: Tally,
): fc.IProperty<[[Pair, readonly unknown[], readonly unknown[]]]> {
  const cases = pairs
    .filter(isJudged)
    .chain((pair) => fc.tuple(fc.constant(pair), inputsOf(pair.before), inputsOf(pair.after)));
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
