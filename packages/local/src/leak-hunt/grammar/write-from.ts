import type { CellType } from '../world/cell.js';
import type { Grammar } from './grammar.js';
import { columnsOf, type Scope, type ScopeEntry } from './scope.js';
import { writeExpression } from './write-expression.js';
import { writeFlatten, writeRelation } from './write-relation.js';

export interface WrittenFrom {
  readonly text: string;
  /** The same relations without a condition between them. */
  readonly loose: string;
  readonly scope: Scope;
}

/** FROM with its joins, and what it brings into scope. */
export function writeFrom(grammar: Grammar, outer: Scope | undefined, depth: number): WrittenFrom {
  const { choices } = grammar;
  const first = writeRelation(grammar, depth);
  const entries: ScopeEntry[] = [first.entry];
  let text = first.text;
  let loose = first.text;
  const more = choices.weighted([
    [50, 0],
    [35, 1],
    [10, 2],
  ]);
  // A named query may be long: joined with itself again and again it has no end.
  const isNamed = grammar.queries.length > 0;
  for (let count = 0; count < (isNamed ? Math.min(more, 1) : more); count += 1) {
    const next = writeRelation(grammar, depth);
    const both: Scope = { entries: [...entries, next.entry] };
    const kinds = ['JOIN', 'LEFT JOIN', 'FULL JOIN', 'RIGHT JOIN', 'CROSS JOIN'];
    const kind = choices.pick(isNamed ? kinds.slice(0, 4) : kinds);
    text += ` ${kind} ${next.text}`;
    if (kind !== 'CROSS JOIN') {
      text += ` ON ${writeJoinCondition(grammar, { entries: [...entries] }, { entries: [next.entry] }, both)}`;
    }
    loose += ` CROSS JOIN ${next.text}`;
    entries.push(next.entry);
  }
  if (choices.chance(6)) {
    const flatten = writeFlatten(grammar, { entries: [...entries] });
    text += `, ${flatten.text}`;
    loose += `, ${flatten.text}`;
    entries.push(flatten.entry);
  }
  return { text, loose, scope: { entries, outer } };
}

const joinable: readonly CellType[] = ['number', 'text', 'date', 'timestamp', 'boolean', 'binary'];

/** Mostly an equality of two columns of one type, masked or not; else anything. */
function writeJoinCondition(grammar: Grammar, left: Scope, right: Scope, both: Scope): string {
  const { choices } = grammar;
  const types = joinable.filter(
    (type) => columnsOf(left, type).length > 0 && columnsOf(right, type).length > 0,
  );
  if (types.length === 0 || choices.chance(15)) {
    return writeExpression(grammar, 'boolean', both, { depth: 1 });
  }
  const type = choices.pick(types);
  const equality = `${choices.pick(columnsOf(left, type))} = ${choices.pick(columnsOf(right, type))}`;
  if (!choices.chance(25)) return equality;
  return `${equality} AND ${writeExpression(grammar, 'boolean', both, { depth: 1 })}`;
}
