import { DasError } from '../errors/das-error.js';
import type { ContractDocument } from '../model/contract-document.js';
import { DbtError } from './dbt-error.js';
import type { DbtExport, DbtOptions, UnexportedClause } from './dbt-options.js';
import { type DbtModel, type DbtProject, dbtProject, isLanded, testName } from './dbt-project.js';
import { dbtYaml } from './dbt-yaml.js';
import { exposureEntries } from './exposure-entry.js';
import { type GenericTest, genericTest } from './generic-test.js';
import { groupEntry, groupName } from './group-entry.js';
import { modelEntry, type TestedModel } from './model-entry.js';
import { modelRules } from './model-rules.js';
import { singularTest } from './singular-test.js';
import { sourceEntry } from './source-entry.js';
import { clausesWithoutMeans, unexported } from './unexported-clauses.js';

/**
 * Exports contracts to properties files and data tests of a dbt project (dbt 1.10 or newer, on
 * Snowflake): sources with freshness, models with enforced contracts, constraints, data tests,
 * versions and dates of deprecation, groups by owner, and exposures of consumers.
 *
 * The SQL of the models is the project's own: a model has the name of its contract, or
 * `<name>_v<major>` where `earlier` versions are built too, and gives the columns in upper case. A
 * test of a measured value fails when there is nothing to measure. What dbt cannot check is listed
 * in `unexported`, never left out in silence.
 *
 * @throws {@link DbtError} `DAS_DBT_DUPLICATE_NAME` when two contracts, tests, groups or consumers
 * come to one name, `DAS_DBT_INVALID_VERSION` when `earlier` repeats a major version
 * @see https://docs.getdbt.com/reference/configs-and-properties
 * @example
 * ```ts
 * import { defineContract, rule } from '@das/contracts';
 * import { toDbt } from '@das/contracts/dbt';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid(), total_usd: z.number() }),
 *   columns: { order_id: 'internal', total_usd: { classification: 'internal', type: 'NUMBER(12,2)' } },
 *   primaryKey: ['order_id'],
 *   quality: [rule.range('total_usd', { min: 0 })],
 * });
 * const { files } = toDbt([orders]);
 * console.log(Object.keys(files).join('\n'));
 * // => models/commerce/groups.yml
 * // => models/commerce/sources.yml
 * // => models/commerce/models.yml
 * // => tests/commerce/orders__range_total_usd.sql
 * ```
 */
export function toDbt(contracts: readonly ContractDocument[], options: DbtOptions = {}): DbtExport {
  const project = dbtProject(contracts, options);
  const files: Record<string, string> = {};
  const missing: UnexportedClause[] = [];
  const testNames = uniqueNames('tests');
  const groupNames = uniqueNames('groups of owners');
  const domains = [...new Set(contracts.map(({ domain }) => domain))];
  for (const domain of domains) {
    const own = project.contracts.filter(([{ document }]) => document.domain === domain);
    const landed = own
      .map(([model]) => model)
      .filter(({ document }) => isLanded(document, project));
    files[`models/${domain}/groups.yml`] = dbtYaml({ groups: groupsOf(own.flat(), groupNames) });
    if (landed.length > 0) {
      files[`models/${domain}/sources.yml`] = dbtYaml({
        sources: [sourceEntry(domain, landed, project)],
      });
    }
    const models = own.map((versions) => {
      const [first, ...rest] = versions.map((model) => {
        const tested = testsOf(model, project);
        for (const name of tested.names) testNames(name, `${model.document.name}`);
        for (const [name, text] of tested.singular) files[`tests/${domain}/${name}.sql`] = text;
        missing.push(...tested.missing, ...clausesWithoutMeans(model, project));
        return { model, tests: tested.generic };
      }) as [TestedModel, ...TestedModel[]];
      return modelEntry([first, ...rest], project);
    });
    files[`models/${domain}/models.yml`] = dbtYaml({ models });
  }
  const exposures = exposureEntries(project);
  const exposureNames = uniqueNames('consumers');
  for (const { name } of exposures.entries) exposureNames(name, name);
  if (exposures.entries.length > 0) {
    files['models/exposures.yml'] = dbtYaml({
      exposures: exposures.entries.map(({ entry }) => entry),
    });
  }
  missing.push(...exposures.unexported);
  return { files: inOrder(files), unexported: missing };
}

function testsOf(
  model: DbtModel,
  project: DbtProject,
): {
  readonly names: readonly string[];
  readonly generic: readonly GenericTest[];
  readonly singular: readonly (readonly [string, string])[];
  readonly missing: readonly UnexportedClause[];
} {
  const names: string[] = [];
  const generic: GenericTest[] = [];
  const singular: (readonly [string, string])[] = [];
  const missing: UnexportedClause[] = [];
  for (const { rule, path } of modelRules(model, project)) {
    const name = testName(model, rule.name);
    try {
      const own = genericTest(rule, model, project);
      if (own === undefined) singular.push([name, singularTest(rule, model, project)]);
      else generic.push(own);
      names.push(name);
    } catch (error) {
      if (!DasError.isInstance(error)) throw error;
      missing.push(unexported(model, path, error.message));
    }
  }
  return { names, generic, singular, missing };
}

/** One group for each owner of the domain. */
function groupsOf(
  models: readonly DbtModel[],
  groupNames: (name: string, place: string) => void,
): readonly object[] {
  const owners = new Map(models.map(({ document }) => [document.owner, document]));
  return [...owners.values()].map((document) => {
    groupNames(groupName(document), document.owner);
    return groupEntry(document);
  });
}

/** Refuses the second of two names. */
function uniqueNames(what: string): (name: string, place: string) => void {
  const taken = new Set<string>();
  return (name, place) => {
    if (name !== '' && !taken.has(name)) {
      taken.add(name);
      return;
    }
    throw new DbtError('DAS_DBT_DUPLICATE_NAME', `two ${what} come to the name ${name} in dbt`, {
      place,
      next: 'rename one: dbt takes letters, digits and underscores alone',
    });
  };
}

/** The files of the models first, then the tests. */
function inOrder(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isTest = ([path]: readonly [string, string]) => (path.startsWith('tests/') ? 1 : 0);
  return Object.freeze(
    Object.fromEntries(Object.entries(files).sort((one, other) => isTest(one) - isTest(other))),
  );
}
