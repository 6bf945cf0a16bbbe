import type { ResultSet } from '@das/core';
import type { NetworkRuleObject } from '../../catalogue/network-rule-object.js';
import { checkNetworkValues, modesOf } from '../../network/network-values.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readOption } from '../clauses.js';
import { isUsedOutside } from '../clone/used-outside.js';
import type { Definition } from '../definition.js';

/**
 * `CREATE [OR REPLACE | OR ALTER] NETWORK RULE r TYPE = … VALUE_LIST = (…) [MODE = …]`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-network-rule
 */
export async function createNetworkRule(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('NETWORK', 'RULE');
  const { schema, plain } = definition.schemaFor(reader.name(), 'NETWORK RULE');
  let type: string | undefined;
  let direction = 'INGRESS';
  let values: readonly string[] = [];
  let comment = '';
  readClauses(reader, {
    TYPE: () => {
      type = readOption(reader).toUpperCase();
    },
    MODE: () => {
      direction = readOption(reader).toUpperCase();
    },
    VALUE_LIST: () => {
      values = readValues(definition);
    },
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  const modes = modesOf[type ?? ''];
  if (type === undefined || modes === undefined) {
    throw invalidStatement(`TYPE is one of ${Object.keys(modesOf).join(', ')}`, 'TYPE');
  }
  if (!modes.includes(direction)) {
    throw invalidStatement(`a rule of the type ${type} has the mode ${modes.join(' or ')}`, 'MODE');
  }
  checkNetworkValues(type, values);
  const existing = draft.find('NETWORK RULE', schema.id, plain);
  if (existing !== undefined && !mode.orReplace && !mode.orAlter) {
    throw alreadyExists('Network Rule', draft.fullName(existing));
  }
  if (existing !== undefined) definition.requireOwner(existing);
  if (existing !== undefined && mode.orAlter) {
    if (existing.type !== type || existing.mode !== direction) {
      throw invalidStatement('TYPE and MODE of a network rule cannot be changed', plain);
    }
    draft.put({ ...existing, values, comment });
    return statusResult(`Network rule ${plain} successfully altered.`);
  }
  if (existing !== undefined && isUsedOutside(draft, existing, new Set([existing.id]))) {
    throw executionFailed(`Network Rule ${plain} is in use and cannot be replaced`, {
      place: plain,
      next: 'say ALTER NETWORK RULE, or take it off the network policies first',
    });
  }
  if (existing !== undefined) draft.remove(existing.id);
  const rule: NetworkRuleObject = {
    ...definition.base(plain, comment),
    kind: 'NETWORK RULE',
    parent: schema.id,
    type,
    mode: direction,
    values,
  };
  draft.put(rule);
  return statusResult(`Network rule ${plain} successfully created.`);
}

function readValues({ reader }: Definition): readonly string[] {
  reader.expectOperator('=');
  return [...new Set(reader.list(() => reader.string()))];
}

/**
 * `ALTER NETWORK RULE r SET VALUE_LIST = (…) [COMMENT = …] | UNSET VALUE_LIST | COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-network-rule
 */
export async function alterNetworkRule(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'NETWORK', 'RULE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const known = definition.findOrUndefined('NETWORK RULE', name);
  if (known === undefined && ifExists) return done;
  let rule = known ?? definition.find('NETWORK RULE', name);
  definition.requireOwner(rule);
  if (reader.accept('UNSET')) {
    if (reader.accept('VALUE_LIST')) rule = { ...rule, values: [] };
    else if (reader.accept('COMMENT')) rule = { ...rule, comment: '' };
    else throw unsupported(`ALTER NETWORK RULE … UNSET ${reader.peek().value}`);
  } else {
    reader.expect('SET');
    if (reader.isAtEnd) throw reader.unexpected('VALUE_LIST or COMMENT');
    readClauses(reader, {
      VALUE_LIST: () => {
        rule = { ...rule, values: checkNetworkValues(rule.type, readValues(definition)) };
      },
      COMMENT: () => {
        rule = { ...rule, comment: readOption(reader) };
      },
    });
  }
  reader.expectEnd();
  draft.put(rule);
  return done;
}
