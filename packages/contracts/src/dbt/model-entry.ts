import type { ContractColumn } from '../model/column.js';
import { quoteIdentifier } from '../quality/quoting.js';
import { columnEntry, deprecationMeta, tagsOf } from './column-entry.js';
import { type DbtModel, type DbtProject, databaseOf, idOf, schemaOf } from './dbt-project.js';
import type { GenericTest } from './generic-test.js';
import { groupName } from './group-entry.js';
import { modelConstraints } from './model-constraints.js';

/** A model with dbt's own tests of it. */
export interface TestedModel {
  readonly model: DbtModel;
  readonly tests: readonly GenericTest[];
}

/** One contract as a model with an enforced contract; several major versions as versions of it. */
export function modelEntry(
  versions: readonly [TestedModel, ...TestedModel[]],
  project: DbtProject,
): object {
  const [newest] = versions;
  const { document } = newest.model;
  const shared = {
    name: document.name,
    description: document.description,
  };
  if (versions.length === 1) {
    return { ...shared, ...deprecationOf(newest.model), ...tableOf(newest, project) };
  }
  return {
    ...shared,
    latest_version: newest.model.major,
    versions: versions.map((version) => ({
      v: version.model.major,
      description: version.model.document.description,
      ...deprecationOf(version.model),
      ...tableOf(version, project),
    })),
  };
}

/** A contract that is for its own domain is for this dbt project; another is for all. */
function accessOf({ document }: DbtModel): 'protected' | 'public' {
  const audience = document.sharing?.audience ?? 'domain';
  return audience === 'domain' ? 'protected' : 'public';
}

function deprecationOf({ document }: DbtModel): object {
  const { deprecated } = document;
  return deprecated === undefined ? {} : { deprecation_date: deprecated.removeAfter };
}

function tableOf({ model, tests }: TestedModel, project: DbtProject): object {
  const { document } = model;
  const constraints = modelConstraints(model, project);
  return {
    config: {
      access: accessOf(model),
      group: groupName(document),
      materialized: 'table',
      contract: { enforced: true },
      database: databaseOf(project, document.domain),
      schema: schemaOf(project, project.tier),
      alias: aliasOf(model),
      ...(document.clusterBy.length === 0
        ? {}
        : { cluster_by: document.clusterBy.map(quoteIdentifier) }),
      meta: {
        contract: idOf(document),
        contract_version: document.version,
        owner: document.owner,
        status: document.status,
        grain: document.grain,
        retention: document.retention[project.tier],
        slo: document.slo,
        support: document.support.length === 0 ? undefined : document.support,
        terms: document.terms,
        sharing: document.sharing,
        deprecated: deprecationMeta(document.deprecated),
      },
      ...tagsOf(document.tags),
    },
    ...(constraints.length === 0 ? {} : { constraints }),
    columns: document.columns.map((column) => testedColumn(column, tests, project)),
  };
}

/** The table as DAS names it; an earlier major version stands beside it, with its number. */
function aliasOf({ document, major, isNewest }: DbtModel): string {
  const name = document.name.toUpperCase();
  return isNewest ? name : `${name}_V${major}`;
}

function testedColumn(
  column: ContractColumn,
  tests: readonly GenericTest[],
  project: DbtProject,
): object {
  const own = tests.filter((test) => test.column === column.name).map(({ test }) => test);
  const isRequired = !column.isNullable && project.constraints.has('not_null');
  return {
    ...columnEntry(column, project),
    ...(isRequired ? { constraints: [{ type: 'not_null' }] } : {}),
    ...(own.length === 0 ? {} : { data_tests: own }),
  };
}
