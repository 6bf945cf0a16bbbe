import { nearMiss } from '@das/contracts';
import { CoreError } from '../errors/core-error.js';

/** The error for a name that is not there, with the name that was probably meant. */
export function unknownName(
  place: string,
  message: string,
  given: string,
  known: Iterable<string>,
): CoreError {
  const names = [...new Set(known)];
  const meant = nearMiss(given, names);
  const list = names.length === 0 ? 'there is none' : `use one of ${names.join(', ')}`;
  return new CoreError('DAS_DOMAIN_INVALID', message, {
    place,
    next: meant === undefined ? list : `did you mean ${meant}? Otherwise ${list}`,
  });
}
