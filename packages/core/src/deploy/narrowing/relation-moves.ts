import { signatureType } from '../../access/mask-expression.js';
import {
  addressOf,
  type ColumnResource,
  type DynamicTableResource,
  type Resource,
  type TableResource,
  type TagAssignment,
} from '../../resources/resource.js';
import { dependenciesOf } from '../dependencies.js';

export type Relation = TableResource | DynamicTableResource;

/** A state of resources, by address. */
export type Lookup = (address: string) => Resource | undefined;

/** A place for a policy on a relation or column, and what becomes of it in a plan. */
export interface Slot {
  /** The addresses of the policy before and after; `undefined` where there is none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether another policy, or the same one on other columns, is attached. */
  readonly isMoved: boolean;
  /** Whether a policy here reads something of which the content changes. */
  readonly isShifted: boolean;
}

/** What becomes of a column that stays. */
export interface ColumnMoves {
  readonly name: string;
  readonly mask: Slot;
  /** The mask between the changes of the tags and those of the relation, where that is another one. */
  readonly interimMask: string | undefined;
  readonly isMaskedBetween: boolean;
  readonly projection: Slot;
}

/** All that decides who reads what of a relation, and changes. */
export interface RelationMoves {
  readonly relation: Relation;
  readonly rows: Slot;
  readonly aggregation: Slot;
  readonly columns: readonly ColumnMoves[];
  readonly hasNewColumns: boolean;
  /** Whether its rows come from another query. */
  readonly isRemade: boolean;
}

export function isRelation(resource: Resource | undefined): resource is Relation {
  return resource?.kind === 'table' || resource?.kind === 'dynamicTable';
}

/** What of a relation changes on the way from one state to another. */
export function relationMoves(
  before: Relation,
  after: Relation,
  start: Lookup,
  end: Lookup,
  remade: ReadonlySet<string> = new Set(),
): RelationMoves {
  const slot = slotsAmong(remade, start, end);
  const former = new Map<string, ColumnResource>();
  for (const { name, renamedFrom } of after.columns) {
    const found =
      before.columns.find((each) => each.name === name) ??
      before.columns.find((each) => each.name === renamedFrom);
    if (found !== undefined) former.set(name, found);
  }
  const renamed = new Map([...former].map(([name, { name: old }]) => [old, name]));
  const columnsOf = (names: readonly string[] = []) =>
    names.map((each) => renamed.get(each) ?? each);
  const rowsOf = ({ rowAccess }: Relation, columns: readonly string[]) =>
    rowAccess && { address: `rowAccessPolicy ${rowAccess.policy.join('.')}`, columns };
  const between = betweenTags(start, end);
  return {
    relation: after,
    rows: slot(
      rowsOf(before, columnsOf(before.rowAccess?.columns)),
      rowsOf(after, after.rowAccess?.columns ?? []),
    ),
    aggregation: slot(
      attached('aggregationPolicy', before.aggregationPolicy),
      attached('aggregationPolicy', after.aggregationPolicy),
    ),
    columns: after.columns.flatMap((to) => {
      const now = former.get(to.name);
      if (now === undefined) return [];
      const [first, last] = [maskOf(before, now, start), maskOf(after, to, end)];
      const arranged = first && { ...first, columns: columnsOf(first.columns) };
      const interim = maskOf(before, now, between);
      return [
        {
          name: to.name,
          mask: slot(arranged, last),
          interimMask: interim?.address,
          isMaskedBetween: interim?.address !== first?.address,
          projection: slot(
            attached('projectionPolicy', now.projectionPolicy),
            attached('projectionPolicy', to.projectionPolicy),
          ),
        },
      ];
    }),
    hasNewColumns: after.columns.some(({ name }) => !former.has(name)),
    isRemade: remade.has(addressOf(before)),
  };
}

/** Tags get policies before the relations that carry them change, and lose them after that. */
function betweenTags(start: Lookup, end: Lookup): Lookup {
  return (address) => {
    const [before, after] = [start(address), end(address)];
    if (before?.kind !== 'tag' || after?.kind !== 'tag') return after ?? before;
    // The first one for a type is in force: one that comes takes the place of the one that is there.
    const maskingPolicies = [...(after.maskingPolicies ?? []), ...(before.maskingPolicies ?? [])];
    return { ...after, maskingPolicies };
  };
}

interface Attached {
  readonly address: string;
  readonly columns: readonly string[];
}

function attached(kind: string, name: readonly string[] | undefined): Attached | undefined {
  return name && { address: `${kind} ${name.join('.')}`, columns: [] };
}

type MakeSlot = (from: Attached | undefined, to: Attached | undefined) => Slot;

function slotsAmong(remade: ReadonlySet<string>, start: Lookup, end: Lookup): MakeSlot {
  const reads = (resource: Resource | undefined) =>
    resource !== undefined && dependenciesOf(resource).some((each) => remade.has(each));
  return (from, to) => ({
    from: from?.address,
    to: to?.address,
    isMoved: JSON.stringify(from) !== JSON.stringify(to),
    isShifted:
      remade.size > 0 &&
      [from, to].some(
        (each) => each !== undefined && [start, end].some((state) => reads(state(each.address))),
      ),
  });
}

/** The mask in force: the column's own before that of its tags, these before the table's. */
function maskOf(relation: Relation, column: ColumnResource, state: Lookup): Attached | undefined {
  const { maskingPolicy, maskingArguments = [] } = column;
  if (maskingPolicy !== undefined) {
    return { address: `maskingPolicy ${maskingPolicy.join('.')}`, columns: maskingArguments };
  }
  const ofTable: readonly TagAssignment[] = relation.tags ?? [];
  for (const { tag } of [...column.tags, ...ofTable]) {
    const resource = state(`tag ${tag.join('.')}`);
    if (resource?.kind !== 'tag') continue;
    for (const name of resource.maskingPolicies ?? []) {
      const policy = state(`maskingPolicy ${name.join('.')}`);
      const fits =
        policy?.kind === 'maskingPolicy' &&
        signatureType(policy.type) === signatureType(column.type);
      if (fits) return { address: `maskingPolicy ${name.join('.')}`, columns: [] };
    }
  }
  return undefined;
}
