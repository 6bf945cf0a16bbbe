import type { Answers, CellAnswer, CellValue } from './answers.js';
import type { CellExpectation, CheckedMatrix, ExpectedValue } from './policy-matrix.js';

/** One place in which what was seen is not what was expected. Values are never repeated. */
export interface PolicyMismatch {
  readonly persona: string;
  /** `undefined` where it is about the row as a whole. */
  readonly column: string | undefined;
  /** From 0; `undefined` where it is about no row. */
  readonly row: number | undefined;
  readonly expected: string;
  readonly seen: string;
}

/** A stored text shorter than this may stand in a hash by chance. */
const tellingLength = 4;

/** Compares what was seen with what was expected. Pure; empty when all is as it should be. */
export function judgeAnswers(matrix: CheckedMatrix, answers: Answers): readonly PolicyMismatch[] {
  return [...matrix.expectations].flatMap(([persona, expectation]) => {
    const seen = answers.personas.get(persona) ?? [];
    if (seen.length !== matrix.rows.length) {
      return [{ persona, column: undefined, row: undefined, expected: 'an answer', seen: 'none' }];
    }
    if (expectation.is === 'denied') {
      return seen.flatMap((row, place) =>
        row.is === 'denied' ? [] : [aboutRow(persona, place, 'denied', row.is)],
      );
    }
    const expected = new Set(expectation.rows);
    const rows = seen.flatMap((row, place) => {
      const want = expected.has(place) ? 'seen' : 'hidden';
      return row.is === want ? [] : [aboutRow(persona, place, want, row.is)];
    });
    const columns = [...expectation.columns].flatMap(([column, cell]) =>
      judgeColumn({ persona, column, rows: expectation.rows, cell }, answers),
    );
    return [...rows, ...columns];
  });
}

function aboutRow(persona: string, row: number, expected: string, seen: string): PolicyMismatch {
  return { persona, column: undefined, row, expected, seen };
}

interface ExpectedColumn {
  readonly persona: string;
  readonly column: string;
  /** The rows that the persona should see. */
  readonly rows: readonly number[];
  readonly cell: CellExpectation;
}

function judgeColumn(
  { persona, column, rows, cell }: ExpectedColumn,
  answers: Answers,
): readonly PolicyMismatch[] {
  const found: PolicyMismatch[] = [];
  let proofs = 0;
  for (const [index, place] of rows.entries()) {
    const row = answers.personas.get(persona)?.[place];
    const stored = answers.stored[place]?.get(column);
    // That a row is not seen is told of once, for the row.
    if (row?.is !== 'seen') continue;
    const answer = row.cells.get(column);
    const expected = describeExpectation(cell);
    if (answer === undefined || stored === undefined) {
      found.push({ persona, column, row: place, expected, seen: 'nothing' });
      continue;
    }
    if (isProof(cell, stored)) proofs += 1;
    if (!holds(cell, index, answer, stored)) {
      found.push({ persona, column, row: place, expected, seen: describeAnswer(answer, stored) });
    }
  }
  const isSeen = rows.some((place) => answers.personas.get(persona)?.[place]?.is === 'seen');
  if (found.length > 0 || proofs > 0 || !isSeen) return found;
  return [
    {
      persona,
      column,
      row: undefined,
      expected: `${describeExpectation(cell)}, shown by at least one row with a value`,
      seen: 'NULL is stored in each of the rows, which proves nothing',
    },
  ];
}

/** A NULL looks the same clear and masked, so it says nothing of either. */
function isProof(cell: CellExpectation, stored: CellValue): boolean {
  return cell === 'refused' || stored.text !== null;
}

function holds(
  cell: CellExpectation,
  index: number,
  answer: CellAnswer,
  stored: CellValue,
): boolean {
  if (answer.is === 'refused') return cell === 'refused';
  if (typeof cell === 'object') {
    const expected = 'each' in cell ? cell.each[index] : cell.equals;
    return expected !== undefined && isEqual(expected, answer);
  }
  switch (cell) {
    case 'clear':
      return answer.text === stored.text;
    case 'null':
      return answer.text === null;
    case 'masked':
      return stored.text === null ? true : answer.text !== null && !tells(answer, stored.text);
    case 'refused':
      return false;
  }
}

/** Whether a value is the stored one, or a text that holds it. */
function tells(answer: CellValue, stored: string): boolean {
  if (answer.text === stored) return true;
  if (!answer.isText || stored.length < tellingLength) return false;
  return (answer.text ?? '').toLowerCase().includes(stored.toLowerCase());
}

function isEqual(expected: ExpectedValue, { text }: CellValue): boolean {
  if (expected === null || text === null) return expected === text;
  if (expected instanceof Date) return expected.toISOString() === text;
  if (String(expected) === text) return true;
  if (typeof expected === 'number') return Number(text) === expected;
  const isDate = typeof expected === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(text);
  return isDate && Date.parse(String(expected)) === Date.parse(text);
}

/** An expectation in words, without its value. */
export function describeExpectation(cell: CellExpectation): string {
  if (typeof cell === 'string') return cell === 'null' ? 'NULL' : cell;
  if ('equals' in cell) return 'the value of equals';
  return 'the values of each';
}

/** What was seen in words, without the value. */
export function describeAnswer(answer: CellAnswer, stored: CellValue | undefined): string {
  if (answer.is === 'refused') return 'refused';
  if (answer.text === null) return 'NULL';
  if (stored?.text === answer.text) return 'the stored value';
  if (stored?.text && tells(answer, stored.text)) return 'a text that holds the stored value';
  return answer.isText ? `another text of ${answer.text.length} characters` : 'another value';
}
