import type { CellType } from '../world/cell.js';
import type { Grammar } from './grammar.js';
import type { Step } from './program.js';
import type { Scope, ScopeEntry } from './scope.js';
import { cleanUp, prepare, step } from './step.js';
import { writeExpression } from './write-expression.js';
import { writeQuery } from './write-query.js';
import { writeRelation } from './write-relation.js';

/** Tables that the hunted role may change, with a column each that no policy reads or masks. */
const targets: readonly { readonly name: string; readonly free: string; readonly shown: string }[] =
  [
    { name: 'PEOPLE', free: 'NOTE', shown: 'ID, NAME, EMAIL, SALARY, NOTE' },
    { name: 'ORDERS', free: 'CODE', shown: 'ID, CARD, AMOUNT, CODE' },
    { name: 'OPEN', free: 'NAME', shown: 'ID, NAME, AMOUNT' },
  ];

/** The steps between BEGIN and ROLLBACK, so that the world stays as it is. */
function inTransaction(steps: readonly Step[]): readonly Step[] {
  return [prepare('BEGIN'), ...steps, cleanUp('ROLLBACK')];
}

export function writeInsert(grammar: Grammar): readonly Step[] {
  const types: readonly CellType[] = ['number', 'text', 'date', 'boolean'];
  const query = writeQuery(grammar, { depth: 1, types, isBare: true });
  const overwrite = grammar.choices.chance(15) ? 'OVERWRITE ' : '';
  return [
    step('CREATE OR REPLACE TEMPORARY TABLE SINK (A NUMBER(18,2), B VARCHAR, C DATE, D BOOLEAN)', {
      compare: 'outcome',
    }),
    prepare('BEGIN'),
    step(`INSERT ${overwrite}INTO SINK ${query.text}`),
    step('SELECT * FROM SINK'),
    step('SELECT B, COUNT(*) AS N, MAX(A) AS A FROM SINK GROUP BY B'),
    cleanUp('ROLLBACK'),
    cleanUp('DROP TABLE IF EXISTS SINK'),
  ];
}

function target(grammar: Grammar): { name: string; free: string; shown: string; scope: Scope } {
  const found = grammar.choices.pick(targets);
  const columns = grammar.relations.find(({ name }) => name === found.name)?.columns ?? [];
  const entry: ScopeEntry = { alias: 'TARGET', columns, keys: ['TARGET.ID'] };
  return { ...found, scope: { entries: [entry] } };
}

/** Which rows are found must follow what the role sees, and so must what is written. */
export function writeUpdate(grammar: Grammar): readonly Step[] {
  const { name, free, shown, scope } = target(grammar);
  const from = grammar.choices.chance(50) ? writeSource(grammar) : undefined;
  const both: Scope = from === undefined ? scope : { entries: [...scope.entries, from.entry] };
  // With FROM a row may meet several: what is written must be the same for all of them.
  const value = writeExpression(grammar, 'text', scope, { depth: 1 });
  const condition = writeExpression(grammar, 'boolean', both, { depth: 2, hasSubqueries: true });
  const source = from === undefined ? '' : ` FROM ${from.text}`;
  return inTransaction([
    step(`UPDATE ${name} TARGET SET ${free} = ${value}${source} WHERE ${condition}`),
    step(`SELECT ${shown} FROM ${name}`),
  ]);
}

export function writeDelete(grammar: Grammar): readonly Step[] {
  const { name, shown, scope } = target(grammar);
  const using = grammar.choices.chance(40) ? writeSource(grammar) : undefined;
  const both: Scope = using === undefined ? scope : { entries: [...scope.entries, using.entry] };
  const condition = writeExpression(grammar, 'boolean', both, { depth: 2, hasSubqueries: true });
  const source = using === undefined ? '' : ` USING ${using.text}`;
  return inTransaction([
    step(`DELETE FROM ${name} TARGET${source} WHERE ${condition}`),
    step(`SELECT ${shown} FROM ${name}`),
  ]);
}

function writeSource(grammar: Grammar): { readonly text: string; readonly entry: ScopeEntry } {
  return writeRelation(grammar, 1);
}

/** The target is matched by its key, so that each row of it meets one of the source at most. */
export function writeMerge(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const { name, free, shown, scope } = target(grammar);
  const relations = grammar.relations.filter(
    ({ keys, columns, isOpaque }) =>
      keys.length === 1 &&
      !isOpaque &&
      columns.some((column) => column.name === 'ID' && column.type === 'number'),
  );
  const relation = choices.pick(relations);
  const source: ScopeEntry = { alias: 'SOURCE', columns: relation.columns, keys: ['SOURCE.ID'] };
  const both: Scope = { entries: [...scope.entries, source] };
  const only: Scope = { entries: [source] };
  const condition = (over: Scope): string =>
    choices.chance(50) ? ` AND ${writeExpression(grammar, 'boolean', over, { depth: 1 })}` : '';
  const matched = choices.chance(30)
    ? `WHEN MATCHED${condition(both)} THEN DELETE`
    : `WHEN MATCHED${condition(both)} THEN UPDATE SET ${free} = ${writeExpression(grammar, 'text', both, { depth: 1 })}`;
  // A new row has no value in the columns that a policy reads, so that it is visible in OPEN alone.
  const text = writeExpression(grammar, 'text', only, { depth: 1 });
  const fresh = `WHEN NOT MATCHED${condition(only)} THEN INSERT (ID, ${free}) VALUES (SOURCE.ID + 100, ${text})`;
  const clauses = name === 'OPEN' ? `${matched} ${fresh}` : matched;
  return inTransaction([
    step(
      `MERGE INTO ${name} TARGET USING ${relation.name} SOURCE ON TARGET.ID = SOURCE.ID ${clauses}`,
    ),
    step(`SELECT ${shown} FROM ${name}`),
  ]);
}
