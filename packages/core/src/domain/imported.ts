import type { AnyContract, Classification, ContractColumn, PhysicalType } from '@das/contracts';
import { CoreError } from '../errors/core-error.js';
import { fingerprintOf } from '../resources/fingerprint.js';
import {
  addressOf,
  type ColumnResource,
  type DynamicTableResource,
  type Resource,
  type RowAccessAttachment,
  type TableResource,
  type TagAssignment,
} from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import type { TableName } from './domain-names.js';
import { unknownName } from './unknown-name.js';

/** What a column of an existing table has beside what its contract says. */
export interface ImportedColumn {
  /** Its name in the table, where that is not the contract's in upper case. */
  readonly name?: string;
  /** Its type, where that is not the contract's. */
  readonly type?: PhysicalType;
  /** Whether it takes NULL, where that is not what the contract says. */
  readonly isNullable?: boolean;
  readonly maskingPolicy?: TableName;
  /** The columns of the table that a conditional policy reads beside this one. */
  readonly maskingArguments?: readonly string[];
  readonly projectionPolicy?: TableName;
  readonly tags?: readonly TagAssignment[];
}

/** An existing table as it is: what its contract does not say. */
export interface ImportedTableDefinition<Column extends string = string> {
  /** The full name, as it is. */
  readonly name: TableName;
  readonly columns?: { readonly [C in Column]?: ImportedColumn };
  readonly rowAccess?: RowAccessAttachment;
  readonly aggregationPolicy?: TableName;
  readonly tags?: readonly TagAssignment[];
  /** For a dynamic table: what fills it. */
  readonly dynamic?: Pick<DynamicTableResource, 'targetLag' | 'warehouse' | 'query' | 'owner'>;
}

/** An existing table of a domain, with the contract of what it holds. */
export interface ImportedTable {
  readonly kind: 'importedTable';
  readonly contract: AnyContract;
  readonly table: TableResource | DynamicTableResource;
  /** The contract's column of each column of the table. */
  readonly contractColumns: Readonly<Record<string, string>>;
}

/** What a domain's database held before DAS deployed it: deployed exactly as it is. */
export type Imported = Resource | ImportedTable;

/**
 * An existing table, as `das import` writes it: its columns are those of the contract, in that order, with
 * the names, policies and tags that they have. Nothing is derived from the classification: what the table
 * does not have, the plan does not add, and `das coverage` shows what is exposed by it.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID` for a column that the contract has not
 */
export function importedTable<C extends AnyContract>(
  contract: C,
  definition: ImportedTableDefinition<C['columns'][number]['name']>,
): ImportedTable {
  const { name, rowAccess, aggregationPolicy, tags, dynamic } = definition;
  const details: Readonly<Record<string, ImportedColumn | undefined>> = definition.columns ?? {};
  const known = contract.columns.map((column) => column.name);
  for (const column of Object.keys(details)) {
    if (known.includes(column)) continue;
    throw unknownName(
      `imported table ${name.join('.')}`,
      `contract ${contract.name} has no column ${column}`,
      column,
      known,
    );
  }
  const columns = contract.columns.map((column) =>
    columnOf(
      column,
      (Object.hasOwn(details, column.name) ? details[column.name] : undefined) ?? {},
    ),
  );
  const odd = [...name, ...columns.map((column) => column.name)].find((each) => !isUpper(each));
  if (odd !== undefined) {
    throw new CoreError('DAS_DOMAIN_INVALID', `${odd} has small letters`, {
      place: `imported table ${name.join('.')}`,
      next: 'rename it first: DAS writes every name in upper case, so it would mean another object',
    });
  }
  const common = {
    name,
    columns,
    rowAccess,
    ...(aggregationPolicy === undefined ? {} : { aggregationPolicy }),
    ...(tags === undefined ? {} : { tags }),
  };
  return Object.freeze({
    kind: 'importedTable',
    contract,
    table:
      dynamic === undefined
        ? { kind: 'table' as const, ...common }
        : { kind: 'dynamicTable' as const, ...common, ...dynamic },
    contractColumns: Object.fromEntries(
      columns.map((column, at) => [column.name, known[at] ?? column.name]),
    ),
  });
}

function isUpper(name: string): boolean {
  return name === name.toUpperCase();
}

function columnOf(column: ContractColumn, details: ImportedColumn): ColumnResource {
  const { name, type, isNullable, maskingPolicy, maskingArguments, projectionPolicy } = details;
  return {
    name: name ?? column.name.toUpperCase(),
    type: type ?? column.type,
    isNullable: isNullable ?? column.isNullable,
    maskingPolicy,
    ...(maskingArguments === undefined ? {} : { maskingArguments }),
    ...(projectionPolicy === undefined ? {} : { projectionPolicy }),
    tags: details.tags ?? [],
  };
}

/** The resources that a domain has imported. */
function importedResources({ imported }: Pick<Domain, 'imported'>): readonly Resource[] {
  return imported.map((each) => (each.kind === 'importedTable' ? each.table : each));
}

/**
 * What the contracts of imported tables promise, by the table's full name and the column's. A table may be
 * called otherwise than its contract, so the names alone do not tell.
 */
export function importedClassifications({
  imported,
}: Pick<Domain, 'imported'>): ReadonlyMap<string, Classification> {
  return new Map(
    imported.flatMap((each) => {
      if (each.kind !== 'importedTable') return [];
      const { contract, table, contractColumns } = each;
      return table.columns.flatMap(({ name }) => {
        const column = contract.columns.find((one) => one.name === contractColumns[name]);
        const key = [...table.name, name].join('.');
        return column === undefined ? [] : [[key, column.classification] as const];
      });
    }),
  );
}

/**
 * Whether a domain holds nothing but what was imported. Then DAS deploys nothing of its own beside it but
 * the table in which it keeps what is deployed.
 */
export function isOnlyImported(domain: Domain): boolean {
  const { imported, collectors, promotions, access, shares, budget } = domain;
  const declared = [collectors, promotions, access, shares].some((list) => list.length > 0);
  return imported.length > 0 && !declared && budget === undefined;
}

/**
 * What a domain declares, and what it has imported.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID` where the two say different things of one object
 */
export function withImported(domain: Domain, declared: readonly Resource[]): readonly Resource[] {
  const known = new Map(declared.map((each) => [addressOf(each), each]));
  const added: Resource[] = [];
  for (const resource of importedResources(domain)) {
    const address = addressOf(resource);
    const other = known.get(address);
    if (other === undefined) {
      known.set(address, resource);
      added.push(resource);
    } else if (fingerprintOf(other) !== fingerprintOf(resource)) {
      throw new CoreError(
        'DAS_DOMAIN_INVALID',
        `${address} is imported as one thing and declared as another`,
        {
          place: `domain ${domain.name}`,
          next: 'take it out of imported where the domain is to deploy it, and look at das plan',
        },
      );
    }
  }
  return [...declared, ...added];
}

/** Refuses an imported table whose contract the domain does not list. */
export function checkImported(domain: Domain): void {
  for (const { contract } of domain.imported.filter((each) => each.kind === 'importedTable')) {
    if (domain.contracts.includes(contract)) continue;
    throw new CoreError('DAS_DOMAIN_INVALID', `contract ${contract.name} is used but not listed`, {
      place: `domain ${domain.name}`,
      next: `add ${contract.name} to the contracts of the domain`,
    });
  }
}
