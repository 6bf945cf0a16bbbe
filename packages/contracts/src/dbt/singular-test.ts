import type { Expectation, Rule } from '../model/rule.js';
import { type CompiledRule, compileRule } from '../quality/compile-rule.js';
import { quoteIdentifier } from '../quality/quoting.js';
import { type DbtModel, type DbtProject, plainName } from './dbt-project.js';
import { escapeJinja } from './escape-jinja.js';
import { severityOf } from './generic-test.js';

/**
 * A rule as a data test in SQL of its own: it fails with the rows that break the rule, or with the
 * measured value that is not as expected. A value that could not be measured is not as expected.
 */
export function singularTest(rule: Rule, model: DbtModel, project: DbtProject): string {
  const other = rule.kind === 'referential' ? rule.references.contract : undefined;
  const target = other === undefined ? undefined : project.referenceTo(other);
  const [table, targetTable] = standIns(rule);
  const compiled = compileRule(rule, {
    table: [table],
    columns: model.document.columns,
    resolve: () => (target === undefined ? undefined : [targetTable]),
  });
  const text = escapeJinja(failuresOf(compiled))
    .replaceAll(quoteIdentifier(table), () => `{{ ${model.reference} }}`)
    .replaceAll(quoteIdentifier(targetTable), () => `{{ ${target ?? ''} }}`);
  const severity = severityOf(rule) === 'warn' ? ", severity='warn'" : '';
  const meta = `{'rule': '${plainName(rule.name)}', 'dimension': '${rule.dimension}', 'severity': '${rule.severity}'}`;
  return `{{ config(meta=${meta}${severity}) }}\n\n${text}\n`;
}

/** Names of tables that the rule itself does not hold: dbt's references are put in their place. */
function standIns(rule: Rule): readonly [string, string] {
  const text = JSON.stringify(rule).toUpperCase();
  let number = 0;
  while (text.includes(`DAS_TABLE_${number}`)) number += 1;
  return [`DAS_TABLE_${number}_HERE`, `DAS_TABLE_${number}_THERE`];
}

function failuresOf(compiled: CompiledRule): string {
  if (compiled.kind === 'rows') return compiled.query;
  const holds = compiled.expect.map((expectation) => `(${conditionOf(expectation)})`).join(' AND ');
  return `SELECT "VALUE" FROM (\n${compiled.query}\n) AS M ("VALUE")\nWHERE "VALUE" IS NULL OR NOT (${holds})`;
}

/** The ends of `mustBeBetween` are not between, as in `meets`. */
function conditionOf(expectation: Expectation): string {
  if ('mustBe' in expectation) return `"VALUE" = ${expectation.mustBe}`;
  if ('mustNotBe' in expectation) return `"VALUE" <> ${expectation.mustNotBe}`;
  if ('mustBeGreaterThan' in expectation) return `"VALUE" > ${expectation.mustBeGreaterThan}`;
  if ('mustBeGreaterOrEqualTo' in expectation) {
    return `"VALUE" >= ${expectation.mustBeGreaterOrEqualTo}`;
  }
  if ('mustBeLessThan' in expectation) return `"VALUE" < ${expectation.mustBeLessThan}`;
  if ('mustBeLessOrEqualTo' in expectation) return `"VALUE" <= ${expectation.mustBeLessOrEqualTo}`;
  if ('mustBeBetween' in expectation) return between(expectation.mustBeBetween);
  return `NOT (${between(expectation.mustNotBeBetween)})`;
}

function between([low, high]: readonly [number, number]): string {
  return `"VALUE" > ${low} AND "VALUE" < ${high}`;
}
