import type { AnyContract } from '@das/contracts';
import type {
  RowAccessPolicyDeclaration,
  RowMapping,
  ShareDeclaration,
} from '../access/declarations.js';
import { signatureType, typeSuffix } from '../access/mask-expression.js';
import type { RowAccessAttachment, RowAccessPolicyResource } from '../resources/resource.js';
import { quoteIdentifier, quoteLiteral } from '../warehouse/statement.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';
import { isAnyRoleInSession, isDatabaseRoleInSession, versioned } from './session-roles.js';
import { shareRole, sharesOf } from './shares.js';

/** How policies call the column that decides. */
const argument = 'VAL';

/** The row access policies of a domain. The pipeline and the unrestricted roles see every row. */
export function rowAccessPoliciesOf(domain: Domain): readonly RowAccessPolicyResource[] {
  const declared = domain.access.flatMap((policy) =>
    policy.kind === 'rowAccessPolicy' ? [declaredPolicy(domain, policy)] : [],
  );
  const shared = domain.contracts.flatMap((contract) => {
    const policy = sharedPolicy(domain, contract);
    return policy === undefined ? [] : [policy];
  });
  const byName = new Map([...declared, ...shared].map((each) => [each.name.join('.'), each]));
  return [...byName.values()];
}

/** The row access policy of a contract's tables, with the columns that it takes. */
export function rowAccessFor(
  domain: Domain,
  contract: AnyContract,
): RowAccessAttachment | undefined {
  const declared = declaredFor(domain, contract);
  if (declared !== undefined) {
    const { appliesTo, conditions = [] } = declared;
    return {
      policy: declaredName(domain, declared),
      columns: [appliesTo.column.toUpperCase(), ...conditions.map((condition) => condition.name)],
    };
  }
  const [share] = filteringShares(domain, contract);
  const policy = sharedPolicy(domain, contract);
  if (share?.rows === undefined || policy === undefined) return undefined;
  return { policy: policy.name, columns: [share.rows.column.toUpperCase()] };
}

/** The row access policy that a domain declares for a contract: it takes only one. */
export function declaredFor(
  domain: Domain,
  contract: Pick<AnyContract, 'name'>,
): RowAccessPolicyDeclaration | undefined {
  return domain.access.find(
    (each): each is RowAccessPolicyDeclaration =>
      each.kind === 'rowAccessPolicy' && each.appliesTo.contracts.includes(contract.name),
  );
}

/** The shares that show only some rows of a contract. */
export function filteringShares(
  domain: Domain,
  contract: Pick<AnyContract, 'name'>,
): readonly ShareDeclaration[] {
  return sharesOf(domain).filter(
    (share) => share.rows !== undefined && share.contracts.includes(contract.name),
  );
}

function declaredName(domain: Domain, { name, version }: RowAccessPolicyDeclaration): TableName {
  return domainNames(domain.database).policy(versioned(`ROWS_${name}`, version));
}

function declaredPolicy(
  domain: Domain,
  policy: RowAccessPolicyDeclaration,
): RowAccessPolicyResource {
  const { pipelineRole } = domainNames(domain.database);
  const { appliesTo, conditions = [], mapping, sql } = policy;
  const some = policy.allow.map(
    ({ role, values }) =>
      `WHEN IS_ROLE_IN_SESSION(${quoteLiteral(role)}) AND ${isOneOf(values)} THEN TRUE`,
  );
  const shares = sharesOf(domain).filter((share) =>
    share.contracts.some((name) => appliesTo.contracts.includes(name)),
  );
  const contract = domain.contracts.find((each) => appliesTo.contracts.includes(each.name));
  const column = contract?.columns.find((each) => each.name === appliesTo.column);
  return {
    kind: 'rowAccessPolicy',
    name: declaredName(domain, policy),
    argument: { name: argument, type: signatureType(column?.type ?? 'VARCHAR') },
    ...(conditions.length === 0 ? {} : { moreArguments: conditions }),
    body: [
      'CASE',
      `WHEN ${isAnyRoleInSession([pipelineRole, ...policy.unrestricted])} THEN TRUE`,
      ...some,
      ...shares.map(shareRule),
      ...(mapping === undefined ? [] : [`WHEN ${isMapped(domain, mapping)} THEN TRUE`]),
      ...(sql === undefined ? [] : [`WHEN (${sql}) THEN TRUE`]),
      'ELSE FALSE END',
    ].join(' '),
  };
}

/** The policy that filters rows for shares alone: every role of the domain goes on seeing all of them. */
function sharedPolicy(domain: Domain, contract: AnyContract): RowAccessPolicyResource | undefined {
  if (declaredFor(domain, contract) !== undefined) return undefined;
  const [first] = filteringShares(domain, contract);
  const column = contract.columns.find((each) => each.name === first?.rows?.column);
  if (column === undefined) return undefined;
  const names = domainNames(domain.database);
  const type = signatureType(column.type);
  const name = names.policy(`SHARED_ROWS_${contract.name.toUpperCase()}_${typeSuffix(type)}`);
  const roles = domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
  const shares = sharesOf(domain).filter((share) => share.contracts.includes(contract.name));
  return {
    kind: 'rowAccessPolicy',
    name,
    argument: { name: argument, type },
    body: [
      'CASE',
      `WHEN ${isAnyRoleInSession([names.pipelineRole, ...roles])} THEN TRUE`,
      ...shares.map(shareRule),
      'ELSE FALSE END',
    ].join(' '),
  };
}

function shareRule(share: ShareDeclaration): string {
  const role = isDatabaseRoleInSession(shareRole(share));
  const rows = share.rows === undefined ? '' : ` AND ${isOneOf(share.rows.values)}`;
  return `WHEN ${role}${rows} THEN TRUE`;
}

function isOneOf(values: readonly string[]): string {
  return values.length === 0 ? 'FALSE' : `${argument} IN (${values.map(quoteLiteral).join(', ')})`;
}

/** Whether the mapping gives the row's value to a role or the user of the session. */
function isMapped(domain: Domain, mapping: RowMapping): string {
  const table = [domain.database, mapping.tier, mapping.contract.toUpperCase()]
    .map(quoteIdentifier)
    .join('.');
  const of = (column: string) => `M.${quoteIdentifier(column)}`;
  const holder =
    mapping.by === 'role'
      ? `IS_ROLE_IN_SESSION(${of(mapping.holder)})`
      : `${of(mapping.holder)} = CURRENT_USER()`;
  return `EXISTS (SELECT 1 FROM ${table} M WHERE ${of(mapping.value)} = ${argument} AND ${holder})`;
}
