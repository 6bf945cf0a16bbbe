import type { Catalogue, CatalogueChange } from '../catalogue/catalogue.js';
import { type CatalogueObject, titleOf } from '../catalogue/catalogue-object.js';
import { isWord, type Token } from '../lexing/token.js';
import { propertiesOf } from './definition-properties.js';

type Json = Readonly<Record<string, unknown>>;

const operations: Readonly<Record<string, string>> = {
  CREATE: 'CREATE',
  ALTER: 'ALTER',
  COMMENT: 'ALTER',
  DROP: 'DROP',
  UNDROP: 'UNDROP',
  GRANT: 'GRANT',
  REVOKE: 'REVOKE',
};

/**
 * What a DDL statement did, as `OBJECT_MODIFIED_BY_DDL` tells of it: one object for each object that the
 * statement was about, without those that came or went with it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/access_history
 */
export function definitionRecords(
  tokens: readonly Token[],
  before: Catalogue,
  after: Catalogue,
  change: CatalogueChange,
): readonly Json[] {
  const [first] = tokens;
  const operation = first?.kind === 'word' ? operations[first.value] : undefined;
  if (operation === undefined) return [];
  const removed = change.removed.flatMap((id) => before.get(id) ?? []);
  const gone = removed.filter((object) => !comesWith(object, removed));
  const put = change.put.filter(
    ({ kind, id }) => kind !== 'DROPPED' && (kind !== 'ACCOUNT' || isGrant(operation, id, change)),
  );
  const main = put.filter((object) => !comesWith(object, put) || before.get(object.id));
  if (operation === 'DROP') return gone.map((object) => record(object, before, 'DROP', {}));
  if (tokens.some((token) => isWord(token, 'SWAP')) && main.length === 2) {
    return main.map((object, at) => swapped(object, main[1 - at] ?? object, before));
  }
  return main.map((object) => {
    const known = before.get(object.id);
    const replaced = gone.find(({ kind, name }) => kind === object.kind && name === object.name);
    const word = known === undefined && replaced !== undefined ? 'REPLACE' : operation;
    const ended = tokens.at(-1);
    const own = ended !== undefined && isWord(ended, 'SUSPEND', 'RESUME', 'REFRESH');
    const properties =
      operation === 'GRANT' || operation === 'REVOKE' ? {} : propertiesOf(known, object, after);
    return record(
      object,
      known === undefined ? after : before,
      own ? ended.value : word,
      properties,
    );
  });
}

/** The account is written whenever an id was given; only a grant on it is about it. */
function isGrant(operation: string, id: number, change: CatalogueChange): boolean {
  const isAlone = change.put.length === 1 && change.put[0]?.id === id;
  return isAlone && (operation === 'GRANT' || operation === 'REVOKE');
}

/** A schema of a database that is made, or dropped, with it. */
function comesWith(object: CatalogueObject, others: readonly CatalogueObject[]): boolean {
  return 'parent' in object && others.some(({ id }) => id === object.parent);
}

/** Tables, views and their like in mixed case, as the examples of the documentation have them. */
function domainOf(object: CatalogueObject): string {
  const isUpper = /POLICY|TAG|ROLE|USER|SHARE|WAREHOUSE|RULE/.test(object.kind);
  return isUpper ? object.kind.replaceAll(' ', '_') : titleOf(object.kind);
}

function record(
  object: CatalogueObject,
  catalogue: Catalogue,
  operationType: string,
  properties: Json,
): Json {
  const known = catalogue.get(object.id) ?? object;
  return {
    objectDomain: domainOf(object),
    objectId: object.id,
    objectName: catalogue.fullName(known),
    operationType,
    properties,
  };
}

function swapped(object: CatalogueObject, other: CatalogueObject, before: Catalogue): Json {
  const target = before.get(other.id) ?? other;
  return record(object, before, 'ALTER', {
    swapTargetDomain: { value: domainOf(other) },
    swapTargetId: { value: other.id },
    swapTargetName: { value: before.fullName(target) },
  });
}
