import { addressOf } from '@das/core';
import type { DatabaseImport } from '@das/governance';
import { CliError } from '../errors/cli-error.js';
import { definitionText } from './definition-text.js';

/**
 * Refuses a database that is not any more as it was read: its fingerprints would say of objects what they
 * are not.
 *
 * @throws {@link CliError} `DAS_IMPORT_CHANGED`
 */
export function refuseChanged(
  before: Pick<DatabaseImport, 'resources'>,
  now: Pick<DatabaseImport, 'resources'>,
): void {
  const [read, found] = [before, now].map(
    ({ resources }) => new Map(resources.map((each) => [addressOf(each), definitionText(each)])),
  );
  const addresses = new Set([...(read?.keys() ?? []), ...(found?.keys() ?? [])]);
  const changed = [...addresses].filter((address) => read?.get(address) !== found?.get(address));
  const [first] = changed;
  if (first === undefined) return;
  const others = changed.length === 1 ? '' : ` and ${changed.length - 1} more`;
  throw new CliError('DAS_IMPORT_CHANGED', `${first}${others} changed after it was read`, {
    place: first,
    next: 'nothing was adopted: import again with --force, and look at the files once more',
  });
}
