import {
  type AnyContract,
  type Classification,
  isMoreSensitive,
  isProtected,
} from '@das/contracts';
import { type ColumnClassification, classifyTable } from '@das/privacy';
import type { SampledColumns } from './sampled-columns.js';

/**
 * What a scan says of a column.
 *
 * - `declared`: as sensitive as what was found, or more
 * - `undeclared`: less sensitive than what was found, or not declared at all
 * - `undecided`: not declared, and nobody can say what it is
 * - `harmless`: not declared, and nothing sensitive was found
 */
export type ColumnVerdict = 'declared' | 'undeclared' | 'undecided' | 'harmless';

/** A column, with what was found and what is declared. */
export interface DecidedColumn {
  readonly found: ColumnClassification;
  /** `undefined` when no contract has the column. */
  readonly declared: Classification | undefined;
  readonly verdict: ColumnVerdict;
}

/** A place with its columns decided. */
export interface DecidedColumns {
  readonly target: string;
  readonly contract: string | undefined;
  readonly records: number;
  readonly columns: readonly DecidedColumn[];
}

/** What a contract declares of a column; of what is inside an object, what it declares of the object. */
function declaredOf(contract: AnyContract | undefined, name: string): Classification | undefined {
  const [outer = name] = name.split(/[.[]/);
  return contract?.columns.find(
    (column) =>
      column.name.toLowerCase() === name.toLowerCase() ||
      column.name.toLowerCase() === outer.toLowerCase(),
  )?.classification;
}

function verdictOf(
  found: ColumnClassification['classification'],
  declared: Classification | undefined,
): ColumnVerdict {
  if (declared === undefined) {
    if (found === 'unknown') return 'undecided';
    return isProtected(found) ? 'undeclared' : 'harmless';
  }
  if (found === 'unknown' || !isProtected(found)) return 'declared';
  return isMoreSensitive(found, declared) ? 'undeclared' : 'declared';
}

/** The columns that DAS adds to every table, which hold no data of the domain. */
const ownColumns = /^_DAS_/i;

/** Classifies the columns of a sample and compares each with its contract. */
export function decideColumns(sample: SampledColumns): DecidedColumns {
  const columns = sample.columns.filter(({ name }) => !ownColumns.test(name));
  const { target, contract, records } = sample;
  return {
    target,
    contract: contract?.name,
    records,
    columns: classifyTable(columns).map((found) => {
      const declared = declaredOf(contract, found.name);
      return { found, declared, verdict: verdictOf(found.classification, declared) };
    }),
  };
}
