import type { StatementContext } from '../engine/statement-context.js';
import { isOperator, isWord, type Token } from '../lexing/token.js';
import { parseExpressions } from '../polyglot/parse-query.js';
import type { Expression } from '../query/expression.js';
import type { TableReference } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { readAlias, readTables } from './update-delete.js';

export interface MergeClause {
  readonly isMatched: boolean;
  readonly action: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly condition: Expression | undefined;
  readonly columns: readonly string[];
  readonly values: readonly Expression[];
}

export interface MergeStatement {
  readonly target: readonly string[];
  readonly alias: string | undefined;
  readonly source: TableReference;
  readonly on: Expression;
  readonly clauses: readonly MergeClause[];
}

/** `MERGE INTO t USING s ON … WHEN MATCHED … WHEN NOT MATCHED …`. */
export function readMerge(context: StatementContext): MergeStatement {
  const { reader } = context;
  reader.expect('MERGE', 'INTO');
  const target = reader.name();
  const alias = readAlias(context, ['USING']);
  reader.expect('USING');
  const [source, ...others] = readTables(reader.until((token) => isWord(token, 'ON')));
  if (source === undefined || others.length > 0) throw invalidStatement('MERGE needs one source');
  reader.expect('ON');
  const on = one(reader.until((token) => isWord(token, 'WHEN')));
  const clauses: MergeClause[] = [];
  while (reader.accept('WHEN')) clauses.push(readClause(context, alias ?? target.at(-1)));
  reader.expectEnd();
  if (clauses.length === 0) throw invalidStatement('MERGE needs a WHEN clause');
  return { target, alias, source, on, clauses };
}

function one(tokens: readonly Token[]): Expression {
  const [expression] = parseExpressions([tokens]);
  if (expression === undefined) throw invalidStatement('syntax error in MERGE');
  return expression;
}

function readClause(context: StatementContext, alias: string | undefined): MergeClause {
  const { reader } = context;
  const isMatched = !reader.accept('NOT');
  reader.expect('MATCHED');
  if (reader.sees('BY')) throw unsupported('WHEN NOT MATCHED BY');
  const condition = reader.accept('AND')
    ? one(reader.until((token) => isWord(token, 'THEN')))
    : undefined;
  reader.expect('THEN');
  if (isMatched && reader.accept('DELETE')) {
    return { isMatched, action: 'DELETE', condition, columns: [], values: [] };
  }
  if (isMatched) {
    reader.expect('UPDATE', 'SET');
    if (reader.sees('ALL')) throw unsupported('UPDATE ALL BY NAME');
    const columns: string[] = [];
    const slices: (readonly Token[])[] = [];
    do {
      const path = reader.name();
      if (path.length > 1 && path[0] !== alias) {
        throw invalidStatement(`invalid identifier ${path.join('.')}`, path.join('.'), 904);
      }
      columns.push(path.at(-1) ?? '');
      reader.expectOperator('=');
      slices.push(reader.until((token) => isOperator(token, ',') || isWord(token, 'WHEN')));
    } while (reader.acceptOperator(','));
    return { isMatched, action: 'UPDATE', condition, columns, values: parseExpressions(slices) };
  }
  reader.expect('INSERT');
  if (reader.sees('ALL')) throw unsupported('INSERT ALL BY NAME');
  if (!reader.seesOperator('(')) throw unsupported('INSERT without columns in MERGE');
  const columns = reader.list(() => reader.name().at(-1) ?? '');
  reader.expect('VALUES');
  const slices = reader.list(() => reader.until((token) => isOperator(token, ',')));
  if (slices.length !== columns.length) {
    throw invalidStatement('the insert of MERGE has another number of values than columns');
  }
  return { isMatched, action: 'INSERT', condition, columns, values: parseExpressions(slices) };
}
