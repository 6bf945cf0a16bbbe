import { nearMiss } from '@das/contracts';
import type { AccessDeclaration, MaskingPolicyDeclaration } from '../access/declarations.js';
import { declarationFor } from '../domain/column-protection.js';
import type { Domain } from '../domain/define-domain.js';
import { CoreError } from '../errors/core-error.js';
import type { Resource } from '../resources/resource.js';

/** A role, and what names it. */
interface NamedRole {
  readonly what: string;
  readonly role: string;
}

/**
 * Refuses roles that a domain names and nobody has: a policy that asks for a misspelt role hides from
 * those whom it is for, and lets in whoever makes a role of that name.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNKNOWN_ROLE`
 */
export function refuseUnknownRoles(
  domain: Domain,
  declared: readonly Resource[],
  known: ReadonlySet<string>,
): void {
  const made = declared.flatMap((each) => (each.kind === 'role' ? [each.name[0]] : []));
  const all = new Set([...known, ...made, domain.platform.deployRole]);
  const missing = [...rolesInDeclarations(domain), ...rolesInResources(declared)].find(
    ({ role }) => !all.has(role),
  );
  if (missing === undefined) return;
  const meant = nearMiss(missing.role, all);
  throw new CoreError(
    'DAS_PLAN_UNKNOWN_ROLE',
    `${missing.what} names role ${missing.role}, which neither the account has nor the plan makes`,
    {
      place: `domain ${domain.name}`,
      next:
        meant === undefined
          ? 'create the role first, add an accessRole to the domain, or take the name out'
          : `did you mean ${meant}? Otherwise create the role first`,
    },
  );
}

function rolesInDeclarations(domain: Domain): readonly NamedRole[] {
  const own = domain.access.flatMap(rolesOf);
  const ofPlatform = new Set(
    domain.contracts.flatMap((contract) =>
      contract.columns.flatMap((column) => declarationFor(domain, contract, column) ?? []),
    ),
  );
  return [...own, ...[...ofPlatform].flatMap(rolesOfMask)];
}

function rolesOf(declaration: AccessDeclaration): readonly NamedRole[] {
  switch (declaration.kind) {
    case 'maskingPolicy':
      return rolesOfMask(declaration);
    case 'rowAccessPolicy':
    case 'aggregationPolicy':
    case 'projectionPolicy': {
      const words = { rowAccessPolicy: 'row access', aggregationPolicy: 'aggregation' } as const;
      const kind = declaration.kind === 'projectionPolicy' ? 'projection' : words[declaration.kind];
      const what = `${kind} policy ${declaration.name}`;
      return (declaration.namedRoles ?? []).map((role) => ({ what, role }));
    }
    default:
      return [];
  }
}

function rolesOfMask({ name, reveal, namedRoles = [] }: MaskingPolicyDeclaration): NamedRole[] {
  return [...reveal, ...namedRoles].map((role) => ({ what: `masking policy ${name}`, role }));
}

function rolesInResources(declared: readonly Resource[]): readonly NamedRole[] {
  return declared.flatMap((each): readonly NamedRole[] => {
    switch (each.kind) {
      case 'grant':
        return each.toType === undefined
          ? [{ what: `a grant of ${each.privilege}`, role: each.to }]
          : [];
      case 'roleGrant':
        return [each.role, each.to].flatMap(({ type, name }) =>
          type === 'ROLE' ? [{ what: 'a grant of a role', role: name[0] }] : [],
        );
      case 'dynamicTable':
        return [{ what: `dynamic table ${each.name.join('.')}`, role: each.owner }];
      default:
        return [];
    }
  });
}
