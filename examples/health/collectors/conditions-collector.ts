import type { ContractInput } from '@das/core';
import { conditions } from '../contracts/conditions.js';
import { inputFolder, SyntheaCollector, syntheaFormat } from './synthea-collector.js';

/** A row of `conditions.csv`. */
type ConditionsRow = Omit<ContractInput<typeof conditions>, 'patient_key'>;

/** Collects `conditions.csv`. */
export class ConditionsCollector extends SyntheaCollector<typeof conditions> {
  readonly contract = conditions;
  readonly files = `${inputFolder()}/conditions.csv`;
  override readonly format = syntheaFormat(conditions);

  override transform(row: ConditionsRow): ContractInput<typeof conditions> {
    return { ...row, patient_key: this.pseudonymOf(row.patient) };
  }
}
