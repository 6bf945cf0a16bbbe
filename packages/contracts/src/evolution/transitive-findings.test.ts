import { expect, test } from 'vitest';
import type { ContractColumn } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { ValueShape } from '../model/value-shape.js';
import { compareContracts } from './compare-contracts.js';
import { at, column, contract, id, optional, past, text } from './fixtures/contract-documents.js';

const closed = (...values: string[]): ValueShape => ({ kind: 'enum', values });

function version(number: number, more: Partial<ContractDocument>): ContractDocument {
  return contract({ version: `${number}.0.0`, compatibility: 'full_transitive', ...more });
}

/** The errors of the last of several versions, each of which is a document or the column `x`. */
function errorsOf(...versions: readonly Partial<ContractDocument>[]): readonly string[] {
  const documents = versions.map((more, index) => version(index + 1, more));
  const [after, before, ...earlier] = documents.toReversed();
  if (after === undefined || before === undefined)
    throw new Error('there are two versions at least');
  return compareContracts(before, after, { at, earlier })
    .changes.filter(({ severity }) => severity === 'error')
    .map(({ rule, path }) => `${rule} ${path}`);
}

const withX = (more: Partial<ContractColumn>) => ({ columns: [id, column('x', more)] });

test('a column may go after its day although an earlier version did not know of it', () => {
  expect(errorsOf(withX({}), withX({ deprecated: past }), {})).toEqual([]);
  expect(errorsOf(withX({}), withX({}), {})).toEqual(['column-removed /columns/x']);
});

test('a contract may retire after its day although an earlier version did not know of it', () => {
  const retired = { status: 'retired', deprecated: past } as const;
  expect(errorsOf({}, { deprecated: past }, retired)).toEqual([]);
  expect(errorsOf({}, {}, { status: 'retired' })).toEqual(['status-retired /status']);
});

test('an enum that was opened may get a value although an earlier version promised that none comes', () => {
  const shut = withX({ stored: closed('a') });
  const open = withX({ stored: closed('a'), isEnumOpen: true });
  const longer = withX({ stored: closed('a', 'b'), isEnumOpen: true });
  expect(errorsOf(shut, open, longer)).toEqual([]);
  expect(errorsOf(shut, longer)).toEqual([
    'enum-value-added /columns/x/enum',
    'enum-opened /columns/x/isEnumOpen',
  ]);
});

test('what the version before let through already is no news', () => {
  const short = withX({ stored: { ...text, maxLength: 5 } });
  const anything = withX({ stored: { kind: 'unknown' } });
  expect(
    errorsOf(
      short,
      anything,
      withX({ stored: { kind: 'union', options: [text, { kind: 'unknown' }] } }),
    ),
  ).toEqual([]);
});

test('what came back as something else after a gap is an error', () => {
  const number = column('x', {
    ...optional,
    stored: { kind: 'union', options: [{ kind: 'boolean' }, { kind: 'undefined' }] },
  });
  expect(errorsOf({ columns: [id, optional] }, {}, { columns: [id, number] })).toEqual([
    'value-type-changed /columns/x/type',
  ]);
});

test('a meaning that was dropped may not come back as another', () => {
  const errors = errorsOf(
    withX({ semantic: 'country' }),
    withX({}),
    withX({ semantic: 'currency' }),
  );
  expect(errors).toEqual(['semantic-changed /columns/x/semantic']);
});

test('a side that an earlier step did not break is not settled by the other side', () => {
  const strict = (...names: string[]): Partial<ContractDocument> =>
    withX({
      stored: {
        kind: 'object',
        fields: Object.fromEntries(names.map((name) => [name, text])),
        unknownKeys: 'refuse',
      },
    });
  expect(errorsOf(strict('a', 'b'), strict('a'), strict('a'))).toEqual([]);
  expect(errorsOf(strict('a'), strict('a', 'b'), strict('a', 'b', 'c'))).toEqual([
    'field-added /columns/x/fields/c',
  ]);
});
