import type { Classification } from '@das/contracts';
import type { RowAccessPolicyDeclaration, TagDeclaration } from '../access/declarations.js';
import type { TapeReader } from './tape-reader.js';

/** What policies of a random domain depend on. */
export interface FilteredState {
  readonly contracts: ReadonlyMap<
    string,
    { readonly columns: ReadonlyMap<string, Classification> }
  >;
  readonly roles: ReadonlyMap<string, unknown>;
  /** The contracts whose rows are filtered by region, and which region the first role sees. */
  readonly filters: ReadonlyMap<string, string>;
}

/** What only domains with many policies have. */
export interface RandomPolicies {
  /** The classification whose mask the tag has, and the contracts whose internal columns carry it. */
  readonly tagMask: (typeof hidden)[number] | undefined;
  readonly tagged: readonly string[];
  readonly filters: ReadonlyMap<string, Filter>;
}

/** How the rows of one contract are filtered, beside by which region. */
interface Filter {
  readonly column: (typeof filterColumns)[number];
  /** Whether it is by the policy of all such contracts. */
  readonly isShared: boolean;
  /** Whether the last role sees every row. */
  readonly isOpen: boolean;
}

/** The classifications that are masked, from the least sensitive to the most. */
export const hidden: readonly ['confidential', 'pii', 'pci', 'phi'] = [
  'confidential',
  'pii',
  'pci',
  'phi',
];

/** The regions of rows. */
export const regions: readonly ['EMEA', 'AMER', 'APAC'] = ['EMEA', 'AMER', 'APAC'];

const filterColumns = ['region', 'site'] as const;
const plainFilter: Filter = { column: 'region', isShared: false, isOpen: false };

export function drawPolicies(choose: TapeReader, state: FilteredState): RandomPolicies {
  return {
    tagMask: drawTagMask(choose),
    tagged: [...state.contracts.keys()].filter(() => choose.below(2) === 1),
    filters: new Map([...state.filters.keys()].map((name) => [name, drawFilter(choose)])),
  };
}

export function changePolicies(
  before: RandomPolicies,
  choose: TapeReader,
  next: FilteredState,
): RandomPolicies {
  const isOther = choose.below(3) === 1;
  return {
    tagMask: isOther ? drawTagMask(choose) : before.tagMask,
    tagged: [...next.contracts.keys()].filter(
      (name) => before.tagged.includes(name) !== (choose.below(4) === 1),
    ),
    filters: new Map(
      [...next.filters.keys()].map((name) => {
        const filter = before.filters.get(name);
        return [name, filter === undefined || choose.below(2) === 1 ? drawFilter(choose) : filter];
      }),
    ),
  };
}

/** None is one of the choices, and the plainest. */
function drawTagMask(choose: TapeReader): RandomPolicies['tagMask'] {
  return hidden[choose.below(hidden.length + 1) - 1];
}

function drawFilter(choose: TapeReader): Filter {
  return {
    column: choose.oneOf(filterColumns),
    isShared: choose.below(3) === 1,
    isOpen: choose.below(3) === 1,
  };
}

/**
 * One policy for each contract that is filtered, or one for several: the first role sees a region, and no
 * other role any row, unless the policy lets the last one see all.
 */
export function filtersOf(
  state: FilteredState,
  policies: RandomPolicies | undefined,
): readonly RowAccessPolicyDeclaration[] {
  const roles = [...state.roles.keys()];
  const [role = 'READER'] = roles;
  const byName = new Map<string, RowAccessPolicyDeclaration>();
  for (const [contract, region] of state.filters) {
    const { column, isShared, isOpen } = policies?.filters.get(contract) ?? plainFilter;
    const name = isShared ? 'SEVERAL' : contract.toUpperCase();
    const known = byName.get(name);
    byName.set(name, {
      kind: 'rowAccessPolicy',
      name,
      allow: known?.allow ?? [{ role, values: [valueIn(column, region)] }],
      unrestricted: known?.unrestricted ?? (isOpen ? roles.slice(-1) : []),
      appliesTo: {
        column: known?.appliesTo.column ?? column,
        contracts: [...(known?.appliesTo.contracts ?? []), contract],
      },
    });
  }
  return [...byName.values()];
}

/** The tag of the columns that have no mask of their own. */
export function tagsOf(
  { contracts }: FilteredState,
  policies: RandomPolicies | undefined,
): readonly TagDeclaration[] {
  if (policies === undefined) return [];
  const { tagMask, tagged } = policies;
  const assigned = tagged.flatMap((contract) =>
    [...(contracts.get(contract)?.columns ?? [])].flatMap(([column, level]) =>
      level === 'internal' ? [{ contract, column, value: 'yes' }] : [],
    ),
  );
  const masking = tagMask === undefined ? {} : { masking: [tagMask.toUpperCase()] };
  return [{ kind: 'tag', name: 'HIDDEN', allowedValues: ['yes'], assigned, ...masking }];
}

/** What a test puts into the column in rows of the region. */
function valueIn(column: Filter['column'], region: string): string {
  return column === 'region' ? region : `clear-${(regions as readonly string[]).indexOf(region)}`;
}
