import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns, sees } from '../../access/privileges.js';
import type { NetworkPolicyObject } from '../../catalogue/network-policy-object.js';
import { TokenReader } from '../../lexing/token-reader.js';
import { tokenize } from '../../lexing/tokenize.js';
import { isAddressRange } from '../../network/address-set.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import { isUsedOutside } from '../clone/used-outside.js';
import type { Definition } from '../definition.js';
import { requireReachable } from './activate-network-policy.js';

type Lists = Pick<
  NetworkPolicyObject,
  'allowedRules' | 'blockedRules' | 'allowedAddresses' | 'blockedAddresses' | 'comment'
>;

/**
 * `CREATE [OR REPLACE | OR ALTER] NETWORK POLICY [IF NOT EXISTS] p ALLOWED_NETWORK_RULE_LIST = (…) …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-network-policy
 */
export async function createNetworkPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  const mode = readCreate(reader);
  reader.expect('NETWORK', 'POLICY');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  const lists = readLists(definition, { allowedRules: [], blockedRules: [], comment: '' });
  const existing = draft.find('NETWORK POLICY', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace && !mode.orAlter) throw alreadyExists('Network Policy', name);
    requireOwner(definition, existing);
    if (isUsedOutside(draft, existing, new Set([existing.id]))) {
      throw executionFailed(`Network Policy ${name} is in use and cannot be replaced`, {
        place: name,
        next: 'say ALTER NETWORK POLICY, or unset NETWORK_POLICY of the account and its users first',
      });
    }
    if (mode.orAlter) {
      const { allowedAddresses: _, blockedAddresses: __, ...rest } = existing;
      draft.put({ ...rest, ...lists });
      return statusResult(`Network policy ${name} successfully altered.`);
    }
    draft.remove(existing.id);
  }
  const mayCreate =
    holdsGlobal(draft, roles, 'CREATE NETWORK POLICY') || roles.has('SECURITYADMIN');
  if (!mayCreate) throw notAuthorized('Account', definition.context.engine.account);
  const policy: NetworkPolicyObject = {
    ...definition.base(name, ''),
    kind: 'NETWORK POLICY',
    ...lists,
  };
  draft.put(policy);
  return statusResult(`Network policy ${name} successfully created.`);
}

/**
 * `ALTER NETWORK POLICY p SET … | UNSET COMMENT | ADD, REMOVE … | RENAME TO …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-network-policy
 */
export async function alterNetworkPolicy(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'NETWORK', 'POLICY');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const policy = draft.find('NETWORK POLICY', 0, name);
  if (policy === undefined && ifExists) return done;
  if (policy === undefined) throw notFound('Network Policy', name);
  requireOwner(definition, policy);
  let changed: NetworkPolicyObject;
  if (reader.accept('UNSET', 'COMMENT')) {
    changed = { ...policy, comment: '' };
  } else if (reader.accept('RENAME', 'TO')) {
    const next = reader.identifier();
    if (draft.find('NETWORK POLICY', 0, next) !== undefined) {
      throw alreadyExists('Network Policy', next);
    }
    changed = { ...policy, name: next };
  } else if (reader.accept('SET')) {
    if (reader.isAtEnd) throw reader.unexpected('a property of the network policy');
    changed = { ...policy, ...readLists(definition, policy) };
  } else {
    changed = addOrRemove(definition, policy);
  }
  reader.expectEnd();
  draft.put(changed);
  requireReachable(definition, changed, 'altered');
  return done;
}

function addOrRemove(definition: Definition, policy: NetworkPolicyObject): NetworkPolicyObject {
  const { reader } = definition;
  const verb = reader.expectOneOf(['ADD', 'REMOVE']);
  const list = reader.expectOneOf(['ALLOWED_NETWORK_RULE_LIST', 'BLOCKED_NETWORK_RULE_LIST']);
  const key = list === 'ALLOWED_NETWORK_RULE_LIST' ? 'allowedRules' : 'blockedRules';
  const rules = readRules(definition);
  const before = policy[key];
  const after =
    verb === 'ADD'
      ? [...new Set([...before, ...rules])]
      : before.filter((rule) => !rules.includes(rule));
  const changed = { ...policy, [key]: after };
  refuseBoth(changed);
  return changed;
}

function requireOwner({ roles }: Definition, policy: NetworkPolicyObject): void {
  if (owns(roles, policy)) return;
  throw sees(roles, policy)
    ? notAuthorized('Network Policy', policy.name)
    : notFound('Network Policy', policy.name);
}

function readLists(definition: Definition, before: Lists): Lists {
  const { reader } = definition;
  let lists: Lists = before;
  readClauses(reader, {
    ALLOWED_NETWORK_RULE_LIST: () => {
      lists = { ...lists, allowedRules: readRules(definition) };
    },
    BLOCKED_NETWORK_RULE_LIST: () => {
      lists = { ...lists, blockedRules: readRules(definition) };
    },
    ALLOWED_IP_LIST: () => {
      lists = { ...lists, allowedAddresses: readAddresses(definition) };
    },
    BLOCKED_IP_LIST: () => {
      lists = { ...lists, blockedAddresses: readAddresses(definition) };
    },
    COMMENT: () => {
      lists = { ...lists, comment: readOption(reader) };
    },
  });
  refuseBoth(lists);
  return lists;
}

/** How rules and lists of addresses count together is not documented. */
function refuseBoth(lists: Lists): void {
  const hasRules = lists.allowedRules.length + lists.blockedRules.length > 0;
  const { allowedAddresses = [], blockedAddresses = [] } = lists;
  if (hasRules && allowedAddresses.length + blockedAddresses.length > 0) {
    throw unsupported('network rules beside lists of addresses in one network policy');
  }
}

function readRules(definition: Definition): readonly number[] {
  const { reader, roles } = definition;
  reader.expectOperator('=');
  const names = reader.list(() =>
    reader.peek().kind === 'string' ? nameOf(reader.string()) : reader.name(),
  );
  const ids = names.map((name) => {
    const rule = definition.find('NETWORK RULE', name);
    if (!holds(roles, rule, 'USAGE')) {
      const full = definition.draft.fullName(rule);
      throw sees(roles, rule)
        ? notAuthorized('Network Rule', full)
        : notFound('Network Rule', full);
    }
    if (rule.mode === 'EGRESS') {
      throw invalidStatement(`the network rule ${rule.name} is for EGRESS`, rule.name);
    }
    return rule.id;
  });
  return [...new Set(ids)];
}

function nameOf(text: string): readonly string[] {
  const reader = new TokenReader(tokenize(text));
  const name = reader.name();
  reader.expectEnd();
  return name;
}

function readAddresses({ reader }: Definition): readonly string[] {
  reader.expectOperator('=');
  const values = reader.list(() => reader.string());
  const at = values.findIndex((value) => !isAddressRange(value, 4));
  if (at >= 0) throw invalidStatement(`address ${at + 1} of the list is no IPv4 address or range`);
  if (values.join(',').length > 100_000) {
    throw invalidStatement('the list has more than 100,000 characters');
  }
  return [...new Set(values)];
}
