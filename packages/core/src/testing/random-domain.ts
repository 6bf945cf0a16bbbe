import { type Classification, isMoreSensitive } from '@das/contracts';
import type {
  AccessDeclaration,
  AccessRoleDeclaration,
  MaskingPolicyDeclaration,
  Tier,
} from '../access/declarations.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import {
  accessOf,
  changeAccess,
  drawAccess,
  noAccess,
  type RandomAccess,
} from './random-access.js';
import { buildContract, type ContractState, promotionsOf } from './random-contract.js';
import {
  changePolicies,
  drawPolicies,
  filtersOf,
  hidden,
  type RandomPolicies,
  regions,
  tagsOf,
} from './random-policies.js';
import { TapeReader } from './tape-reader.js';
import { unreadCollector } from './unread-collector.js';

/** What {@link randomDomains} may let the second state do. */
export interface RandomDomainOptions {
  /** Columns may be classified lower, and row policies may go. Default `false`. */
  readonly mayLower?: boolean;
  /** Contracts, columns and roles may go. Default `false`. */
  readonly mayRemove?: boolean;
  /**
   * There may be a share, a tag, a network policy, an aggregation and a projection policy, and a further
   * warehouse. Default `false`.
   */
  readonly hasAllKinds?: boolean;
  /**
   * There is a tag that may mask what carries it, and row policies may be of several contracts, by either
   * of two columns and with a role that sees all rows. Default `false`.
   */
  readonly hasManyPolicies?: boolean;
}

/** A domain, and what it is to become. */
export interface RandomDomains {
  readonly start: Domain;
  readonly next: Domain;
}

/**
 * Two states of a random domain, for property tests of plans: one to three contracts with columns of
 * every classification, masks for each, access roles with and without clearance, row policies, and
 * promotions through the tiers. The second state has what the first has, changed: more columns,
 * contracts and roles, other masks and clearances, higher classifications, other rows.
 *
 * The numbers of the tape are the choices, and the first one of each choice is the plainest; where the
 * tape ends, all further choices are plain. So a shrunken tape is a simpler pair of domains.
 *
 * @example
 * ```ts
 * import { randomDomains } from '@das/core/testing';
 *
 * // In a property: fc.property(fc.array(fc.nat(999), { maxLength: 120, size: 'max' }), (tape) => { … })
 * const { start, next } = randomDomains([2, 7, 1, 8, 2, 8, 1, 8, 2, 8]);
 * console.log(start.database === next.database);
 * // => true
 * ```
 */
export function randomDomains(
  tape: readonly number[],
  options: RandomDomainOptions = {},
): RandomDomains {
  const choose = new TapeReader(tape);
  const start = drawState(choose);
  const next = changeState(start, choose, options);
  const hasAccess = options.hasAllKinds === true;
  const access = hasAccess ? drawAccess(choose) : noAccess;
  const changed = hasAccess ? changeAccess(access, choose) : noAccess;
  if (options.hasManyPolicies !== true) {
    return { start: buildDomain(start, access), next: buildDomain(next, changed) };
  }
  const policies = drawPolicies(choose, start);
  return {
    start: buildDomain(start, access, policies),
    next: buildDomain(next, changed, changePolicies(policies, choose, next)),
  };
}

/** From the least sensitive to the most. */
const levels = ['internal', ...hidden] as const satisfies readonly Classification[];
const roles = ['READER', 'CLINICIAN', 'AUDITOR'] as const;
const contractNames = ['visits', 'people', 'claims'] as const;
const columnNames = ['email', 'phone', 'amount', 'born', 'seen', 'note', 'flag'] as const;
const readable: readonly (readonly Tier[])[] = [
  ['SILVER'],
  ['SILVER', 'PLATINUM'],
  ['BRONZE', 'SILVER', 'PLATINUM'],
];
const masks: readonly MaskingPolicyDeclaration['masks'][] = [
  { text: "'***'" },
  {},
  { text: "'x' || LENGTH(VAL)", number: '0' },
];

interface DomainState {
  readonly contracts: ReadonlyMap<string, ContractState>;
  readonly roles: ReadonlyMap<string, Pick<AccessRoleDeclaration, 'reads' | 'clearance'>>;
  /** The mask of each classification. */
  readonly masks: ReadonlyMap<Classification, number>;
  /** The contracts whose rows are filtered by region, and which region the first role sees. */
  readonly filters: ReadonlyMap<string, string>;
}

function drawState(choose: TapeReader): DomainState {
  const contracts = new Map(
    contractNames
      .slice(0, 1 + choose.below(contractNames.length))
      .map((name) => [name, drawContract(choose)]),
  );
  return {
    contracts,
    roles: new Map(
      roles.slice(0, 1 + choose.below(roles.length)).map((name) => [name, drawRole(choose)]),
    ),
    masks: new Map(hidden.map((level) => [level, choose.below(masks.length)])),
    filters: new Map(
      [...contracts.keys()].flatMap((name) =>
        choose.below(2) === 1 ? [[name, choose.oneOf(regions)]] : [],
      ),
    ),
  };
}

function drawContract(choose: TapeReader): ContractState {
  return { columns: drawColumns(choose, columnNames), reach: choose.below(3) };
}

function drawColumns(
  choose: TapeReader,
  names: readonly string[],
): ReadonlyMap<string, Classification> {
  return new Map(
    names.slice(0, 1 + choose.below(names.length)).map((name) => [name, choose.oneOf(levels)]),
  );
}

function drawRole(choose: TapeReader): Pick<AccessRoleDeclaration, 'reads' | 'clearance'> {
  const reads = choose.oneOf(readable);
  return { reads, clearance: hidden.filter(() => choose.below(3) === 2) };
}

function changeState(
  state: DomainState,
  choose: TapeReader,
  { mayLower = false, mayRemove = false }: RandomDomainOptions,
): DomainState {
  const stays = () => !mayRemove || choose.below(5) !== 4;
  const contracts = new Map<string, ContractState>();
  for (const name of contractNames) {
    const before = state.contracts.get(name);
    if (before === undefined && choose.below(4) === 1) contracts.set(name, drawContract(choose));
    if (before === undefined || !stays()) continue;
    const columns = new Map<string, Classification>();
    for (const column of columnNames) {
      const level = before.columns.get(column);
      if (level === undefined) {
        if (choose.below(4) === 1) columns.set(column, choose.oneOf(levels));
        continue;
      }
      const choices = mayLower ? levels : levels.filter((each) => !isMoreSensitive(level, each));
      if (stays()) columns.set(column, choose.below(3) === 1 ? choose.oneOf(choices) : level);
    }
    const reach = mayRemove || before.reach === 2 ? before.reach : before.reach + choose.below(2);
    contracts.set(name, { columns, reach });
  }
  if (contracts.size === 0) return state;
  const changedRoles = new Map<string, Pick<AccessRoleDeclaration, 'reads' | 'clearance'>>();
  for (const name of roles) {
    const before = state.roles.get(name);
    if (before === undefined ? choose.below(4) === 1 : stays()) {
      changedRoles.set(name, before === undefined || choose.below(2) ? drawRole(choose) : before);
    }
  }
  if (changedRoles.size === 0) changedRoles.set('READER', drawRole(choose));
  const filters = new Map<string, string>();
  for (const name of contracts.keys()) {
    const before = state.filters.get(name);
    const isFiltered =
      before === undefined ? choose.below(4) === 1 : !mayLower || choose.below(4) !== 3;
    if (!isFiltered) continue;
    filters.set(
      name,
      before === undefined || choose.below(2) === 1 ? choose.oneOf(regions) : before,
    );
  }
  return {
    contracts,
    roles: changedRoles,
    masks: new Map(
      [...state.masks].map(([level, mask]) => [
        level,
        choose.below(3) === 1 ? choose.below(masks.length) : mask,
      ]),
    ),
    filters,
  };
}

function buildDomain(state: DomainState, access: RandomAccess, policies?: RandomPolicies): Domain {
  const contracts = [...state.contracts].map(
    ([name, contract]) =>
      [buildContract(name, contract, policies !== undefined), contract] as const,
  );
  const named = [...state.contracts].map(([name, { columns, reach }]) => ({
    name,
    columns: [...columns.keys()],
    isInPlatinum: reach === 2,
    isRefreshed: reach > 0,
  }));
  const [role = 'READER'] = state.roles.keys();
  return defineDomain({
    platform: definePlatform({
      name: 'random',
      masking: [...state.masks].map(([classification, mask]) => ({
        kind: 'maskingPolicy',
        name: classification.toUpperCase(),
        appliesTo: { classification },
        masks: masks[mask] ?? {},
        reveal: [],
      })),
    }),
    name: 'random',
    contracts: contracts.map(([contract]) => contract),
    collectors: contracts.map(([contract]) => unreadCollector(contract)),
    promotions: contracts.flatMap(([contract, { reach }]) => promotionsOf(contract, reach)),
    access: [
      ...[...state.roles].map(
        ([name, role]): AccessDeclaration => ({ kind: 'accessRole', name, ...role }),
      ),
      ...filtersOf(state, policies),
      ...tagsOf(state, policies),
      ...accessOf(access, named, role),
    ],
  });
}
