import { DasError } from '@das/contracts';
import type { Domain } from '../domain/define-domain.js';
import { CoreError } from '../errors/core-error.js';

/** Several failures of one work as an error that names each. */
export function severalFailures(failures: readonly unknown[], domain: Domain): CoreError {
  // The message of a foreign error may quote data, so only its name is shown.
  const lines = failures.map((each) => {
    if (!DasError.isInstance(each)) return each instanceof Error ? each.name : typeof each;
    return `${each.code}: ${each.message}${each.place === undefined ? '' : ` (at ${each.place})`}`;
  });
  return new CoreError('DAS_APPLY_FAILED', `${failures.length} failures: ${lines.join('; ')}`, {
    place: `domain ${domain.name}`,
    next: 'mend what they name, and apply again: it goes on from what is there',
    cause: new AggregateError(failures),
  });
}
