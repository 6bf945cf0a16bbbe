import type { ForeignKey } from '../model/key.js';
import { quoteIdentifier } from '../quality/quoting.js';
import { type DbtModel, type DbtProject, idOf } from './dbt-project.js';

/** Keys are declared, not enforced, on Snowflake; dbt would say so of each at every build. */
const silent = { warn_unenforced: false };

/** The keys of a model, as constraints of the whole table. */
export function modelConstraints(model: DbtModel, project: DbtProject): readonly object[] {
  const { primaryKey, uniqueKeys, foreignKeys } = model.document;
  const kinds = project.constraints;
  return [
    ...(kinds.has('primary_key') && primaryKey.length > 0
      ? [{ type: 'primary_key', columns: primaryKey.map(quoteIdentifier), ...silent }]
      : []),
    ...(kinds.has('unique')
      ? uniqueKeys.map((key) => ({ type: 'unique', columns: key.map(quoteIdentifier), ...silent }))
      : []),
    ...(kinds.has('foreign_key')
      ? foreignKeys
          .filter((key) => foreignKeyFault(model, key, project) === undefined)
          .map(({ columns, references }) => ({
            type: 'foreign_key',
            columns: columns.map(quoteIdentifier),
            to: project.referenceTo(references.contract),
            to_columns: references.columns.map(quoteIdentifier),
            ...silent,
          }))
      : []),
  ];
}

/** Why a foreign key cannot be a constraint of dbt, or `undefined`: a constraint makes one model wait for the other. */
export function foreignKeyFault(
  { document }: DbtModel,
  { references }: ForeignKey,
  project: DbtProject,
): string | undefined {
  if (project.referenceTo(references.contract) === undefined) {
    return `the contract ${references.contract} is not in the project`;
  }
  return reaches(references.contract, idOf(document), project, new Set())
    ? 'the models would wait for each other; a data test checks it, no constraint declares it'
    : undefined;
}

/** Whether foreign keys lead from one contract to another. */
function reaches(from: string, to: string, project: DbtProject, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return project.contracts
    .flat()
    .filter(({ document }) => idOf(document) === from)
    .flatMap(({ document }) => document.foreignKeys)
    .some(({ references }) => reaches(references.contract, to, project, seen));
}
