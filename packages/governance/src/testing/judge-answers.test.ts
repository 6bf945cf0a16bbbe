import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answers, type CellAnswer, type CellValue, cellValue } from './answers.js';
import { compareAnswers } from './compare-answers.js';
import { orders } from './fixtures/policy-shop.js';
import { judgeAnswers } from './judge-answers.js';
import { mismatchTable } from './mismatch-table.js';
import type { CellExpectation, CheckedMatrix } from './policy-matrix.js';

function judge(cell: CellExpectation, stored: CellValue, seen: CellAnswer) {
  const matrix: CheckedMatrix = {
    contract: orders,
    tier: 'PLATINUM',
    personas: new Map([['p', ['R']]]),
    rows: [{}],
    also: [],
    expectations: new Map([['p', { is: 'rows', rows: [0], columns: new Map([['email', cell]]) }]]),
  };
  return judgeAnswers(matrix, answersOf(stored, seen));
}

function answersOf(stored: CellValue, seen: CellAnswer): Answers {
  return {
    stored: [new Map([['email', stored]])],
    personas: new Map([['p', [{ is: 'seen', cells: new Map([['email', seen]]) }]]]),
  };
}

const clear = cellValue('ada@example.com');
const nothing = cellValue(null);
const refused: CellAnswer = { is: 'refused' };

describe('what a cell must show', () => {
  test.each<[CellExpectation, CellValue, CellAnswer, boolean]>([
    ['clear', clear, clear, true],
    ['clear', clear, nothing, false],
    ['clear', clear, refused, false],
    ['masked', clear, cellValue('***'), true],
    ['masked', clear, clear, false],
    ['masked', clear, cellValue('x ADA@example.com'), false],
    ['masked', clear, nothing, false],
    ['masked', cellValue(12), cellValue(120), true],
    ['null', clear, nothing, true],
    ['null', clear, cellValue(''), false],
    ['refused', clear, refused, true],
    ['refused', clear, nothing, false],
    [{ equals: '***' }, clear, cellValue('***'), true],
    [{ equals: '***' }, clear, cellValue('**'), false],
    [{ equals: null }, clear, nothing, true],
    [{ equals: null }, clear, cellValue('null'), false],
    [{ equals: 1.5 }, cellValue(2), cellValue('1.50'), true],
    [{ equals: '1984-01-01' }, clear, cellValue(new Date('1984-01-01')), true],
  ])('%j: stored %j, seen %j: %s', (cell, stored, seen, isRight) => {
    expect(judge(cell, stored, seen).length === 0).toBe(isRight);
  });

  test.each<CellExpectation>(['clear', 'masked', 'null', { equals: null }])(
    '%j is not proved by a NULL that is stored',
    (cell) => {
      expect(judge(cell, nothing, nothing)[0]?.seen).toContain('proves nothing');
    },
  );
});

test('a stored value is never masked, and never repeated', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (value, before, after) => {
      fc.pre(
        !'persona column row expected seen a text that holds the stored value'.includes(value),
      );
      const stored = cellValue(value);
      const found = judge('masked', stored, cellValue(before + value + after));
      expect(found).toHaveLength(1);
      expect(mismatchTable(found)).not.toContain(value);
    }),
    { numRuns: 200 },
  );
});

test('a row that was not asked for is not taken for a right one', () => {
  const answers: Answers = { stored: [], personas: new Map() };
  const matrix: CheckedMatrix = {
    contract: orders,
    tier: 'PLATINUM',
    personas: new Map([['p', ['R']]]),
    rows: [{}],
    also: [],
    expectations: new Map([['p', { is: 'denied' }]]),
  };
  expect(judgeAnswers(matrix, answers)).toHaveLength(1);
  const full = answersOf(clear, clear);
  expect(compareAnswers(full, answers)).toHaveLength(1);
  expect(compareAnswers(full, answersOf(clear, cellValue('***')))).toMatchObject([
    { persona: 'p', column: 'email', first: 'the stored value' },
  ]);
  expect(compareAnswers(full, full)).toEqual([]);
});
