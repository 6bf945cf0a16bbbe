import type { ResultSet } from '@das/core';
import type { OutputColumn } from '../compile/compile-query.js';
import type { DataType } from '../datatype/data-type.js';
import { parseType } from '../datatype/parse-type.js';
import type { DuckColumn } from '../engine/run-query.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';

/** What a statement answers, before it is shaped for a caller. */
export interface StatementAnswer {
  readonly columns: readonly Pick<OutputColumn, 'name' | 'type'>[];
  /** Column by column, a batch of rows at a time. */
  readonly batches: AsyncIterable<{
    readonly columns: readonly DuckColumn[];
    readonly rowCount: number;
  }>;
}

/** The answer of a statement whose result is gathered already: DML, DDL, SHOW and the like. */
export function answerOf(result: ResultSet): StatementAnswer {
  return {
    columns: result.columns.map(({ name, type }) => ({ name, type: readType(type) })),
    batches: one(result),
  };
}

async function* one({ columns, rows }: ResultSet): StatementAnswer['batches'] {
  if (rows.length === 0) return;
  yield {
    columns: columns.map(({ name }) => rows.map((row) => row[name])),
    rowCount: rows.length,
  };
}

function readType(text: string): DataType {
  return parseType(new TokenReader(tokenize(text)));
}
