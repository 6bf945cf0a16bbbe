import type { CellType } from '../world/cell.js';
import { writeDelete, writeInsert, writeMerge, writeUpdate } from './change-programs.js';
import type { Grammar } from './grammar.js';
import { writeHistory, writeMetadata, writeResultScan } from './metadata-programs.js';
import {
  writeClone,
  writeCopy,
  writeDynamicTable,
  writeFunction,
  writeStreamUse,
  writeTask,
  writeUnload,
  writeView,
} from './object-programs.js';
import type { Program, Step } from './program.js';
import { step } from './step.js';
import { traps } from './trap-templates.js';
import { fill, writeExpression } from './write-expression.js';
import { writeFrom } from './write-from.js';
import { writeQuery } from './write-query.js';

/** A way to write a program. Its first step may use binds; hunters vary. */
export type ProgramWriter = (grammar: Grammar) => readonly Step[];

/** What the hunt tries, by weight. A plain query is the simplest. */
const kinds: readonly (readonly [number, readonly [string, ProgramWriter]])[] = [
  [52, ['query', writeSingle]],
  [12, ['trap', writeTrap]],
  [6, ['streamed', writeStreamed]],
  [7, ['create table as', writeCopy]],
  [5, ['insert', writeInsert]],
  [4, ['update', writeUpdate]],
  [2, ['delete', writeDelete]],
  [3, ['merge', writeMerge]],
  [5, ['view', writeView]],
  [2, ['policy context', writeContext]],
  [2, ['unordered', writeUnordered]],
  [3, ['share', writeShare]],
  [2, ['clone', writeClone]],
  [2, ['dynamic table', writeDynamicTable]],
  [2, ['stream', writeStreamUse]],
  [1, ['unload', writeUnload]],
  [2, ['metadata', writeMetadata]],
  [1, ['history', writeHistory]],
  [1, ['result scan', writeResultScan]],
  [1, ['task', writeTask]],
  [1, ['function', writeFunction]],
];

/** Writes one program; the grammar's choices decide all of it. */
export function writeProgram(grammar: Grammar): Program {
  const { choices } = grammar;
  const [kind, write] = choices.weighted(kinds);
  if (choices.chance(12)) grammar.hasTraps = true;
  if (choices.chance(10)) grammar.useBinds();
  const hasSecondaryRoles = choices.chance(15);
  const steps = write(grammar).map((step): Step => {
    const finished = grammar.finish(step.text);
    const isReader = step.actor.role === 'READER';
    return {
      ...step,
      ...finished,
      ...(step.explanations === undefined
        ? {}
        : { explanations: step.explanations.map(({ text }) => grammar.finish(text)) }),
      actor: isReader && hasSecondaryRoles ? { role: 'READER', hasSecondaryRoles } : step.actor,
      compare: grammar.isComparable ? step.compare : 'none',
    };
  });
  return { kind, steps, mayFailByPlan: grammar.hasTraps };
}

function depthOf(grammar: Grammar): number {
  return grammar.choices.pick([1, 0, 2, 1, 0, 3, 1]);
}

function writeSingle(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: depthOf(grammar) });
  return [step(query.text, { compare: query.isOrdered ? 'list' : 'set' })];
}

/** Expressions that fail on some values, each alone, on few relations. */
function writeTrap(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const { text, loose, scope } = writeFrom(grammar, undefined, 0);
  const trap = (type: CellType): string =>
    fill(grammar, choices.pick(traps[type] ?? []), scope, { depth: 0 });
  const value = trap(choices.pick(['text', 'number', 'date', 'boolean', 'variant', 'binary']));
  const condition = choices.weighted([
    [2, undefined],
    [3, trap('boolean')],
    [3, writeExpression(grammar, 'boolean', scope, { depth: 1, hasSubqueries: true })],
  ]);
  const item = choices.chance(50) ? `COUNT(${value})` : value;
  const explanations = [value, ...(condition === undefined ? [] : [condition])];
  return [
    step(
      `SELECT ${item} AS C1 FROM ${text}${condition === undefined ? '' : ` WHERE ${condition}`}`,
      {
        explanations: explanations.map((each) => ({
          text: `SELECT MAX(TO_VARCHAR(${each})) FROM ${loose}`,
          binds: [],
        })),
      },
    ),
  ];
}

function writeStreamed(grammar: Grammar): readonly Step[] {
  return writeSingle(grammar).map((single) => ({ ...single, isStreamed: true }));
}

/** Rows in no certain order, where any of them may be first: only canaries are looked for. */
function writeUnordered(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: 1, isBare: true });
  grammar.isComparable = false;
  const { choices } = grammar;
  const form = choices.pick([
    `SELECT * FROM (${query.text}) LIMIT 2`,
    `SELECT ANY_VALUE(C1), FIRST_VALUE(C1) OVER (ORDER BY 1) FROM (${query.text}) GROUP BY C1`,
    `SELECT * FROM (${query.text}) SAMPLE (50)`,
    `SELECT ARRAY_AGG(C1), LISTAGG(C1) FROM (${query.text})`,
    `EXPLAIN ${query.text}`,
    `SELECT HASH_AGG(C1), APPROX_TOP_K(C1, 3), MODE(C1) FROM (${query.text})`,
  ]);
  return [step(form)];
}

/** What another account asks of what is shared with it. */
function writeShare(grammar: Grammar): readonly Step[] {
  if (grammar.shared.length === 0) return [step('SELECT 1')];
  grammar.relations = grammar.shared;
  const query = writeQuery(grammar, { depth: depthOf(grammar) });
  return [
    step(query.text, {
      actor: { role: 'ACCOUNTADMIN', account: 'CONSUMER' },
      compare: query.isOrdered ? 'list' : 'set',
    }),
  ];
}

/** The owner's own simulation of the hunted role. */
function writeContext(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: 1 });
  return [
    step(`EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'READER') AS ${query.text}`, {
      actor: { role: 'ACCOUNTADMIN' },
      compare: query.isOrdered ? 'list' : 'set',
    }),
  ];
}
