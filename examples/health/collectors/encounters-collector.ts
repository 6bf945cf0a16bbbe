import type { ContractInput } from '@das/core';
import { encounters } from '../contracts/encounters.js';
import { inputFolder, SyntheaCollector, syntheaFormat } from './synthea-collector.js';

/** A row of `encounters.csv`. */
type EncountersRow = Omit<ContractInput<typeof encounters>, 'patient_key'>;

/** Collects `encounters.csv`. */
export class EncountersCollector extends SyntheaCollector<typeof encounters> {
  readonly contract = encounters;
  readonly files = `${inputFolder()}/encounters.csv`;
  override readonly format = syntheaFormat(encounters);

  override transform(row: EncountersRow): ContractInput<typeof encounters> {
    return { ...row, patient_key: this.pseudonymOf(row.patient) };
  }
}
