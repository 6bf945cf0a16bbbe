import { FileCollector } from '@das/collectors';
import type { AnyContract } from '@das/contracts';
import type { CollectorContext, Source } from '@das/core';
import { type Pseudonymise, pseudonymiser } from './pseudonym.js';

/** The environment variable that names the folder of the CSV files. */
export const inputVariable = 'DAS_HEALTH_INPUT';

/** The folder of the CSV files. Default: the one that the generator writes to. */
export function inputFolder(): string {
  return process.env[inputVariable] ?? '.das/data';
}

/** Collects a table of Synthea, whose header is in upper case, and adds the patient's pseudonym. */
export abstract class SyntheaCollector<C extends AnyContract> extends FileCollector<C> {
  override readonly deduplicate = { window: '30d' } as const;
  #pseudonymise: Pseudonymise | undefined;

  /** The key is asked for once a run, before anything is read. */
  override async openSource(context: CollectorContext): Promise<Source> {
    this.#pseudonymise = pseudonymiser();
    return await super.openSource(context);
  }

  /** The pseudonym of a patient. */
  protected pseudonymOf(id: unknown): string {
    this.#pseudonymise ??= pseudonymiser();
    return this.#pseudonymise(id);
  }
}

/** How the files are written, with the columns that the header must have. */
export function syntheaFormat(contract: AnyContract): {
  readonly headerCase: 'lower';
  readonly columns: readonly string[];
} {
  const names = contract.columns.map((column) => column.name);
  return { headerCase: 'lower', columns: names.filter((name) => name !== 'patient_key') };
}
