import type { Resource } from '@das/core';
import { normalType } from '../observe/normal-sql.js';
import type { ResourceState } from './effective-policy.js';
import { readBudgetCall, readBudgetComment, takesBudgetClass } from './read-budget-statement.js';
import { readGrant } from './read-grant.js';
import { readAlterListing, readCreateListing } from './read-listing-statement.js';
import { readPolicyDefinition } from './read-policy-definition.js';
import { readProperties } from './read-properties.js';
import { readAlterTable, readCreateTable } from './read-table-statement.js';
import { type StatementChange, setting } from './statement-change.js';
import { canonicalSql, factKey } from './statement-facts.js';
import { type StatementReader, statementReader, UnreadStatement } from './statement-reader.js';
import type { StatementToken } from './statement-tokens.js';

/**
 * What a statement does, read off its text alone: every form that DAS writes, whole, and no other.
 *
 * @returns `undefined` for a statement of which any part is not understood
 */
export function readStatement(
  tokens: readonly StatementToken[],
  state: ResourceState,
): readonly StatementChange[] | undefined {
  const reader = statementReader(tokens);
  try {
    const changes = readWhole(reader, state);
    return reader.isAtEnd() ? changes : undefined;
  } catch (error) {
    if (error instanceof UnreadStatement) return undefined;
    throw error;
  }
}

function readWhole(reader: StatementReader, state: ResourceState): readonly StatementChange[] {
  if (reader.takes('CREATE ORGANIZATION LISTING')) return [readCreateListing(reader)];
  if (reader.takes('CREATE')) return [readCreate(reader)];
  if (reader.takes('ALTER')) return readAlter(reader, state);
  if (reader.takes('DROP')) return [readDrop(reader)];
  if (reader.takes('GRANT')) return readGrant(reader, 'TO');
  if (reader.takes('REVOKE')) return readGrant(reader, 'FROM');
  if (reader.takes('COMMENT ON')) return [readComment(reader, state)];
  if (reader.takes('CALL')) return [readBudgetCall(reader)];
  throw new UnreadStatement();
}

/** The kinds of objects as SQL names them: the longer words first. */
const kinds: readonly (readonly [words: string, kind: Resource['kind']])[] = [
  ['DATABASE ROLE', 'databaseRole'],
  ['DATABASE', 'database'],
  ['SCHEMA', 'schema'],
  ['RESOURCE MONITOR', 'resourceMonitor'],
  ['WAREHOUSE', 'warehouse'],
  ['ROLE', 'role'],
  ['TAG', 'tag'],
  ['MASKING POLICY', 'maskingPolicy'],
  ['ROW ACCESS POLICY', 'rowAccessPolicy'],
  ['AGGREGATION POLICY', 'aggregationPolicy'],
  ['PROJECTION POLICY', 'projectionPolicy'],
  ['NETWORK RULE', 'networkRule'],
  ['NETWORK POLICY', 'networkPolicy'],
  ['STAGE', 'stage'],
  ['DYNAMIC TABLE', 'dynamicTable'],
  ['TABLE', 'table'],
  ['DATA METRIC FUNCTION', 'dataMetricFunction'],
  ['TASK', 'task'],
  ['SHARE', 'share'],
  ['LISTING', 'listing'],
];

function readKind(reader: StatementReader): Resource['kind'] {
  if (takesBudgetClass(reader)) return 'budget';
  const found = kinds.find(([words]) => reader.takes(words));
  if (found === undefined) throw new UnreadStatement();
  return found[1];
}

function readCreate(reader: StatementReader): StatementChange {
  const isReplaced = !reader.takes('OR ALTER') && reader.takes('OR REPLACE');
  const kind = readKind(reader);
  // What is in anything else would go with it.
  if (isReplaced && kind !== 'dynamicTable') throw new UnreadStatement();
  if (kind === 'table' || kind === 'dynamicTable') {
    return readCreateTable(reader, kind === 'dynamicTable');
  }
  // A policy that is there already would stay as it is, whatever this one says.
  if (!kind.endsWith('Policy')) reader.takes('IF NOT EXISTS');
  const address = `${kind} ${reader.name().join('.')}`;
  const make = (...facts: readonly (readonly [string, string])[]): StatementChange => ({
    does: 'make',
    address,
    facts: new Map(facts),
  });
  switch (kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return make(...readPolicyDefinition(reader));
    case 'tag':
      return make(...readTag(reader));
    case 'networkRule':
    case 'networkPolicy':
    case 'warehouse':
    case 'resourceMonitor':
      reader.takes('WITH');
      // Without a monitor it has none; of two of the same name the later one counts.
      return make(
        ...(kind === 'warehouse' ? [['RESOURCE_MONITOR', 'NULL'] as const] : []),
        ...readProperties(reader),
      );
    case 'task': {
      const facts = readProperties(reader);
      reader.expects('AS');
      return make(...facts, ['statement', canonicalSql(reader.rest())]);
    }
    case 'dataMetricFunction':
      return make(...readMetricFunction(reader));
    case 'listing':
      throw new UnreadStatement();
    case 'budget':
      reader.bracketed(() => reader.word());
      return make(...readProperties(reader));
    case 'schema':
      // Without it each owner of an object could grant it on.
      reader.expects('WITH MANAGED ACCESS');
      return make(...readProperties(reader));
    default:
      return make(...readProperties(reader));
  }
}

function readTag(reader: StatementReader): readonly (readonly [string, string])[] {
  const values = reader.takes('ALLOWED_VALUES') ? readValues(reader) : [];
  return [...values, ...readProperties(reader)];
}

function readValues(reader: StatementReader): readonly (readonly [string, string])[] {
  return reader.list(() => [factKey('value', reader.literal()), ''] as const);
}

function readMetricFunction(reader: StatementReader): readonly (readonly [string, string])[] {
  reader.bracketed(() => {
    reader.identifier();
    reader.expects('TABLE');
    reader.bracketed(() => [reader.identifier(), reader.type()]);
  });
  reader.expects('RETURNS NUMBER');
  readProperties(reader);
  reader.expects('AS');
  return [['body', reader.literal()]];
}

function readAlter(reader: StatementReader, state: ResourceState): readonly StatementChange[] {
  if (reader.takes('ACCOUNT')) return [readForce(reader, 'ACCOUNT')];
  if (reader.takes('USER')) return [readForce(reader, `USER ${reader.identifier()}`)];
  const kind = readKind(reader);
  if (kind === 'table' || kind === 'dynamicTable') {
    return readAlterTable(reader, kind === 'dynamicTable', state);
  }
  const address = `${kind} ${reader.name().join('.')}`;
  if (kind === 'tag') return readAlterTag(reader, address, state);
  if (kind === 'task') {
    const isRunning = reader.takes('RESUME');
    if (!isRunning) reader.expects('SUSPEND');
    return [{ does: 'run', address, isRunning }];
  }
  if (kind === 'share') return readAlterShare(reader, address);
  if (kind === 'listing') return [readAlterListing(reader, address)];
  if (kind === 'budget') return [readBudgetComment(reader, address)];
  reader.expects('SET');
  if (kind.endsWith('Policy') && reader.takes('BODY')) {
    reader.expects('-');
    reader.expects('>');
    return [setting(address, [['body', canonicalSql(reader.rest())]])];
  }
  const facts = readProperties(reader);
  const lists = new Set(facts.map(([key]) => listOf(key)));
  if (kind === 'networkPolicy' && facts.length === 0) return [{ does: 'comment', address }];
  if (kind === 'networkRule') lists.add('address');
  if (kind === 'networkPolicy') for (const list of ['allowed', 'blocked']) lists.add(list);
  if (kind === 'resourceMonitor') lists.add('trigger');
  return [setting(address, facts, (key) => lists.has(listOf(key)) && listOf(key) !== '')];
}

/** The list that a fact is an item of; of what is no list, nothing. */
function listOf(key: string): string {
  return key.startsWith('[') ? String((JSON.parse(key) as readonly unknown[])[0]) : '';
}

function readForce(reader: StatementReader, place: string): StatementChange {
  if (reader.takes('UNSET NETWORK_POLICY')) return { does: 'force', place, policy: undefined };
  reader.expects('SET NETWORK_POLICY');
  reader.expects('=');
  return { does: 'force', place, policy: `networkPolicy ${reader.name().join('.')}` };
}

function readAlterTag(
  reader: StatementReader,
  address: string,
  state: ResourceState,
): readonly StatementChange[] {
  if (reader.takes('UNSET ALLOWED_VALUES')) {
    return [setting(address, [], (key) => listOf(key) === 'value')];
  }
  if (reader.takes('SET ALLOWED_VALUES')) {
    return [setting(address, readValues(reader), (key) => listOf(key) === 'value')];
  }
  if (reader.takes('ADD ALLOWED_VALUES')) return [setting(address, readValues(reader))];
  if (reader.takes('DROP ALLOWED_VALUES')) {
    const gone = new Set(readValues(reader).map(([key]) => key));
    return [setting(address, [], (key) => gone.has(key))];
  }
  if (reader.takes('UNSET PROPAGATE')) return [setting(address, [], (key) => key === 'propagate')];
  const isUnset = reader.takes('UNSET');
  if (!isUnset) {
    reader.expects('SET');
    if (reader.takes('COMMENT')) {
      reader.expects('=');
      reader.literal();
      return [{ does: 'comment', address }];
    }
    if (reader.takes('PROPAGATE')) {
      reader.expects('=');
      return [setting(address, [['propagate', reader.word()]])];
    }
  }
  const policies = reader.list(() => {
    reader.expects('MASKING POLICY');
    return reader.name().join('.');
  });
  const named = new Set(policies.map((policy) => factKey('policy', policy)));
  if (isUnset) return [setting(address, [], (key) => named.has(key))];
  reader.takes('FORCE');
  // A tag has one policy for each type: another one of the type makes room.
  const types = new Set(policies.map((policy) => typeOfPolicy(policy, state)));
  const isReplaced = (key: string): boolean => {
    if (listOf(key) !== 'policy') return false;
    const [, policy = ''] = JSON.parse(key) as readonly string[];
    const type = typeOfPolicy(policy, state);
    return type !== undefined && types.has(type);
  };
  return [
    setting(
      address,
      [...named].map((key) => [key, ''] as const),
      isReplaced,
    ),
  ];
}

function typeOfPolicy(policy: string, state: ResourceState): string | undefined {
  const found = state.get(`maskingPolicy ${policy}`);
  return found?.kind === 'maskingPolicy' ? normalType(found.type).split('(')[0] : undefined;
}

function readAlterShare(reader: StatementReader, address: string): readonly StatementChange[] {
  const action = ['SET', 'ADD', 'REMOVE'].find((word) => reader.takes(word));
  if (action === 'SET' && reader.takes('COMMENT')) {
    reader.expects('=');
    reader.literal();
    return [{ does: 'comment', address }];
  }
  reader.expects('ACCOUNTS');
  reader.expects('=');
  const accounts = reader.list(() => factKey('account', reader.name().join('.')));
  const facts = accounts.map((key) => [key, ''] as const);
  switch (action) {
    case 'SET':
      return [setting(address, facts, (key) => listOf(key) === 'account')];
    case 'ADD':
      return [setting(address, facts)];
    case 'REMOVE':
      return [setting(address, [], (key) => accounts.includes(key))];
    default:
      throw new UnreadStatement();
  }
}

function readDrop(reader: StatementReader): StatementChange {
  if (reader.takes('FUNCTION')) {
    const address = `dataMetricFunction ${reader.name().join('.')}`;
    reader.bracketed(() => {
      reader.expects('TABLE');
      return reader.bracketed(reader.type);
    });
    return { does: 'remove', address };
  }
  const kind = readKind(reader);
  reader.takes('IF EXISTS');
  return { does: 'remove', address: `${kind} ${reader.name().join('.')}` };
}

function readComment(reader: StatementReader, state: ResourceState): StatementChange {
  const kind = readKind(reader);
  const name = reader.name().join('.');
  reader.expects('IS');
  if (!reader.takes('NULL')) reader.literal();
  const dynamic = `dynamicTable ${name}`;
  const isDynamic = kind === 'table' && state.has(dynamic);
  return { does: 'comment', address: isDynamic ? dynamic : `${kind} ${name}` };
}
