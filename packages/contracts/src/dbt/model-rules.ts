import type { ContractDocument } from '../model/contract-document.js';
import type { QualityDimension, Rule } from '../model/rule.js';
import type { DbtModel, DbtProject } from './dbt-project.js';

/** A rule that dbt tests, and the clause of the contract that it comes from. */
export interface ModelRule {
  readonly rule: Rule;
  /** As a JSON pointer. */
  readonly path: string;
}

/**
 * All that dbt has to test: the declared rules, and what the schema, the keys and the service levels
 * ask for and neither dbt nor Snowflake makes sure of by itself.
 */
export function modelRules({ document }: DbtModel, project: DbtProject): readonly ModelRule[] {
  const declared = document.quality.map((rule) => ({ rule, path: `/quality/${rule.name}` }));
  const known = new Set(document.quality.map(meaningOf));
  const names = new Set(document.quality.map(({ name }) => name));
  const implied = impliedRules(document, project)
    .filter(({ rule }) => !known.has(meaningOf(rule)))
    .map(({ rule, path }) => ({ rule: { ...rule, name: freeName(rule.name, names) }, path }));
  return [...declared, ...implied];
}

function impliedRules(document: ContractDocument, project: DbtProject): readonly ModelRule[] {
  const { primaryKey, uniqueKeys, foreignKeys, columns, slo } = document;
  const unenforced = project.constraints.has('not_null')
    ? []
    : columns.filter(({ isNullable }) => !isNullable);
  return [
    ...(primaryKey.length === 0 ? [] : [keyRule('primary_key', primaryKey, '/primaryKey')]),
    ...uniqueKeys.map((key, index) =>
      keyRule(`unique_key_${key.join('_')}`, key, `/uniqueKeys/${index}`),
    ),
    ...foreignKeys.map(({ columns: own, references }, index) => ({
      path: `/foreignKeys/${index}`,
      rule: {
        kind: 'referential',
        ...named(`foreign_key_${own.join('_')}`, 'consistency'),
        columns: own,
        references,
      } as const,
    })),
    ...unenforced.map(({ name }) => ({
      path: `/columns/${name}/isNullable`,
      rule: {
        kind: 'notNull',
        ...named(`not_null_${name}`, 'completeness'),
        column: name,
      } as const,
    })),
    ...columns.flatMap(({ name, enum: values, isEnumOpen }) =>
      values === undefined || isEnumOpen
        ? []
        : [
            {
              path: `/columns/${name}/enum`,
              rule: {
                kind: 'acceptedValues',
                ...named(`accepted_values_${name}`, 'conformity'),
                column: name,
                values,
              } as const,
            },
          ],
    ),
    ...Object.entries(slo.completeness ?? {}).flatMap(([column, min]) =>
      min === undefined
        ? []
        : [
            {
              path: `/slo/completeness/${column}`,
              // A promise about service is measured; it does not stop a build.
              rule: {
                kind: 'completeness',
                ...named(`completeness_${column}`, 'completeness'),
                severity: 'warning',
                column,
                min,
              } as const,
            },
          ],
    ),
  ];
}

function keyRule(name: string, columns: readonly string[], path: string): ModelRule {
  return { path, rule: { kind: 'unique', ...named(name, 'uniqueness'), columns } };
}

function named(
  name: string,
  dimension: QualityDimension,
): { readonly name: string; readonly severity: 'error'; readonly dimension: QualityDimension } {
  return { name: name.toLowerCase(), severity: 'error', dimension };
}

/** What a rule asks for, whatever its name: one that is declared need not be implied as well. */
function meaningOf(rule: Rule): string {
  const { name, severity, dimension, description, ...meaning } = rule;
  return JSON.stringify(Object.entries(meaning).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
  taken.add(free);
  return free;
}
