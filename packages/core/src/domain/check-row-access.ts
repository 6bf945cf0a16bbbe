import type { AccessDeclaration } from '../access/declarations.js';
import { signatureType } from '../access/mask-expression.js';
import {
  checkArguments,
  checkRoles,
  checkTier,
  columnNamed,
  contractNamed,
  invalidAccess,
  placeOf,
} from './access-references.js';
import type { Domain } from './define-domain.js';
import { declaredFor, filteringShares } from './row-access.js';
import { unknownName } from './unknown-name.js';

type RowAccess = Extract<AccessDeclaration, { kind: 'rowAccessPolicy' }>;

/** Checks that a row access policy filters columns of one type, by a mapping that nothing filters. */
export function checkRowAccess(domain: Domain, policy: RowAccess): void {
  const what = `row access policy ${policy.name}`;
  const { appliesTo } = policy;
  checkRoles(domain, what, [...policy.unrestricted, ...policy.allow.map((rule) => rule.role)]);
  const types = new Set<string>();
  for (const name of appliesTo.contracts) {
    const contract = domain.contracts.find((one) => one.name === name);
    const column = contract?.columns.find((each) => each.name === appliesTo.column);
    if (contract === undefined || column === undefined) {
      throw unknownName(
        placeOf(domain),
        `${what} applies to ${name}.${appliesTo.column}, which is not there`,
        contract === undefined ? name : appliesTo.column,
        contract === undefined
          ? domain.contracts.map((each) => each.name)
          : contract.columns.map((each) => each.name),
      );
    }
    types.add(signatureType(column.type));
    checkArguments(domain, what, contract, policy.conditions);
  }
  if (types.size > 1) {
    throw invalidAccess(
      domain,
      `${what} applies to columns of the types ${[...types].join(' and ')}`,
      'write one policy for each type',
    );
  }
  checkMapping(domain, policy);
}

function checkMapping(domain: Domain, { name, appliesTo, mapping }: RowAccess): void {
  if (mapping === undefined) return;
  const what = `the mapping of row access policy ${name}`;
  const contract = contractNamed(domain, what, mapping.contract);
  columnNamed(domain, what, contract, mapping.value);
  columnNamed(domain, what, contract, mapping.holder);
  checkTier(domain, what, mapping.tier);
  const isFiltered =
    appliesTo.contracts.includes(mapping.contract) ||
    declaredFor(domain, contract) !== undefined ||
    filteringShares(domain, contract).length > 0;
  if (isFiltered) {
    throw invalidAccess(
      domain,
      `${what} is itself filtered by a row access policy`,
      'map by a contract that nothing filters',
    );
  }
}
