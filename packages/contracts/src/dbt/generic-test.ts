import type { Rule } from '../model/rule.js';
import { quoteIdentifier } from '../quality/quoting.js';
import { type DbtModel, type DbtProject, testName } from './dbt-project.js';

/** One of dbt's own data tests on one column. */
export interface GenericTest {
  readonly column: string;
  readonly test: object;
}

/** dbt knows errors and warnings; what is for information is a warning. */
export function severityOf(rule: Rule): 'error' | 'warn' {
  return rule.severity === 'error' ? 'error' : 'warn';
}

/** The rule as one of dbt's own four tests, or `undefined` where none of them says the same. */
export function genericTest(
  rule: Rule,
  model: DbtModel,
  project: DbtProject,
): GenericTest | undefined {
  switch (rule.kind) {
    case 'notNull':
      return { column: rule.column, test: { not_null: bodyOf(rule, model) } };
    case 'unique': {
      const [column, ...more] = rule.columns;
      if (column === undefined || more.length > 0) return undefined;
      return { column, test: { unique: bodyOf(rule, model) } };
    }
    case 'acceptedValues':
      // dbt's test compares texts; what is compared as the column's type takes SQL of its own.
      if (!holdsText(model, rule.column) || !areSafeTexts(rule.values)) return undefined;
      return {
        column: rule.column,
        test: { accepted_values: bodyOf(rule, model, { values: rule.values }) },
      };
    case 'referential': {
      const [column, ...more] = rule.columns;
      const [field] = rule.references.columns;
      const to = project.referenceTo(rule.references.contract);
      if (column === undefined || field === undefined || more.length > 0 || to === undefined) {
        return undefined;
      }
      const relationship = { to, field: quoteIdentifier(field) };
      return { column, test: { relationships: bodyOf(rule, model, relationship) } };
    }
    default:
      return undefined;
  }
}

function holdsText({ document }: DbtModel, name: string): boolean {
  return document.columns.some(
    (column) => column.name === name && column.type.startsWith('VARCHAR'),
  );
}

/** Texts that dbt can put between quotes as they are, and that it does not take for calls of its own. */
function areSafeTexts(values: readonly (string | number)[]): boolean {
  return (
    values.length > 0 &&
    values.every((value) => typeof value === 'string' && !/['\\{}()]/.test(value))
  );
}

function bodyOf(rule: Rule, model: DbtModel, testArguments?: object): object {
  return {
    name: testName(model, rule.name),
    description: rule.description,
    arguments: testArguments,
    config: {
      ...(severityOf(rule) === 'warn' ? { severity: 'warn' } : {}),
      meta: { rule: rule.name, dimension: rule.dimension, severity: rule.severity },
    },
  };
}
