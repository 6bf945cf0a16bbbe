import type { AccessRoleDeclaration } from '../access/declarations.js';
import { tiers } from '../access/declarations.js';
import type { GrantResource, Resource, Securable } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames, operationsSchema } from './domain-names.js';
import type { DomainTable } from './domain-tables.js';
import { shareGrants } from './shares.js';
import { readingGrants } from './tier-grants.js';
import { heldTierRoles, tierRoleGrants } from './tier-roles.js';
import { declaredWarehouses, warehouseName } from './warehouses.js';

function grant(to: string, on: Securable, ...privileges: readonly string[]): GrantResource[] {
  return privileges.map((privilege) => ({ kind: 'grant', privilege, on, to }));
}

/** The privileges of a domain's roles: the pipeline's to write, the access roles' to read. */
export function grantsOf(domain: Domain, tables: readonly DomainTable[]): readonly Resource[] {
  const access = domain.access.filter((each) => each.kind === 'accessRole');
  return [
    ...pipelineGrants(domain, tables),
    ...tierRoleGrants(domain, tables, (table) => securable(domain, table)),
    ...access.flatMap((role) => readerGrants(domain, tables, role)),
    ...warehouseGrants(domain, access),
    ...shareGrants(domain, tables, (table) => securable(domain, table)),
    // Ownership last: once it is given away the deployer may grant nothing more on the table.
    ...ownershipGrants(domain, tables),
  ];
}

function pipelineGrants(domain: Domain, tables: readonly DomainTable[]): readonly GrantResource[] {
  const names = domainNames(domain.database);
  const to = names.pipelineRole;
  return [
    ...usage(domain, to, [...tiers, operationsSchema]),
    ...grant(to, { type: 'WAREHOUSE', name: [names.warehouse] }, 'OPERATE'),
    ...grant(to, { type: 'STAGE', name: names.landingStage }, 'READ', 'WRITE'),
    ...grant(to, { type: 'TABLE', name: names.offsets }, 'SELECT', 'INSERT', 'UPDATE'),
    ...grant(to, { type: 'TABLE', name: names.leases }, 'SELECT', 'INSERT', 'UPDATE', 'DELETE'),
    ...grant(to, { type: 'TABLE', name: names.quarantine }, 'SELECT', 'INSERT', 'UPDATE'),
    ...grant(to, { type: 'TABLE', name: names.sloMeasurements }, 'SELECT', 'INSERT'),
    ...tables.flatMap((table) => {
      const name = names.table(table.contract, table.tier);
      if (isDynamic(table)) return [];
      const target = grant(to, { type: 'TABLE', name }, 'SELECT', 'INSERT', 'DELETE');
      if (table.filledBy === 'collector') return target;
      const candidate = names.candidate(table.contract, table.tier);
      return [
        ...target,
        ...grant(to, { type: 'TABLE', name: candidate }, 'SELECT', 'INSERT', 'DELETE'),
      ];
    }),
  ];
}

function readerGrants(
  domain: Domain,
  tables: readonly DomainTable[],
  role: AccessRoleDeclaration,
): readonly Resource[] {
  if (domain.tierRoles) return [...usage(domain, role.name, []), ...heldTierRoles(domain, role)];
  const on = (table: DomainTable) => securable(domain, table);
  return [
    ...usage(domain, role.name, role.reads),
    ...readingGrants(domain, role.reads, tables, on, { to: role.name }),
  ];
}

/** Who uses the warehouses that the domain declares: those of a list, or everybody of the domain. */
function warehouseGrants(
  domain: Domain,
  access: readonly AccessRoleDeclaration[],
): readonly GrantResource[] {
  const { pipelineRole } = domainNames(domain.database);
  return declaredWarehouses(domain).flatMap(({ name, usedBy }) => {
    if (name === undefined) return [];
    const on = { type: 'WAREHOUSE', name: [warehouseName(domain, name)] } as const;
    const users = usedBy.length === 0 ? access.map((role) => role.name) : usedBy;
    return [
      ...grant(pipelineRole, on, 'USAGE', 'OPERATE'),
      ...users.flatMap((role) => grant(role, on, 'USAGE')),
    ];
  });
}

function ownershipGrants(domain: Domain, tables: readonly DomainTable[]): readonly GrantResource[] {
  const { pipelineRole } = domainNames(domain.database);
  return tables.filter(isDynamic).flatMap((table) => {
    const on = securable(domain, table);
    return [
      // The deployer goes on compiling promotions that read the table, masked as everyone else.
      ...grant(domain.platform.deployRole, on, 'SELECT'),
      ...grant(pipelineRole, on, 'OWNERSHIP'),
    ];
  });
}

function usage(domain: Domain, to: string, schemas: readonly string[]): readonly GrantResource[] {
  const { warehouse } = domainNames(domain.database);
  return [
    ...grant(to, { type: 'DATABASE', name: [domain.database] }, 'USAGE'),
    ...schemas.flatMap((schema) =>
      grant(to, { type: 'SCHEMA', name: [domain.database, schema] }, 'USAGE'),
    ),
    ...grant(to, { type: 'WAREHOUSE', name: [warehouse] }, 'USAGE'),
  ];
}

function isDynamic(table: DomainTable): boolean {
  return table.filledBy === 'promotion' && table.promotion.strategy.kind === 'dynamicTable';
}

function securable(domain: Domain, table: DomainTable): Securable {
  const name = domainNames(domain.database).table(table.contract, table.tier);
  return { type: isDynamic(table) ? 'DYNAMIC TABLE' : 'TABLE', name };
}
