import type { RecordIssue } from '../model/contract.js';
import { DasError } from './das-error.js';

/** A record that breaks a contract. It says which columns and clauses, never a value. */
export class RecordError extends DasError<'DAS_CONTRACT_INVALID_RECORD'> {
  readonly issues: readonly RecordIssue[];

  constructor(issues: readonly RecordIssue[], place: string) {
    const clauses = issues.map(({ column, code }) => `${column ?? 'the record'} (${code})`);
    super('DAS_CONTRACT_INVALID_RECORD', `the record breaks the contract: ${clauses.join(', ')}`, {
      place,
      next: 'correct the record, or change the contract',
    });
    this.name = 'RecordError';
    this.issues = issues;
  }
}
