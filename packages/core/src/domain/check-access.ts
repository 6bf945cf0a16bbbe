import type { AccessDeclaration } from '../access/declarations.js';
import {
  checkArguments,
  checkForeignRoles,
  checkRoles,
  checkTier,
  columnNamed,
  contractNamed,
  invalidAccess,
  placeOf,
} from './access-references.js';
import { checkRowAccess } from './check-row-access.js';
import { checkNames, checkSinglePolicies } from './check-single-policies.js';
import type { Domain } from './define-domain.js';
import { checkIdentifier } from './platform.js';
import { sharesOf } from './shares.js';
import { unknownName } from './unknown-name.js';

/**
 * Checks that what decides who sees what names roles, contracts, columns, tags and policies that are
 * there, and that no object is given two policies of which it takes one.
 */
export function checkAccess(domain: Domain): void {
  for (const declaration of domain.access) checkDeclaration(domain, declaration);
  for (const share of sharesOf(domain)) checkShare(domain, share);
  checkNames(domain);
  for (const contract of domain.contracts) checkSinglePolicies(domain, contract);
}

const kinds: Readonly<Record<AccessDeclaration['kind'], true>> = {
  maskingPolicy: true,
  rowAccessPolicy: true,
  accessRole: true,
  aggregationPolicy: true,
  projectionPolicy: true,
  tag: true,
  share: true,
  listing: true,
  warehouse: true,
  budget: true,
  networkPolicy: true,
};

function checkDeclaration(domain: Domain, declaration: AccessDeclaration): void {
  switch (declaration.kind) {
    case 'maskingPolicy': {
      const what = `masking policy ${declaration.name}`;
      for (const name of declaration.appliesTo.contracts ?? []) {
        const contract = contractNamed(domain, what, name);
        checkArguments(domain, what, contract, declaration.conditions);
      }
      const named = [...declaration.reveal, ...(declaration.namedRoles ?? [])];
      checkForeignRoles(domain, what, named);
      return;
    }
    case 'rowAccessPolicy':
      checkRowAccess(domain, declaration);
      return;
    case 'aggregationPolicy': {
      const what = `aggregation policy ${declaration.name}`;
      for (const name of declaration.appliesTo.contracts) contractNamed(domain, what, name);
      for (const tier of declaration.appliesTo.tiers) checkTier(domain, what, tier);
      checkRoles(domain, what, declaration.unrestricted);
      return;
    }
    case 'projectionPolicy': {
      const what = `projection policy ${declaration.name}`;
      const { appliesTo } = declaration;
      if ('contracts' in appliesTo) {
        for (const name of appliesTo.contracts) {
          const contract = contractNamed(domain, what, name);
          for (const column of appliesTo.columns) columnNamed(domain, what, contract, column);
        }
      }
      checkRoles(domain, what, declaration.allow);
      return;
    }
    case 'tag':
      checkTag(domain, declaration);
      return;
    case 'warehouse':
      checkRoles(domain, `warehouse ${declaration.name ?? ''}`.trim(), declaration.usedBy);
      return;
    case 'accessRole':
      checkIdentifier(declaration.name, 'the name of an access role');
      for (const tier of declaration.reads) checkTier(domain, `role ${declaration.name}`, tier);
      return;
    case 'share':
    case 'listing':
    case 'budget':
    case 'networkPolicy':
      return;
    default: {
      const { kind } = declaration as { readonly kind: unknown };
      throw unknownName(
        placeOf(domain),
        `the access has a declaration of a kind that is not known`,
        String(kind),
        Object.keys(kinds),
      );
    }
  }
}

function checkShare(domain: Domain, share: Extract<AccessDeclaration, { kind: 'share' }>): void {
  const what = `share ${share.name}`;
  checkIdentifier(share.name, 'the name of a share');
  checkTier(domain, what, share.tier);
  for (const account of share.accounts) {
    if (/^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/.test(account)) continue;
    throw invalidAccess(
      domain,
      `${what} names an account that is none`,
      'write ORGANIZATION.ACCOUNT in upper case',
    );
  }
  for (const name of share.contracts) {
    const contract = contractNamed(domain, what, name);
    if (share.rows === undefined) continue;
    const column = columnNamed(domain, what, contract, share.rows.column);
    if (!column.type.startsWith('VARCHAR')) {
      throw invalidAccess(
        domain,
        `${what} filters by ${name}.${column.name}, which is no text`,
        'filter by a column with texts',
      );
    }
  }
}

function checkTag(domain: Domain, tag: Extract<AccessDeclaration, { kind: 'tag' }>): void {
  const what = `tag ${tag.name}`;
  for (const { contract: name, column, value } of tag.assigned) {
    const contract = contractNamed(domain, what, name);
    if (column !== undefined) columnNamed(domain, what, contract, column);
    if (tag.allowedValues.length === 0 || tag.allowedValues.includes(value)) continue;
    const place = column === undefined ? name : `${name}.${column}`;
    throw unknownName(
      placeOf(domain),
      `${what} does not allow the value that ${place} is given`,
      value,
      tag.allowedValues,
    );
  }
  const own = domain.access.filter((each) => each.kind === 'maskingPolicy');
  const known = [...own, ...domain.platform.masking].map((each) => each.name);
  for (const name of tag.masking ?? []) {
    if (known.includes(name)) continue;
    throw unknownName(
      placeOf(domain),
      `${what} names masking policy ${name}, which there is not`,
      name,
      known,
    );
  }
}
