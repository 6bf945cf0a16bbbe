import type { RowAccessPolicyDeclaration } from '../access/declarations.js';
import { signatureType } from '../access/mask-expression.js';
import type { RowAccessPolicyResource } from '../resources/resource.js';
import { quoteLiteral } from '../warehouse/statement.js';
import { isAnyRoleInSession } from './column-protection.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';

/** The full name of a row access policy of the domain. */
export function rowAccessPolicyName(domain: Domain, policy: RowAccessPolicyDeclaration): TableName {
  return domainNames(domain.database).policy(`ROWS_${policy.name}`);
}

/** The row access policies of a domain. The pipeline and the unrestricted roles see every row. */
export function rowAccessPoliciesOf(domain: Domain): readonly RowAccessPolicyResource[] {
  const { pipelineRole } = domainNames(domain.database);
  return domain.access.flatMap((policy) => {
    if (policy.kind !== 'rowAccessPolicy') return [];
    const argument = 'VAL';
    const all = isAnyRoleInSession([pipelineRole, ...policy.unrestricted]);
    const some = policy.allow.map(({ role, values }) => {
      const list = values.map(quoteLiteral).join(', ');
      return `WHEN IS_ROLE_IN_SESSION(${quoteLiteral(role)}) AND ${argument} IN (${list}) THEN TRUE`;
    });
    const contract = domain.contracts.find((each) =>
      policy.appliesTo.contracts.includes(each.name),
    );
    const column = contract?.columns.find((each) => each.name === policy.appliesTo.column);
    return [
      {
        kind: 'rowAccessPolicy',
        name: rowAccessPolicyName(domain, policy),
        argument: { name: argument, type: signatureType(column?.type ?? 'VARCHAR') },
        body: ['CASE', `WHEN ${all} THEN TRUE`, ...some, 'ELSE FALSE END'].join(' '),
      },
    ];
  });
}
