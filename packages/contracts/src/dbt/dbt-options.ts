import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { PhysicalType } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';

/** The kinds of constraints that dbt writes into `CREATE TABLE`. */
export type DbtConstraintType = 'not_null' | 'primary_key' | 'unique' | 'foreign_key';

/** What dbt calls the kinds of things that read a model. */
export type DbtExposureType = 'dashboard' | 'notebook' | 'analysis' | 'ml' | 'application';

/** A consumer's pin, with what dbt asks of an exposure besides. */
export interface DbtConsumer extends ConsumerPin {
  /** Default `application`. */
  readonly type?: DbtExposureType;
  /** Who answers for the consumer: a name, or an address with `@`. Default the name of the consumer. */
  readonly owner?: string;
  readonly url?: string;
}

/** How contracts become files of a dbt project. */
export interface DbtOptions {
  /** The tier whose tables the models build. Default `silver`. BRONZE is always the source. */
  readonly tier?: 'silver' | 'platinum';
  /** The database of a domain. Default `BROOK_<DOMAIN>`. */
  readonly database?: (domain: string) => string;
  /** The schema of a tier. Default its name in upper case. */
  readonly schema?: (tier: 'bronze' | 'silver' | 'platinum') => string;
  /** The contracts, as `domain.name`, whose records land in BRONZE and are sources. Default all. */
  readonly landed?: readonly string[];
  /** The latest document of each earlier major version that is still built, of any of the contracts. */
  readonly earlier?: readonly ContractDocument[];
  /** Who reads what: each consumer becomes one exposure. */
  readonly consumers?: readonly DbtConsumer[];
  /**
   * Which constraints the models declare. Default all four. Snowflake enforces `not_null` alone, so
   * keys have data tests in any case; columns that must not be null have one when `not_null` is left out.
   */
  readonly constraints?: readonly DbtConstraintType[];
  /** The name of a type where the project does not run on Snowflake, such as `DECIMAL(12,2)`. */
  readonly dataType?: (type: PhysicalType) => string;
}

/** A clause of a contract of which nothing in the dbt project makes sure. */
export interface UnexportedClause {
  /** `domain.name`. */
  readonly contract: string;
  readonly version: string;
  /** Where in the contract, as a JSON pointer with names as keys: `/quality/half_paid`. */
  readonly path: string;
  /** Why dbt does not check it, in a sentence. */
  readonly reason: string;
}

/** Files of a dbt project, and what they leave out. */
export interface DbtExport {
  /** The text of each file, by its path in the project. */
  readonly files: Readonly<Record<string, string>>;
  readonly unexported: readonly UnexportedClause[];
}
