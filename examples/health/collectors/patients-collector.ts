import type { ContractInput } from '@das/core';
import { patients } from '../contracts/patients.js';
import { inputFolder, SyntheaCollector, syntheaFormat } from './synthea-collector.js';

/** A row of `patients.csv`. */
type PatientsRow = Omit<ContractInput<typeof patients>, 'patient_key'>;

/** Collects `patients.csv`. */
export class PatientsCollector extends SyntheaCollector<typeof patients> {
  readonly contract = patients;
  readonly files = `${inputFolder()}/patients.csv`;
  override readonly format = syntheaFormat(patients);

  override transform(row: PatientsRow): ContractInput<typeof patients> {
    return { ...row, patient_key: this.pseudonymOf(row.id) };
  }
}
