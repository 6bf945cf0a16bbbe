import { type StatementChange, setting } from './statement-change.js';
import { type StatementReader, UnreadStatement } from './statement-reader.js';

/** `l SHARE s AS '<manifest>' PUBLISH = FALSE`, after CREATE ORGANIZATION LISTING. */
export function readCreateListing(reader: StatementReader): StatementChange {
  const address = `listing ${reader.name().join('.')}`;
  reader.expects('SHARE');
  const share = reader.identifier();
  const manifest = readManifest(reader);
  // It is published unless that is said otherwise.
  const isPublished = !readPublish(reader, 'FALSE');
  return {
    does: 'make',
    address,
    facts: new Map([
      ['share', share],
      ['manifest', manifest],
      ...(isPublished ? ([['published', '']] as const) : []),
    ]),
  };
}

/** `PUBLISH`, `UNPUBLISH`, `AS '<manifest>' PUBLISH = TRUE`, after ALTER LISTING and the name. */
export function readAlterListing(reader: StatementReader, address: string): StatementChange {
  if (reader.takes('PUBLISH')) return setting(address, [['published', '']]);
  if (reader.takes('UNPUBLISH')) return setting(address, [], (key) => key === 'published');
  const manifest = readManifest(reader);
  if (!readPublish(reader, 'TRUE')) throw new UnreadStatement();
  return setting(address, [
    ['manifest', manifest],
    ['published', ''],
  ]);
}

function readManifest(reader: StatementReader): string {
  reader.expects('AS');
  return reader.literal();
}

function readPublish(reader: StatementReader, value: string): boolean {
  if (!reader.takes('PUBLISH')) return false;
  reader.expects('=');
  reader.expects(value);
  return true;
}
