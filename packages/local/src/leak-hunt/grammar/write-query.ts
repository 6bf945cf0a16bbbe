import type { CellType } from '../world/cell.js';
import type { Grammar } from './grammar.js';
import { isOrderable, type ScopeColumn } from './scope.js';
import { writeExpression } from './write-expression.js';
import { type WrittenSelect, writeSelect } from './write-select.js';

export interface WrittenQuery {
  readonly text: string;
  readonly columns: readonly ScopeColumn[];
  /** Whether its rows come in a certain order. */
  readonly isOrdered: boolean;
}

export interface QueryOptions {
  readonly depth: number;
  readonly types?: readonly CellType[];
  /** Without ORDER BY and LIMIT at its end. */
  readonly isBare?: boolean;
}

/** A whole query: WITH, set operations, ORDER BY and LIMIT. */
export function writeQuery(grammar: Grammar, options: QueryOptions): WrittenQuery {
  const { choices } = grammar;
  const before = grammar.queries;
  const prefix = choices.chance(15) ? writeWith(grammar, options.depth) : '';
  const body = choices.chance(12)
    ? writeSetOperation(grammar, options)
    : writeSelect(grammar, { depth: options.depth, types: options.types });
  const tail = options.isBare ? { text: '', isOrdered: false } : writeTail(grammar, body);
  grammar.queries = before;
  return {
    text: `${prefix}${body.text}${tail.text}`,
    columns: body.columns,
    isOrdered: tail.isOrdered,
  };
}

function writeWith(grammar: Grammar, depth: number): string {
  if (grammar.choices.chance(15)) return writeRecursion(grammar);
  const name = grammar.alias('Q');
  const inner = writeQuery(grammar, { depth: Math.max(0, depth - 1), isBare: true });
  grammar.queries = [{ name, columns: inner.columns, keys: [] }];
  const text = inner.text.startsWith('WITH') ? `SELECT * FROM (${inner.text})` : inner.text;
  return `WITH ${name} AS (${text}) `;
}

/** A recursion that carries a text along. */
function writeRecursion(grammar: Grammar): string {
  const name = grammar.alias('Q');
  const first = writeSelect(grammar, { depth: 1, types: ['text'] });
  const relation = grammar.choices.pick(grammar.relations);
  if (relation.isOpaque) grammar.isComparable = false;
  const entry = { alias: 'STEP', columns: relation.columns, keys: [] };
  const text = writeExpression(grammar, 'text', { entries: [entry] }, { depth: 1 });
  const isKeyed = relation.columns.some(
    (column) => column.name === 'ID' && column.type === 'number',
  );
  const link = isKeyed ? ` AND STEP.ID = ${name}.N` : '';
  grammar.queries = [
    {
      name,
      columns: [
        { name: 'N', type: 'number' },
        { name: 'T', type: 'text' },
      ],
      keys: [],
    },
  ];
  return (
    `WITH RECURSIVE ${name} (N, T) AS (SELECT 1, BASIS.C1::VARCHAR FROM (${first.text}) BASIS ` +
    `UNION ALL SELECT ${name}.N + 1, (${text})::VARCHAR FROM ${name} JOIN ${relation.name} STEP ON ${name}.N < 3${link}) `
  );
}

function writeSetOperation(grammar: Grammar, options: QueryOptions): WrittenSelect {
  const { choices } = grammar;
  const types = options.types ?? [choices.pick(['text', 'number', 'date', 'boolean'] as const)];
  const depth = Math.max(0, options.depth - 1);
  const left = writeSelect(grammar, { depth, types });
  const right = writeSelect(grammar, { depth, types });
  const operator = types.every(isOrderable)
    ? choices.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT', 'MINUS'])
    : 'UNION ALL';
  return { text: `${left.text} ${operator} ${right.text}`, columns: left.columns };
}

/** ORDER BY everything, so that the order is certain, perhaps after an expression; and a LIMIT. */
function writeTail(
  grammar: Grammar,
  body: WrittenSelect,
): { readonly text: string; readonly isOrdered: boolean } {
  const { choices } = grammar;
  if (!choices.chance(40) || !body.columns.every(({ type }) => isOrderable(type))) {
    return { text: '', isOrdered: false };
  }
  const directions = ['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'];
  const keys = body.columns.map((_, at) => `${at + 1}${choices.pick(directions)}`);
  if (body.sortable !== undefined && choices.chance(40)) {
    const type = choices.pick(['text', 'number', 'date'] as const);
    const own = { entries: body.sortable.entries };
    keys.unshift(writeExpression(grammar, type, own, { depth: 0 }) + choices.pick(directions));
    // A bare literal would be a position.
    if (!/^t\d|^f\d/.test(keys[0] ?? '')) keys.shift();
  }
  const limit = choices.chance(40)
    ? ` LIMIT ${choices.below(6)}${choices.chance(30) ? ` OFFSET ${choices.below(3)}` : ''}`
    : '';
  return { text: ` ORDER BY ${keys.join(', ')}${limit}`, isOrdered: true };
}
