import type { ResultSet } from '@das/core';
import { owns, reaches, sees } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';

/** `DESCRIBE NETWORK RULE`: one row, with the addresses, for its owner. */
export function describeNetworkRule(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const path = fullPath(reader.name(), state);
  reader.expectEnd();
  const schema = catalogue.schemaAt(path[0], path[1]);
  const rule = schema && catalogue.find('NETWORK RULE', schema.id, path[2]);
  if (rule === undefined || !reaches(catalogue, state.roles, rule) || !sees(state.roles, rule)) {
    throw notFound('Network Rule', path.join('.'));
  }
  if (!owns(state.roles, rule)) throw notAuthorized('Network Rule', path.join('.'));
  const row = {
    created_on: new Date(rule.createdOn),
    name: rule.name,
    database_name: path[0],
    schema_name: path[1],
    owner: granteeOf(catalogue, rule.owner).name,
    comment: rule.comment,
    type: rule.type,
    mode: rule.mode,
    value_list: rule.values.join(','),
  };
  return rowsResult(Object.keys(row), [row]);
}

/** `DESCRIBE NETWORK POLICY`: a row for each list that has something in it. */
export function describeNetworkPolicy(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const name = reader.identifier();
  reader.expectEnd();
  const policy = catalogue.find('NETWORK POLICY', 0, name);
  if (policy === undefined || !sees(state.roles, policy)) throw notFound('Network Policy', name);
  if (!owns(state.roles, policy)) throw notAuthorized('Network Policy', name);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['ALLOWED_NETWORK_RULE_LIST', ruleNames(catalogue, policy.allowedRules)],
    ['BLOCKED_NETWORK_RULE_LIST', ruleNames(catalogue, policy.blockedRules)],
    ['ALLOWED_IP_LIST', policy.allowedAddresses ?? []],
    ['BLOCKED_IP_LIST', policy.blockedAddresses ?? []],
  ];
  const rows = lists
    .filter(([, values]) => values.length > 0)
    .map(([list, values]) => ({ name: list, value: values.join(',') }));
  return rowsResult(['name', 'value'], rows);
}

function ruleNames(catalogue: Catalogue, ids: readonly number[]): readonly string[] {
  return ids.map((id) => catalogue.get(id)?.name ?? '').filter((name) => name !== '');
}
