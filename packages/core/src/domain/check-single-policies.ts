import type { AnyContract } from '@das/contracts';
import { tiers } from '../access/declarations.js';
import type { CoreError } from '../errors/core-error.js';
import { invalidAccess } from './access-references.js';
import { projectionsFor } from './constraint-policies.js';
import type { Domain } from './define-domain.js';
import { declaredFor, filteringShares } from './row-access.js';
import { sharesOf } from './shares.js';

/** Two of one name: the one would be deployed in place of the other. */
export function checkNames(domain: Domain): void {
  const seen = new Set<string>();
  const named = [
    ...domain.access.filter((each) => each.kind !== 'maskingPolicy' && each.kind !== 'share'),
    ...sharesOf(domain),
  ];
  for (const { kind, name } of named) {
    const key = `${kind} ${name ?? ''}`.trim();
    if (seen.has(key)) {
      throw invalidAccess(domain, `${key} is declared twice`, 'give each a name of its own');
    }
    seen.add(key);
  }
}

/** What a contract's tables and columns take only one of. */
export function checkSinglePolicies(domain: Domain, contract: AnyContract): void {
  const of = (kind: 'rowAccessPolicy' | 'aggregationPolicy') =>
    domain.access.flatMap((each) =>
      each.kind === kind && each.appliesTo.contracts.includes(contract.name) ? [each] : [],
    );
  if (of('rowAccessPolicy').length > 1) {
    // A table takes one row access policy, so one of them would filter nothing.
    throw twice(domain, 'row access', contract.name);
  }
  for (const tier of tiers) {
    const inTier = of('aggregationPolicy').filter(
      (each) => each.kind === 'aggregationPolicy' && each.appliesTo.tiers.includes(tier),
    );
    if (inTier.length > 1) throw twice(domain, 'aggregation', contract.name);
  }
  for (const column of contract.columns) {
    if (projectionsFor(domain, contract, column).length < 2) continue;
    throw twice(domain, 'projection', `${contract.name}.${column.name}`);
  }
  checkFilteredColumn(domain, contract);
}

/** Shares and roles are told apart by one policy, which takes one column. */
function checkFilteredColumn(domain: Domain, contract: AnyContract): void {
  const declared = declaredFor(domain, contract);
  const columns = filteringShares(domain, contract).flatMap(({ rows }) =>
    rows === undefined ? [] : [rows.column],
  );
  const all = new Set([...columns, ...(declared === undefined ? [] : [declared.appliesTo.column])]);
  if (columns.length === 0 || all.size === 1) return;
  throw invalidAccess(
    domain,
    `the rows of contract ${contract.name} are filtered by ${[...all].join(' and by ')}, and a table has one row access policy`,
    'filter shares and roles by the same column',
  );
}

function twice(domain: Domain, kind: string, on: string): CoreError {
  return invalidAccess(
    domain,
    `two ${kind} policies apply to contract ${on}`,
    'write one policy that says what both say',
  );
}
