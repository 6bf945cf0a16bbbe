import { type AnyContract, type ContractColumn, isProtected } from '@das/contracts';
import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { signatureType, typeFamily, typeSuffix } from '../access/mask-expression.js';
import { CoreError } from '../errors/core-error.js';
import type { ColumnResource, MaskingPolicyResource } from '../resources/resource.js';
import { quoteLiteral } from '../warehouse/statement.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';

/** The columns of a contract's tables with their policies and tags. */
export function protectedColumns(domain: Domain, contract: AnyContract): readonly ColumnResource[] {
  const names = domainNames(domain.database);
  return contract.columns.map((column) => ({
    name: column.name.toUpperCase(),
    type: column.type,
    isNullable: column.isNullable,
    maskingPolicy: policyFor(domain, contract, column)?.name,
    tags: [
      { tag: names.classificationTag, value: column.classification },
      ...(column.semantic === undefined
        ? []
        : [{ tag: names.semanticTag, value: column.semantic }]),
    ],
  }));
}

/** The masking policies that a domain's contracts need, each once. */
export function maskingPoliciesOf(domain: Domain): readonly MaskingPolicyResource[] {
  const policies = new Map<string, MaskingPolicyResource>();
  for (const contract of domain.contracts) {
    for (const column of contract.columns) {
      const policy = policyFor(domain, contract, column);
      if (policy === undefined) continue;
      const name = policy.name.join('.');
      if ((policies.get(name)?.body ?? policy.body) !== policy.body) throw ambiguous(domain, name);
      policies.set(name, policy);
    }
  }
  return [...policies.values()];
}

/** The one would be deployed in place of the other, and reveal what the other hides. */
function ambiguous(domain: Domain, name: string): CoreError {
  return new CoreError('DAS_DOMAIN_INVALID', `two masking policies would both be called ${name}`, {
    place: `domain ${domain.name}`,
    next: 'give each maskingPolicy of the platform and of the domain a name of its own',
  });
}

/** `TRUE` for sessions in which one of the roles is active, as a policy body writes it. */
export function isAnyRoleInSession(roles: readonly string[]): string {
  return [...new Set(roles)]
    .map((role) => `IS_ROLE_IN_SESSION(${quoteLiteral(role)})`)
    .join(' OR ');
}

function policyFor(
  domain: Domain,
  contract: AnyContract,
  column: ContractColumn,
): MaskingPolicyResource | undefined {
  if (!isProtected(column.classification)) return undefined;
  const declaration = declarationFor(domain, column);
  if (declaration === undefined) {
    throw new CoreError(
      'DAS_DOMAIN_UNPROTECTED_COLUMN',
      `no masking policy applies to ${column.classification} column ${column.name}`,
      {
        place: `contract ${contract.name}`,
        next: `add a maskingPolicy for '${column.classification}' to the platform or to the domain's access`,
      },
    );
  }
  const names = domainNames(domain.database);
  const type = signatureType(column.type);
  const mask = declaration.masks[typeFamily(column.type)] ?? 'NULL';
  const reveal = isAnyRoleInSession([
    names.pipelineRole,
    ...declaration.reveal,
    ...rolesCleared(domain, column),
  ]);
  const name: TableName = names.policy(`MASK_${declaration.name}_${typeSuffix(type)}`);
  return {
    kind: 'maskingPolicy',
    name,
    type,
    body: `CASE WHEN ${reveal} THEN VAL ELSE ${mask} END`,
  };
}

/** The most specific declaration for a protected column: the domain's before the platform's, a semantic type before none. */
export function declarationFor(
  domain: Domain,
  { classification, semantic }: ContractColumn,
): MaskingPolicyDeclaration | undefined {
  const own = domain.access.filter((each) => each.kind === 'maskingPolicy');
  const candidates = [...own, ...domain.platform.masking].filter(
    ({ appliesTo }) =>
      appliesTo.classification === classification &&
      (appliesTo.semantic === undefined || appliesTo.semantic === semantic),
  );
  return candidates.find((each) => each.appliesTo.semantic !== undefined) ?? candidates[0];
}

function rolesCleared(domain: Domain, { classification }: ContractColumn): readonly string[] {
  return domain.access.flatMap((each) =>
    each.kind === 'accessRole' && each.clearance.includes(classification) ? [each.name] : [],
  );
}
