import { classifications, durationInSeconds } from '@das/contracts';
import { tiers } from '../access/declarations.js';
import { landingColumns } from '../landing/landing-columns.js';
import { checkTableRules } from '../promotion/check-table-rules.js';
import { compilePromotion } from '../promotion/compile-promotion.js';
import type { Promotion } from '../promotion/promotion.js';
import type { DynamicTableResource, Resource, TableResource } from '../resources/resource.js';
import { budgetResources } from './budgets.js';
import { maskingPoliciesOf, protectedColumns } from './column-protection.js';
import {
  aggregationPoliciesOf,
  aggregationPolicyOf,
  projectionPoliciesOf,
} from './constraint-policies.js';
import { customTagsOf, tableTagsOf } from './custom-tags.js';
import { dataMetricResources } from './data-metrics.js';
import type { Domain } from './define-domain.js';
import { domainNames, operationsSchema } from './domain-names.js';
import { type DomainTable, tablesOf } from './domain-tables.js';
import { driftPoliciesOf } from './drift-protection.js';
import { grantsOf } from './grants.js';
import { isOnlyImported, withImported } from './imported.js';
import { listingResources } from './listings.js';
import { networkResources } from './network.js';
import { operationsTables } from './operations-tables.js';
import { rowAccessFor, rowAccessPoliciesOf } from './row-access.js';
import { shareResources } from './shares.js';
import { tierRoleResources } from './tier-roles.js';
import { warehouseResources } from './warehouses.js';

/**
 * The desired state of a domain: every object that it wants in the account, in an order in which
 * they can be created. Pure: nothing is read and nothing is sent.
 *
 * @throws {@link CoreError} when a protected column has no policy or a promotion is not valid,
 * {@link ContractError} when a rule cannot be checked in SQL
 */
export function compileDomain(domain: Domain): readonly Resource[] {
  return withImported(
    domain,
    isOnlyImported(domain) ? recordResources(domain.database) : declaredResources(domain),
  );
}

/** What DAS needs to know what it has deployed. */
function recordResources(database: string): readonly Resource[] {
  const record = domainNames(database).deployedResources.join('.');
  return [
    { kind: 'database', name: [database] },
    { kind: 'schema', name: [database, operationsSchema] },
    ...operationsTables(database).filter(
      (each) => each.kind === 'table' && each.name.join('.') === record,
    ),
  ];
}

function declaredResources(domain: Domain): readonly Resource[] {
  const { database } = domain;
  const names = domainNames(database);
  const tables = tablesOf(domain);
  for (const promotion of domain.promotions) checkTableRules(domain, promotion);
  const data = tables.flatMap((table) => tableResources(domain, table));
  const roles = domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
  return [
    { kind: 'database', name: [database] },
    ...[...tiers, operationsSchema].map(
      (schema): Resource => ({ kind: 'schema', name: [database, schema] }),
    ),
    ...warehouseResources(domain),
    ...[names.pipelineRole, ...roles].map((role): Resource => ({ kind: 'role', name: [role] })),
    { kind: 'tag', name: names.classificationTag, allowedValues: classifications },
    { kind: 'tag', name: names.semanticTag, allowedValues: [] },
    ...maskingPoliciesOf(domain),
    ...driftPoliciesOf(domain),
    ...rowAccessPoliciesOf(domain),
    ...aggregationPoliciesOf(domain),
    ...projectionPoliciesOf(domain),
    ...customTagsOf(domain),
    ...networkResources(domain),
    { kind: 'stage', name: names.landingStage },
    ...operationsTables(database),
    ...data,
    ...dataMetricResources(domain, tables, data),
    ...tierRoleResources(domain),
    ...budgetResources(domain),
    ...shareResources(domain),
    ...listingResources(domain),
    ...grantsOf(domain, tables),
  ];
}

function tableResources(domain: Domain, table: DomainTable): readonly Resource[] {
  const names = domainNames(domain.database);
  const { contract, tier } = table;
  const columns = protectedColumns(domain, contract);
  const aggregationPolicy = aggregationPolicyOf(domain, contract, tier);
  const tags = tableTagsOf(domain, contract);
  const common = {
    name: names.table(contract, tier),
    columns,
    rowAccess: rowAccessFor(domain, contract),
    ...(aggregationPolicy === undefined ? {} : { aggregationPolicy }),
    ...(tags.length === 0 ? {} : { tags }),
  };
  if (table.filledBy === 'collector') {
    const landing = landingColumns.map((column) => ({
      ...column,
      maskingPolicy: undefined,
      tags: [],
    }));
    return [{ kind: 'table', ...common, columns: [...columns, ...landing] }];
  }
  const { promotion } = table;
  switch (promotion.strategy.kind) {
    case 'dynamicTable':
      return [dynamicTableResource(domain, promotion, common)];
    case 'audited':
      return [
        { kind: 'table', ...common },
        // Nobody reads the candidate but the pipeline, and it may hold rows that break a clause.
        {
          kind: 'table',
          ...common,
          name: names.candidate(contract, tier),
          columns: columns.map((column) => ({ ...column, isNullable: true })),
        },
      ];
  }
}

function dynamicTableResource(
  domain: Domain,
  promotion: Promotion,
  common: Omit<TableResource, 'kind'>,
): DynamicTableResource {
  const names = domainNames(domain.database);
  const { strategy, to } = promotion;
  const declared = strategy.kind === 'dynamicTable' ? strategy.targetLag : undefined;
  const lag = declared ?? to.contract.slo.freshness?.p95 ?? '1h';
  return {
    kind: 'dynamicTable',
    ...common,
    targetLag: lag === 'downstream' ? lag : Math.max(60, durationInSeconds(lag)),
    warehouse: names.warehouse,
    query: compilePromotion(promotion, domain.database).cleanQuery,
    owner: names.pipelineRole,
  };
}
