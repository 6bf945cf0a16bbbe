import { addressOf, compileDomain, type Domain, domainNames } from '@das/core';
import type { DatabaseImport } from '@das/governance';
import { CliError } from '../errors/cli-error.js';
import { definitionText } from './definition-text.js';

/**
 * Refuses files that do not say exactly what was read: to adopt them would take the database for something
 * that it is not.
 *
 * @throws {@link CliError} `DAS_IMPORT_UNFAITHFUL`
 */
export function refuseUnfaithful(
  domain: Domain,
  { database, resources }: Pick<DatabaseImport, 'database' | 'resources'>,
  file: string,
): void {
  const record = domainNames(database);
  // What DAS makes for itself need not be there before.
  const own = new Set([
    `schema ${record.deployedResources.slice(0, 2).join('.')}`,
    `table ${record.deployedResources.join('.')}`,
  ]);
  const read = new Map(resources.map((each) => [addressOf(each), definitionText(each)]));
  const said = new Map(
    compileDomain(domain).map((each) => [addressOf(each), definitionText(each)]),
  );
  for (const [address, text] of read) {
    if (said.get(address) !== text) throw unfaithful(address, file);
  }
  for (const address of said.keys()) {
    if (!read.has(address) && !own.has(address)) throw unfaithful(address, file);
  }
}

function unfaithful(address: string, file: string): CliError {
  return new CliError(
    'DAS_IMPORT_UNFAITHFUL',
    `the files do not say of ${address} what the database has`,
    {
      place: file,
      next: 'correct them, or write them again with das import --force, without --adopt; if it is said of what nobody has changed, it is a fault in DAS: please report it',
    },
  );
}
