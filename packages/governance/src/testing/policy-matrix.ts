import type { AnyContract } from '@das/contracts';
import type { Tier } from '@das/core';

/** The functions of a test runner that a suite needs. Those of vitest and Jest fit as they are. */
export interface PolicyTestRunner {
  describe(name: string, define: () => void): unknown;
  test(name: string, run: () => Promise<void>): unknown;
  beforeAll(run: () => Promise<void>, timeoutMs: number): unknown;
}

/** A person, by the roles of the session: the primary role, then secondary ones. */
export type PersonaRoles = readonly [primary: string, ...secondary: string[]];

/** Persons by name. */
export type Personas = Readonly<Record<string, PersonaRoles>>;

/** A value that a test expects. A date column is expected as a `Date` or as ISO text. */
export type ExpectedValue = string | number | boolean | Date | null;

/**
 * What a persona finds in a column of each row that it sees:
 *
 * - `clear`: the stored value
 * - `masked`: a value that is neither NULL nor the stored one, nor a text that holds it
 * - `null`: NULL, although something is stored
 * - `refused`: the query fails, as a projection policy makes it
 * - `equals`: this value, in every row
 * - `each`: these values, one for each row that is seen
 */
export type CellExpectation =
  | 'clear'
  | 'masked'
  | 'null'
  | 'refused'
  | { readonly equals: ExpectedValue }
  | { readonly each: readonly ExpectedValue[] };

type OpenLevel = 'public' | 'internal';

/** The names of a contract's columns. */
export type PolicyColumn<C extends AnyContract> = keyof C['$row'] & string;

/** The columns whose classification asks for a policy. One that the compiler does not know does. */
export type ProtectedColumn<C extends AnyContract> = {
  [K in PolicyColumn<C>]: K extends keyof C['$classifications']
    ? C['$classifications'][K] extends OpenLevel
      ? never
      : K
    : K;
}[PolicyColumn<C>];

/** Each protected column must be named; any other column may be. */
export type ColumnExpectations<C extends AnyContract> = {
  readonly [K in ProtectedColumn<C>]: CellExpectation;
} & { readonly [K in Exclude<PolicyColumn<C>, ProtectedColumn<C>>]?: CellExpectation };

/**
 * What a persona gets: nothing because the roles may not read the table (`denied`), no row, or rows
 * (`all` of them by default, or those at these places, from 0) with what their columns show.
 */
export type PersonaExpectation<C extends AnyContract> =
  | 'denied'
  | { readonly rows: 'none' }
  | (ColumnExpectations<C> & { readonly rows?: 'all' | readonly number[] });

/** Personas, columns and rows, with what each persona must see. */
export interface PolicyMatrix<C extends AnyContract, P extends Personas> {
  /** `{ describe, test, beforeAll }` of the test runner. */
  readonly runner: PolicyTestRunner;
  /** The roles of each persona: the primary one first. */
  readonly personas: P;
  /** The contract, and rows of it as a writer hands them in. */
  readonly rows: readonly [
    contract: C,
    row: NoInfer<C['$insert']>,
    ...rows: NoInfer<C['$insert']>[],
  ];
  /** What every persona sees. */
  readonly expect: { readonly [Name in keyof P]: PersonaExpectation<NoInfer<C>> };
  /** The tier whose table is tested. Default: the highest that has a table of the contract. */
  readonly tier?: Tier;
  /** Rows of other tables of the domain that policies read, such as mappings of roles to values. */
  readonly also?: readonly OtherRows[];
}

/** Rows of another table, as a writer hands them in. */
export interface OtherRows {
  readonly contract: AnyContract;
  readonly tier: Tier;
  readonly rows: readonly object[];
}

/** A matrix as JavaScript may hand it in: nothing of it is known but its form. */
export interface LooseMatrix extends Omit<PolicyMatrix<AnyContract, Personas>, 'rows' | 'expect'> {
  readonly rows: readonly [contract: AnyContract, ...rows: object[]];
  readonly expect: Readonly<Record<string, unknown>>;
}

/** A matrix in which the types have been checked, for the code behind. */
export interface CheckedMatrix {
  readonly contract: AnyContract;
  readonly tier: Tier;
  readonly personas: ReadonlyMap<string, PersonaRoles>;
  /** Parsed by the contract. */
  readonly rows: readonly StoredRow[];
  readonly also: readonly {
    readonly contract: AnyContract;
    readonly tier: Tier;
    readonly rows: readonly StoredRow[];
  }[];
  readonly expectations: ReadonlyMap<string, CheckedExpectation>;
}

/** A row as its contract stores it. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What a persona must see, with the places of its rows. */
export type CheckedExpectation =
  | { readonly is: 'denied' }
  | {
      readonly is: 'rows';
      readonly rows: readonly number[];
      readonly columns: ReadonlyMap<string, CellExpectation>;
    };
