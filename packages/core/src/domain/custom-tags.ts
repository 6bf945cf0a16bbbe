import type { AnyContract, ContractColumn } from '@das/contracts';
import type { MaskingPolicyDeclaration, TagDeclaration } from '../access/declarations.js';
import { signatureType, typeFamily } from '../access/mask-expression.js';
import type { MaskingPolicyResource, TagAssignment, TagResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';
import { maskingPolicyResource } from './masking-policy-resource.js';

function tagsOf(domain: Domain): readonly TagDeclaration[] {
  return domain.access.filter((each) => each.kind === 'tag');
}

/** The tags that a domain declares itself, with the policies that mask what carries them. */
export function customTagsOf(domain: Domain): readonly TagResource[] {
  const names = domainNames(domain.database);
  return tagsOf(domain).map((tag) => {
    const policies = policiesOf(domain, tag).map((policy) => policy.name);
    return {
      kind: 'tag',
      name: names.policy(tag.name),
      allowedValues: tag.allowedValues,
      ...(policies.length === 0 ? {} : { maskingPolicies: policies }),
      ...(tag.propagate === undefined ? {} : { propagate: tag.propagate }),
    };
  });
}

/** The masking policies that the tags of a domain need. */
export function tagMaskingPoliciesOf(domain: Domain): readonly MaskingPolicyResource[] {
  return tagsOf(domain).flatMap((tag) => policiesOf(domain, tag));
}

/** The tags of a column that the domain declares itself. */
export function columnTagsOf(
  domain: Domain,
  contract: AnyContract,
  column: ContractColumn,
): readonly TagAssignment[] {
  return assigned(domain, contract, column.name);
}

/** The tags of a contract's tables that the domain declares itself. */
export function tableTagsOf(domain: Domain, contract: AnyContract): readonly TagAssignment[] {
  return assigned(domain, contract, undefined);
}

function assigned(
  domain: Domain,
  contract: AnyContract,
  column: string | undefined,
): readonly TagAssignment[] {
  const names = domainNames(domain.database);
  return tagsOf(domain).flatMap((tag) =>
    tag.assigned
      .filter((each) => each.contract === contract.name && each.column === column)
      .map(({ value }) => ({ tag: names.policy(tag.name), value })),
  );
}

/**
 * One policy for each type that a column of the domain has: a column whose type has no policy on its tag
 * would not be masked, and a tag may come to any column later.
 */
function policiesOf(domain: Domain, tag: TagDeclaration): readonly MaskingPolicyResource[] {
  const declarations = (tag.masking ?? []).flatMap((name) => maskingNamed(domain, name));
  const [first] = declarations;
  if (first === undefined) return [];
  const types = new Set(
    domain.contracts.flatMap((contract) =>
      contract.columns.map((column) => signatureType(column.type)),
    ),
  );
  return [...types].map((type) => {
    const declaration =
      declarations.find((each) => each.masks[typeFamily(type)] !== undefined) ?? first;
    return maskingPolicyResource(domain, declaration, { type });
  });
}

/** The masking policies of the domain and the platform of this name. */
function maskingNamed(domain: Domain, name: string): readonly MaskingPolicyDeclaration[] {
  const own = domain.access.filter((each) => each.kind === 'maskingPolicy');
  return [...own, ...domain.platform.masking].filter((each) => each.name === name).slice(0, 1);
}
