import { isProtected } from '../model/classification.js';
import type { ContractColumn } from '../model/column.js';
import type { ValueShape } from '../model/value-shape.js';
import type { UnexportedClause } from './dbt-options.js';
import { type DbtModel, type DbtProject, idOf, isLanded } from './dbt-project.js';
import { foreignKeyFault } from './model-constraints.js';

/** The clause of a contract that a path leads to, with why dbt does not check it. */
export function unexported({ document }: DbtModel, path: string, reason: string): UnexportedClause {
  return { contract: idOf(document), version: document.version, path, reason };
}

/** The clauses that a dbt project has no means for, whatever the rules. */
export function clausesWithoutMeans(
  model: DbtModel,
  project: DbtProject,
): readonly UnexportedClause[] {
  const { document } = model;
  const clauses: (readonly [string, string])[] = [];
  for (const column of document.columns) clauses.push(...columnClauses(column));
  if (project.constraints.has('foreign_key')) {
    for (const [index, key] of document.foreignKeys.entries()) {
      const fault = foreignKeyFault(model, key, project);
      if (fault !== undefined) clauses.push([`/foreignKeys/${index}`, fault]);
    }
  }
  for (const promise of [
    'availability',
    'frequency',
    'timeToDetect',
    'timeToNotify',
    'timeToRepair',
  ] as const) {
    if (document.slo[promise] !== undefined) {
      clauses.push([`/slo/${promise}`, 'dbt does not measure it; it is in the metadata']);
    }
  }
  if (document.slo.freshness !== undefined && !isLanded(document, project)) {
    clauses.push(['/slo/freshness', 'dbt measures it of sources, and the table is none']);
  }
  clauses.push([`/retention/${project.tier}`, 'dbt deletes no rows; it is in the metadata']);
  if (document.sharing?.regions !== undefined) {
    clauses.push([
      '/sharing/regions',
      'dbt does not know where data is served; it is in the metadata',
    ]);
  }
  if (document.refinements > 0) {
    clauses.push(['/refinements', 'checks in code run where records are parsed']);
  }
  if (document.compatibility !== 'none') {
    clauses.push([
      '/compatibility',
      'versions are compared by the check of the contract, not by dbt',
    ]);
  }
  return clauses.map(([path, reason]) => unexported(model, path, reason));
}

function* columnClauses(column: ContractColumn): Iterable<readonly [string, string]> {
  const path = `/columns/${column.name}`;
  if (isProtected(column.classification)) {
    yield [`${path}/classification`, 'dbt masks nothing; it is in the metadata'];
  }
  const checks = [...new Set(checksOf(column.stored))];
  if (checks.length > 0) {
    const list = checks.join(', ');
    yield [`${path}/stored`, `checked where records are parsed, not by dbt: ${list}`];
  }
  if (column.deprecated !== undefined) {
    yield [`${path}/deprecated`, 'dbt has a date for models alone; it is in the metadata'];
  }
}

/** What a shape asks for beyond the type, null and a closed set of texts, in words. */
function* checksOf(shape: ValueShape): Iterable<string> {
  if (shape.refinements !== undefined) yield 'checks in code';
  switch (shape.kind) {
    case 'string':
      if (shape.format !== undefined) yield `the format ${shape.format}`;
      if (shape.minLength !== undefined || shape.maxLength !== undefined) yield 'the length';
      if (shape.patterns !== undefined) yield 'a pattern';
      return;
    case 'number':
    case 'bigint':
      if (shape.multiplesOf !== undefined) yield 'the step';
      if (shape.minimum !== undefined || shape.maximum !== undefined) yield 'the bounds';
      return;
    case 'date':
      if (shape.minimum !== undefined || shape.maximum !== undefined) yield 'the bounds';
      return;
    case 'enum':
      if (shape.values.some((value) => typeof value !== 'string')) yield 'the listed values';
      return;
    case 'union':
      for (const option of shape.options) yield* checksOf(option);
      return;
    case 'intersection':
      for (const part of shape.parts) yield* checksOf(part);
      return;
    case 'opaque':
      yield `what a ${shape.reason} makes of the value`;
      return;
    case 'array':
    case 'set':
    case 'tuple':
    case 'object':
    case 'record':
    case 'map':
      yield 'the structure inside';
      return;
    default:
      return;
  }
}
