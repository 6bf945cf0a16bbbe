import type { AccessDeclaration, NetworkRuleDeclaration } from '../access/declarations.js';
import type { TapeReader } from './tape-reader.js';

/**
 * Which of a few variants there is of each kind of declaration that a random domain can do without; 0 is
 * none.
 */
export type RandomAccess = Readonly<Record<(typeof kinds)[number], number>>;

const kinds = [
  'share',
  'tag',
  'network',
  'aggregation',
  'projection',
  'warehouse',
  'budget',
  'listing',
] as const;

/** What the declarations are about. */
export interface RandomContract {
  readonly name: string;
  /** Its columns without key and region. */
  readonly columns: readonly string[];
  readonly isInPlatinum: boolean;
  /** Whether a dynamic table reads it. */
  readonly isRefreshed: boolean;
}

/** No declaration of these kinds. */
export const noAccess: RandomAccess = {
  share: 0,
  tag: 0,
  network: 0,
  aggregation: 0,
  projection: 0,
  warehouse: 0,
  budget: 0,
  listing: 0,
};

/** Draws a variant of each kind. */
export function drawAccess(choose: TapeReader): RandomAccess {
  return record(() => choose.below(4));
}

/** Draws anew about half of what was drawn before. */
export function changeAccess(before: RandomAccess, choose: TapeReader): RandomAccess {
  return record((kind) => (choose.below(2) === 1 ? choose.below(4) : before[kind]));
}

/** The declarations that were drawn, about these contracts and for this role. */
export function accessOf(
  drawn: RandomAccess,
  contracts: readonly RandomContract[],
  role: string,
): readonly AccessDeclaration[] {
  const [first] = contracts;
  if (first === undefined) return [];
  const shared = shareOf(drawn.share, contracts);
  return [
    ...shared,
    ...tagOf(drawn.tag, first),
    ...networkOf(drawn.network),
    ...aggregationOf(drawn.aggregation, contracts, role),
    ...projectionOf(drawn.projection, first, role),
    ...warehouseOf(drawn.warehouse, role),
    ...budgetOf(drawn.budget),
    ...listingOf(drawn.listing, shared),
  ];
}

function record(numberOf: (kind: (typeof kinds)[number]) => number): RandomAccess {
  return Object.fromEntries(kinds.map((kind) => [kind, numberOf(kind)])) as RandomAccess;
}

function shareOf(variant: number, contracts: readonly RandomContract[]): AccessDeclaration[] {
  const shared = contracts.filter(({ isInPlatinum }) => isInPlatinum).map(({ name }) => name);
  if (variant === 0 || shared.length === 0) return [];
  return [
    {
      kind: 'share',
      name: 'RANDOM_SHARE',
      contracts: variant === 1 ? shared.slice(0, 1) : shared,
      tier: 'PLATINUM',
      accounts: ['ORG.FIRST', 'ORG.SECOND'].slice(0, variant - 1),
      clearance: variant === 3 ? ['confidential'] : [],
    },
  ];
}

function tagOf(variant: number, { name, columns }: RandomContract): AccessDeclaration[] {
  if (variant === 0) return [];
  const [column = 'id'] = columns;
  return [
    {
      kind: 'tag',
      name: 'TEAM',
      allowedValues: ['NORTH', 'SOUTH', 'EAST'].slice(0, 1 + Math.min(variant, 2)),
      assigned: [
        { contract: name, value: 'NORTH' },
        ...(variant === 1 ? [] : [{ contract: name, column, value: 'SOUTH' }]),
      ],
    },
  ];
}

function networkOf(variant: number): AccessDeclaration[] {
  if (variant === 0) return [];
  const rule = (name: string, ...values: string[]): NetworkRuleDeclaration => ({
    name,
    type: 'IPV4',
    values,
  });
  return [
    {
      kind: 'networkPolicy',
      name: variant === 3 ? 'OTHER_NETWORK' : 'RANDOM_NETWORK',
      allow: [rule('OFFICES', '192.0.2.0/24', ...(variant === 2 ? ['198.51.100.0/24'] : []))],
      block: variant === 3 ? [rule('GUESTS', '192.0.2.128/25')] : [],
      activeOn: variant === 1 ? 'none' : 'account',
      breakGlass: variant === 1 ? [] : ['192.0.2.7'],
    },
  ];
}

function aggregationOf(
  variant: number,
  contracts: readonly RandomContract[],
  role: string,
): AccessDeclaration[] {
  if (variant === 0) return [];
  const filled = contracts.filter(({ isInPlatinum }) => isInPlatinum);
  const chosen = variant === 3 ? filled : filled.slice(0, 1);
  if (chosen.length === 0) return [];
  return [
    {
      kind: 'aggregationPolicy',
      name: 'GROUPS',
      appliesTo: { contracts: chosen.map(({ name }) => name), tiers: ['PLATINUM'] },
      minGroupSize: 2 + variant,
      unrestricted: variant === 2 ? [role] : [],
    },
  ];
}

function projectionOf(
  variant: number,
  { name, columns, isRefreshed }: RandomContract,
  role: string,
): AccessDeclaration[] {
  const [column] = columns;
  if (variant === 0 || column === undefined) return [];
  return [
    {
      kind: 'projectionPolicy',
      name: 'SHOWN',
      appliesTo: { contracts: [name], columns: [column] },
      allow: variant === 2 ? [role] : [],
      enforcement: variant === 3 || isRefreshed ? 'nullify' : 'fail',
    },
  ];
}

function warehouseOf(variant: number, role: string): AccessDeclaration[] {
  if (variant === 0) return [];
  return [
    {
      kind: 'warehouse',
      name: 'EXTRA',
      size: variant === 1 ? 'XSMALL' : 'SMALL',
      autoSuspendSeconds: 60 * variant,
      usedBy: variant === 2 ? [role] : [],
      ...(variant === 3 ? { budget: { monthlyCredits: 10, notifyAt: [50], suspendAt: 90 } } : {}),
    },
  ];
}

function budgetOf(variant: number): AccessDeclaration[] {
  if (variant === 0) return [];
  return [
    {
      kind: 'budget',
      name: 'SPENDING',
      limit: { monthlyCredits: 10 * Math.min(variant, 2) },
      notify: ['costs@brook.example', 'shop@brook.example'].slice(0, variant === 3 ? 2 : 1),
      watches: variant === 1 ? ['database'] : ['database', 'warehouses'],
    },
  ];
}

/** Every listing has a reader in common with every other one: a change may not take all of them away. */
function listingOf(
  variant: number,
  [share]: readonly AccessDeclaration[],
): readonly AccessDeclaration[] {
  if (variant === 0 || share?.kind !== 'share' || share.accounts.length > 0) return [];
  return [
    {
      kind: 'listing',
      name: 'RANDOM_LISTING',
      share: share.name,
      title: variant === 1 ? 'Visits' : 'All visits',
      access:
        variant === 1
          ? [{ account: 'FIRST' }, { account: 'SECOND', roles: ['ANALYST'] }]
          : variant === 2
            ? [{ account: 'FIRST' }]
            : 'all',
      ...(variant === 2 && { discovery: 'all', approverContact: 'data@brook.example' }),
      supportContact: 'data@brook.example',
    },
  ];
}
