import type { ContractColumn, PhysicalType } from '@das/contracts';
import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { signatureType, typeFamily, typeSuffix } from '../access/mask-expression.js';
import type { MaskingPolicyResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';
import {
  isAnyRoleInSession,
  isDatabaseRoleInSession,
  isWithoutAgent,
  versioned,
} from './session-roles.js';
import { clearedShareRoles } from './shares.js';

/** The masking policy that a declaration becomes for columns of one type. */
export function maskingPolicyResource(
  domain: Domain,
  declaration: MaskingPolicyDeclaration,
  { type: columnType }: Pick<ContractColumn, 'type'>,
): MaskingPolicyResource {
  const names = domainNames(domain.database);
  const type = signatureType(columnType);
  const { conditions = [], clearWhen, exemptOtherPolicies } = declaration;
  const { classification } = declaration.appliesTo;
  const mask = declaration.masks[typeFamily(columnType)] ?? 'NULL';
  const pipeline = isAnyRoleInSession([names.pipelineRole]);
  const reveal = [
    isAnyRoleInSession([
      names.pipelineRole,
      ...declaration.reveal,
      ...rolesCleared(domain, classification),
    ]),
    ...clearedShareRoles(domain, classification).map(isDatabaseRoleInSession),
    ...(clearWhen === undefined ? [] : [`(${clearWhen})`]),
  ].join(' OR ');
  const clear = isMaskedForAgents(domain, declaration)
    ? `WHEN ${pipeline} THEN VAL WHEN (${reveal}) AND ${isWithoutAgent} THEN VAL`
    : `WHEN ${reveal} THEN VAL`;
  return {
    kind: 'maskingPolicy',
    name: maskingPolicyName(domain, declaration, type),
    type,
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(exemptOtherPolicies === true ? { exemptOtherPolicies } : {}),
    body: `CASE ${clear} ELSE ${mask} END`,
  };
}

/** The name of the masking policy that a declaration becomes for columns of one type. */
export function maskingPolicyName(
  domain: Pick<Domain, 'database'>,
  declaration: Pick<MaskingPolicyDeclaration, 'name' | 'version'>,
  columnType: PhysicalType,
): TableName {
  const name = versioned(`MASK_${declaration.name}`, declaration.version);
  const suffix = typeSuffix(signatureType(columnType));
  return domainNames(domain.database).policy(`${name}_${suffix}`);
}

/** Whether nobody but the pipeline sees a clear value while an AI agent is in the execution context. */
function isMaskedForAgents(domain: Domain, declaration: MaskingPolicyDeclaration): boolean {
  const level = domain.platform.classification?.levels.find(
    (each) => each.classification === declaration.appliesTo.classification,
  );
  return declaration.whenAgent === 'mask' || level?.whenAgent === 'mask';
}

function rolesCleared(
  domain: Domain,
  classification: ContractColumn['classification'],
): readonly string[] {
  return domain.access.flatMap((each) =>
    each.kind === 'accessRole' && each.clearance.includes(classification) ? [each.name] : [],
  );
}
