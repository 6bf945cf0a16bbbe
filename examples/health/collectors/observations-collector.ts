import type { ContractInput } from '@das/core';
import { observations } from '../contracts/observations.js';
import { inputFolder, SyntheaCollector, syntheaFormat } from './synthea-collector.js';

/** A row of `observations.csv`. */
type ObservationsRow = Omit<ContractInput<typeof observations>, 'patient_key'>;

/** Collects `observations.csv`. */
export class ObservationsCollector extends SyntheaCollector<typeof observations> {
  readonly contract = observations;
  readonly files = `${inputFolder()}/observations.csv`;
  override readonly format = syntheaFormat(observations);

  override transform(row: ObservationsRow): ContractInput<typeof observations> {
    return { ...row, patient_key: this.pseudonymOf(row.patient) };
  }
}
