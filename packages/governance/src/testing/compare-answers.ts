import type { Answers, CellAnswer, RowAnswer } from './answers.js';
import { describeAnswer } from './judge-answers.js';

/** A place in which two warehouses answered otherwise. */
export interface AnswerDifference {
  readonly persona: string;
  readonly column: string | undefined;
  readonly row: number | undefined;
  readonly first: string;
  readonly second: string;
}

/**
 * What two warehouses answered differently. A row that the first one denied is left out: the second
 * one was asked by the owner of the table, with the policies alone simulated.
 */
export function compareAnswers(first: Answers, second: Answers): readonly AnswerDifference[] {
  return [...first.personas].flatMap(([persona, rows]) => {
    const others = second.personas.get(persona);
    if (others === undefined || others.length !== rows.length) {
      return [
        {
          persona,
          column: undefined,
          row: undefined,
          first: `${rows.length} rows asked`,
          second: `${others?.length ?? 0} rows asked`,
        },
      ];
    }
    return rows.flatMap((row, place) => {
      const other = others[place];
      if (row.is === 'denied' || other === undefined) return [];
      return compareRows({ persona, row: place, first, second }, row, other);
    });
  });
}

interface Place {
  readonly persona: string;
  readonly row: number;
  readonly first: Answers;
  readonly second: Answers;
}

function compareRows(place: Place, one: RowAnswer, other: RowAnswer): readonly AnswerDifference[] {
  const { persona, row } = place;
  if (one.is !== 'seen' || other.is !== 'seen') {
    if (one.is === other.is) return [];
    return [{ persona, row, column: undefined, first: one.is, second: other.is }];
  }
  const columns = new Set([...one.cells.keys(), ...other.cells.keys()]);
  return [...columns].flatMap((column) => {
    const [here, there] = [one.cells.get(column), other.cells.get(column)];
    if (isSame(here, there)) return [];
    const words = [
      wordsOf(here, place.first, row, column),
      wordsOf(there, place.second, row, column),
    ] as const;
    const second = words[0] === words[1] ? `${words[1]}, and not the same` : words[1];
    return [{ persona, row, column, first: words[0], second }];
  });
}

function isSame(one: CellAnswer | undefined, other: CellAnswer | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.is === 'refused' || other.is === 'refused') return one.is === other.is;
  return one.text === other.text;
}

function wordsOf(
  cell: CellAnswer | undefined,
  answers: Answers,
  row: number,
  column: string,
): string {
  return cell === undefined ? 'nothing' : describeAnswer(cell, answers.stored[row]?.get(column));
}
