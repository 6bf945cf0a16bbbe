import { type AnyContract, type ContractColumn, isProtected } from '@das/contracts';
import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { ColumnResource, MaskingPolicyResource } from '../resources/resource.js';
import { projectionPolicyOf } from './constraint-policies.js';
import { columnTagsOf, tagMaskingPoliciesOf } from './custom-tags.js';
import type { Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';
import { maskingPolicyResource } from './masking-policy-resource.js';

/** The columns of a contract's tables with their policies and tags. */
export function protectedColumns(domain: Domain, contract: AnyContract): readonly ColumnResource[] {
  const names = domainNames(domain.database);
  return contract.columns.map((column) => {
    const declaration = maskingOf(domain, contract, column);
    const conditions = declaration?.conditions ?? [];
    const projection = projectionPolicyOf(domain, contract, column);
    return {
      name: column.name.toUpperCase(),
      type: column.type,
      isNullable: column.isNullable,
      maskingPolicy:
        declaration === undefined
          ? undefined
          : maskingPolicyResource(domain, declaration, column).name,
      ...(conditions.length === 0
        ? {}
        : { maskingArguments: conditions.map((condition) => condition.name) }),
      ...(projection === undefined ? {} : { projectionPolicy: projection }),
      tags: [
        { tag: names.classificationTag, value: column.classification },
        ...(column.semantic === undefined
          ? []
          : [{ tag: names.semanticTag, value: column.semantic }]),
        ...columnTagsOf(domain, contract, column),
      ],
    };
  });
}

/** The masking policies that a domain's contracts and tags need, each once. */
export function maskingPoliciesOf(domain: Domain): readonly MaskingPolicyResource[] {
  const policies = new Map<string, MaskingPolicyResource>();
  const add = (policy: MaskingPolicyResource) => {
    const name = policy.name.join('.');
    const known = policies.get(name) ?? policy;
    if (JSON.stringify(known) !== JSON.stringify(policy)) throw ambiguous(domain, name);
    policies.set(name, policy);
  };
  for (const contract of domain.contracts) {
    for (const column of contract.columns) {
      const declaration = maskingOf(domain, contract, column);
      if (declaration !== undefined) add(maskingPolicyResource(domain, declaration, column));
    }
  }
  for (const policy of tagMaskingPoliciesOf(domain)) add(policy);
  return [...policies.values()];
}

/** The one would be deployed in place of the other, and reveal what the other hides. */
function ambiguous(domain: Domain, name: string): CoreError {
  return new CoreError('DAS_DOMAIN_INVALID', `two masking policies would both be called ${name}`, {
    place: `domain ${domain.name}`,
    next: 'give each maskingPolicy of the platform and of the domain a name of its own',
  });
}

function maskingOf(
  domain: Domain,
  contract: AnyContract,
  column: ContractColumn,
): MaskingPolicyDeclaration | undefined {
  if (!isProtected(column.classification)) return undefined;
  const declaration = declarationFor(domain, contract, column);
  if (declaration !== undefined) return declaration;
  throw new CoreError(
    'DAS_DOMAIN_UNPROTECTED_COLUMN',
    `no masking policy applies to ${column.classification} column ${column.name}`,
    {
      place: `contract ${contract.name}`,
      next: `add a maskingPolicy for '${column.classification}' to the platform or to the domain's access`,
    },
  );
}

/** The most specific declaration for a protected column: a semantic type before none, then named contracts before any, the domain's before the platform's. */
export function declarationFor(
  domain: Domain,
  contract: Pick<AnyContract, 'name'>,
  column: Pick<ContractColumn, 'classification' | 'semantic'>,
): MaskingPolicyDeclaration | undefined {
  const own = domain.access.filter((each) => each.kind === 'maskingPolicy');
  return mostSpecific([...own, ...domain.platform.masking], contract, column);
}

/** The first of the most specific declarations that apply to a column. */
export function mostSpecific(
  declarations: readonly MaskingPolicyDeclaration[],
  contract: Pick<AnyContract, 'name'>,
  { classification, semantic }: Pick<ContractColumn, 'classification' | 'semantic'>,
): MaskingPolicyDeclaration | undefined {
  const rank = ({ appliesTo }: MaskingPolicyDeclaration) =>
    (appliesTo.semantic === undefined ? 0 : 2) + (appliesTo.contracts === undefined ? 0 : 1);
  return declarations
    .filter(
      ({ appliesTo }) =>
        appliesTo.classification === classification &&
        (appliesTo.semantic === undefined || appliesTo.semantic === semantic) &&
        (appliesTo.contracts === undefined || appliesTo.contracts.includes(contract.name)),
    )
    .sort((a, b) => rank(b) - rank(a))[0];
}
