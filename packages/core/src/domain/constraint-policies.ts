import type { AnyContract, ContractColumn } from '@das/contracts';
import type {
  AggregationPolicyDeclaration,
  ProjectionPolicyDeclaration,
  Tier,
} from '../access/declarations.js';
import type { AggregationPolicyResource, ProjectionPolicyResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';
import { isAnyRoleInSession } from './session-roles.js';

function aggregationName(domain: Domain, { name }: AggregationPolicyDeclaration): TableName {
  return domainNames(domain.database).policy(`GROUPS_${name}`);
}

function projectionName(domain: Domain, { name }: ProjectionPolicyDeclaration): TableName {
  return domainNames(domain.database).policy(`SHOWS_${name}`);
}

function condition(roles: readonly string[], sql: string | undefined): string {
  const isAny = isAnyRoleInSession(roles);
  return sql === undefined ? isAny : `${isAny} OR (${sql})`;
}

/** The aggregation policies of a domain. The pipeline and the unrestricted roles read single rows. */
export function aggregationPoliciesOf(domain: Domain): readonly AggregationPolicyResource[] {
  const { pipelineRole } = domainNames(domain.database);
  return domain.access.flatMap((each) => {
    if (each.kind !== 'aggregationPolicy') return [];
    const all = condition([pipelineRole, ...each.unrestricted], each.unrestrictedWhen);
    const body = `CASE WHEN ${all} THEN NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => ${each.minGroupSize}) END`;
    return [{ kind: 'aggregationPolicy', name: aggregationName(domain, each), body }];
  });
}

/** The aggregation policy of a contract's table in a tier. */
export function aggregationPolicyOf(
  domain: Domain,
  contract: AnyContract,
  tier: Tier,
): TableName | undefined {
  const policy = domain.access.find(
    (each) =>
      each.kind === 'aggregationPolicy' &&
      each.appliesTo.contracts.includes(contract.name) &&
      each.appliesTo.tiers.includes(tier),
  );
  return policy?.kind === 'aggregationPolicy' ? aggregationName(domain, policy) : undefined;
}

/** The projection policies of a domain. */
export function projectionPoliciesOf(domain: Domain): readonly ProjectionPolicyResource[] {
  const { pipelineRole } = domainNames(domain.database);
  return domain.access.flatMap((each) => {
    if (each.kind !== 'projectionPolicy') return [];
    const all = condition([pipelineRole, ...each.allow], each.allowWhen);
    const refused = each.enforcement === 'nullify' ? "FALSE, ENFORCEMENT => 'NULLIFY'" : 'FALSE';
    const body = `CASE WHEN ${all} THEN PROJECTION_CONSTRAINT(ALLOW => TRUE) ELSE PROJECTION_CONSTRAINT(ALLOW => ${refused}) END`;
    return [{ kind: 'projectionPolicy', name: projectionName(domain, each), body }];
  });
}

/** The projection policy of a column. */
export function projectionPolicyOf(
  domain: Domain,
  contract: AnyContract,
  column: ContractColumn,
): TableName | undefined {
  const [policy] = projectionsFor(domain, contract, column);
  return policy === undefined ? undefined : projectionName(domain, policy);
}

/** The projection policies that say that they apply to a column: it takes only one. */
export function projectionsFor(
  domain: Domain,
  contract: AnyContract,
  column: ContractColumn,
): readonly ProjectionPolicyDeclaration[] {
  return domain.access.filter(
    (each): each is ProjectionPolicyDeclaration =>
      each.kind === 'projectionPolicy' && applies(each, contract, column),
  );
}

function applies(
  { appliesTo }: ProjectionPolicyDeclaration,
  contract: AnyContract,
  column: ContractColumn,
): boolean {
  if ('classification' in appliesTo) {
    return (
      appliesTo.classification === column.classification &&
      (appliesTo.semantic === undefined || appliesTo.semantic === column.semantic)
    );
  }
  return appliesTo.contracts.includes(contract.name) && appliesTo.columns.includes(column.name);
}
