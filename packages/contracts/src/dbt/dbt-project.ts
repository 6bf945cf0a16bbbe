import type { ContractDocument } from '../model/contract-document.js';
import { DbtError } from './dbt-error.js';
import type { DbtConstraintType, DbtOptions } from './dbt-options.js';

/** One contract at one version, as a model of a dbt project. */
export interface DbtModel {
  readonly document: ContractDocument;
  readonly major: number;
  /** Whether the project builds more than one version of the contract. */
  readonly isVersioned: boolean;
  readonly isNewest: boolean;
  /** What begins the names of its tests: `orders`, or `orders_v1`. */
  readonly testPrefix: string;
  /** The expression that stands for the table: `ref('orders')` or `ref('orders', v=1)`. */
  readonly reference: string;
}

/** The contracts of a dbt project, by name, with every option filled in. */
export interface DbtProject {
  /** The newest version of each contract, in the order given, followed by its earlier ones. */
  readonly contracts: readonly (readonly [DbtModel, ...DbtModel[]])[];
  readonly tier: 'silver' | 'platinum';
  readonly constraints: ReadonlySet<DbtConstraintType>;
  readonly options: DbtOptions;
  /** The expression that stands for the newest version of a contract, `domain.name`, if it is in the project. */
  referenceTo(contract: string): string | undefined;
}

const everyConstraint: readonly DbtConstraintType[] = [
  'not_null',
  'primary_key',
  'unique',
  'foreign_key',
];

/** `domain.name`. */
export function idOf({ domain, name }: Pick<ContractDocument, 'domain' | 'name'>): string {
  return `${domain}.${name}`;
}

/** The major part of a semantic version. */
export function majorOf(version: string): number {
  return Number(version.split('.', 1)[0]);
}

/** Puts contracts and their earlier versions together, and refuses what dbt could not tell apart. */
export function dbtProject(
  documents: readonly ContractDocument[],
  options: DbtOptions,
): DbtProject {
  const byName = new Map<string, string>();
  for (const document of documents) {
    const other = byName.get(document.name);
    if (other !== undefined) {
      throw new DbtError('DAS_DBT_DUPLICATE_NAME', `two contracts have the name ${document.name}`, {
        place: `${other} and ${idOf(document)}`,
        next: 'export each domain to a dbt project of its own: the name of a model is that of its contract',
      });
    }
    byName.set(document.name, idOf(document));
  }
  const contracts = documents.map((document) => versionsOf(document, options.earlier ?? []));
  const references = new Map(contracts.map(([{ document }]) => [idOf(document), document.name]));
  return {
    contracts,
    tier: options.tier ?? 'silver',
    constraints: new Set(options.constraints ?? everyConstraint),
    options,
    referenceTo(contract) {
      const name = references.get(contract);
      return name === undefined ? undefined : `ref('${name}')`;
    },
  };
}

function versionsOf(
  document: ContractDocument,
  earlier: readonly ContractDocument[],
): readonly [DbtModel, ...DbtModel[]] {
  const id = idOf(document);
  const others = earlier
    .filter((other) => idOf(other) === id)
    .sort((one, other) => majorOf(other.version) - majorOf(one.version));
  const majors = [document, ...others].map(({ version }) => majorOf(version));
  if (majors.some((major, index) => index > 0 && major >= (majors[index - 1] ?? 0))) {
    throw new DbtError(
      'DAS_DBT_INVALID_VERSION',
      'two versions have the same major number, or an earlier one a higher',
      {
        place: `contract ${id}`,
        next: 'give one document of each earlier major version: dbt knows no minor ones',
      },
    );
  }
  const modelOf = (each: ContractDocument): DbtModel => {
    const major = majorOf(each.version);
    const isVersioned = others.length > 0;
    return {
      document: each,
      major,
      isVersioned,
      isNewest: each === document,
      testPrefix: isVersioned ? `${each.name}_v${major}` : each.name,
      reference: isVersioned ? `ref('${each.name}', v=${major})` : `ref('${each.name}')`,
    };
  };
  return [modelOf(document), ...others.map(modelOf)];
}

/** Whether records of the contract land in BRONZE, so that the table is a source. */
export function isLanded(document: ContractDocument, { options }: DbtProject): boolean {
  return options.landed === undefined || options.landed.includes(idOf(document));
}

/** The database of a domain. */
export function databaseOf({ options }: DbtProject, domain: string): string {
  return options.database?.(domain) ?? `BROOK_${domain.toUpperCase()}`;
}

/** The schema of a tier. */
export function schemaOf({ options }: DbtProject, tier: 'bronze' | 'silver' | 'platinum'): string {
  return options.schema?.(tier) ?? tier.toUpperCase();
}

/** What a name becomes where dbt takes letters, digits and underscores alone. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

/** The name of a data test: no two tests of a project share one. */
export function testName({ testPrefix }: DbtModel, rule: string): string {
  return `${testPrefix}__${plainName(rule)}`;
}
