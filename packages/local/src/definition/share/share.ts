import type { ResultSet } from '@das/core';
import { owns } from '../../access/privileges.js';
import { shareKey } from '../../access/role-key.js';
import type { ShareObject } from '../../catalogue/share-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { sharedDatabase } from '../../shares/shared-database.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import {
  readBooleanOption,
  readClauses,
  readCreate,
  readIfNotExists,
  readOption,
} from '../clauses.js';
import type { Definition } from '../definition.js';
import { dropOfAccount } from '../drop-of-account.js';
import { forgetGrantee } from '../grant/forget-grantee.js';
import { findShare } from '../grant/grant-to-share.js';
import { listingsOf } from '../listing/listing.js';

const done = 'Statement executed successfully.';

/**
 * `CREATE [OR REPLACE] SHARE [IF NOT EXISTS] s [SECURE_OBJECTS_ONLY = …] [COMMENT = '…']`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-share
 */
export async function createShare(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER SHARE');
  reader.expect('SHARE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  let comment = '';
  let secureObjectsOnly = true;
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
    SECURE_OBJECTS_ONLY: () => {
      secureObjectsOnly = readBooleanOption(reader);
    },
  });
  const existing = draft.find('SHARE', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Share', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('Share', name);
    removeShare(definition, existing);
  }
  definition.requireGlobal('CREATE SHARE');
  const share: ShareObject = {
    ...definition.base(name, comment),
    kind: 'SHARE',
    secureObjectsOnly,
    accounts: [],
    databaseRoles: [],
  };
  draft.put(share);
  return statusResult(`Share ${name} successfully created.`);
}

/** A database that was made from a dropped share stays, and holds nothing. */
function removeShare(definition: Definition, share: ShareObject): void {
  if (listingsOf(definition, share.name).length > 0) {
    throw executionFailed(`the share ${share.name} is listed`, {
      place: share.name,
      next: 'drop its listing first',
    });
  }
  forgetGrantee(definition, shareKey(share.id));
  definition.draft.remove(share.id);
}

/** `DROP SHARE [IF EXISTS] s`. */
export function dropShare(definition: Definition): ResultSet {
  return dropOfAccount(definition, 'SHARE', (share) => {
    removeShare(definition, share);
  });
}

/**
 * `ALTER SHARE [IF EXISTS] s ADD | REMOVE | SET ACCOUNTS = …`, `SET COMMENT`, `UNSET COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-share
 */
export async function alterShare(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  reader.expect('ALTER', 'SHARE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  if (ifExists && draft.find('SHARE', 0, name) === undefined) return statusResult(done);
  let share = findShare(definition, name);
  if (reader.accept('UNSET', 'COMMENT')) {
    reader.expectEnd();
    draft.put({ ...share, comment: '' });
    return statusResult(done);
  }
  const word = reader.expectOneOf(['ADD', 'REMOVE', 'SET']);
  if (word !== 'SET') {
    reader.expect('ACCOUNTS');
    const accounts = readAccounts(definition);
    const others = share.accounts.filter((account) => !accounts.includes(account));
    share = { ...share, accounts: word === 'ADD' ? [...others, ...accounts] : others };
    if (word === 'ADD') readRestrictions(definition);
    if (word === 'ADD') requireDatabase(definition, share);
    reader.expectEnd();
    draft.put(share);
    return statusResult(done);
  }
  readClauses(reader, {
    ACCOUNTS: () => {
      share = { ...share, accounts: readAccounts(definition) };
      requireDatabase(definition, share);
    },
    COMMENT: () => {
      share = { ...share, comment: readOption(reader) };
    },
    SECURE_OBJECTS_ONLY: () => {
      const isSecure = readBooleanOption(reader);
      if (isSecure && !share.secureObjectsOnly) {
        throw invalidStatement('SECURE_OBJECTS_ONLY cannot be set to TRUE again', share.name);
      }
      share = { ...share, secureObjectsOnly: isSecure };
    },
  });
  draft.put(share);
  return statusResult(done);
}

/** `= account [, …]`; an account of another organization, `org.account`, is known by its last part. */
function readAccounts(definition: Definition): readonly string[] {
  const { reader, context } = definition;
  reader.expectOperator('=');
  const accounts: string[] = [];
  do {
    const name = reader.name().at(-1) ?? '';
    if (name === context.engine.account) {
      throw invalidStatement('an account cannot be added to its own share', name, 3030);
    }
    if (!accounts.includes(name)) accounts.push(name);
  } while (reader.acceptOperator(','));
  return accounts;
}

/** The engine has no editions, so that the restriction to some of them means nothing. */
function readRestrictions({ reader }: Definition): void {
  if (reader.accept('SHARE_RESTRICTIONS')) readBooleanOption(reader);
}

function requireDatabase(definition: Definition, share: ShareObject): void {
  if (share.accounts.length === 0 || sharedDatabase(definition.draft, share) !== undefined) return;
  throw executionFailed(`the share ${share.name} has no database yet`, {
    number: 3030,
    sqlState: '42501',
    place: share.name,
    next: 'grant USAGE on a database to the share first',
  });
}
