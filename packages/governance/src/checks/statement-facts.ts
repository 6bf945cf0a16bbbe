import {
  type ColumnResource,
  type DynamicTableResource,
  listingManifest,
  type Resource,
  type TableResource,
} from '@das/core';
import { normalType } from '../observe/normal-sql.js';
import { type StatementToken, statementTokens } from './statement-tokens.js';

/**
 * What is so of a resource, each thing under a key of its own: what a statement does and what a plan says
 * that it does can be compared thing by thing.
 */
export type Facts = ReadonlyMap<string, string>;

/** A key of several words, which no name can forge. */
export function factKey(...words: readonly string[]): string {
  return JSON.stringify(words);
}

/** SQL in the one form in which texts of the same meaning are equal. */
export function canonicalSql(tokens: readonly StatementToken[]): string {
  return JSON.stringify(
    tokens.map(({ kind, text }) => {
      if (kind === 'word') return text.toUpperCase();
      if (kind === 'quoted') return /^[A-Z_][A-Z0-9_$]*$/.test(text) ? text : `"${text}"`;
      return text;
    }),
  );
}

const canonicalText = (text: string): string => canonicalSql(statementTokens(text));
const fullName = (name: readonly string[]): string => name.join('.');

/** What a resource is. Of what only exists, such as a grant, there is nothing more to say. */
export function factsOf(resource: Resource): Facts {
  switch (resource.kind) {
    case 'maskingPolicy': {
      const { type, argument = 'VAL', conditions = [], body } = resource;
      return new Map([
        ['signature', signatureFact([{ name: argument, type }, ...conditions])],
        ['returns', normalType(type)],
        ['body', canonicalText(body)],
        ['exempt', String(resource.exemptOtherPolicies === true)],
      ]);
    }
    case 'rowAccessPolicy':
      return new Map([
        ['signature', signatureFact([resource.argument, ...(resource.moreArguments ?? [])])],
        ['returns', 'BOOLEAN'],
        ['body', canonicalText(resource.body)],
        ['exempt', 'false'],
      ]);
    case 'aggregationPolicy':
    case 'projectionPolicy': {
      const returns =
        resource.kind === 'aggregationPolicy' ? 'AGGREGATION_CONSTRAINT' : 'PROJECTION_CONSTRAINT';
      return new Map([
        ['signature', signatureFact([])],
        ['returns', returns],
        ['body', canonicalText(resource.body)],
        ['exempt', 'false'],
      ]);
    }
    case 'tag':
      return new Map([
        ...resource.allowedValues.map((value): [string, string] => [factKey('value', value), '']),
        ...(resource.maskingPolicies ?? []).map((policy): [string, string] => [
          factKey('policy', fullName(policy)),
          '',
        ]),
        ...(resource.propagate === undefined
          ? []
          : ([['propagate', propagation[resource.propagate]]] as const)),
      ]);
    case 'table':
    case 'dynamicTable':
      return tableFacts(resource);
    case 'networkRule':
      return new Map([
        ['TYPE', resource.type],
        ['MODE', resource.mode],
        ...resource.values.map((value): [string, string] => [factKey('address', value), '']),
      ]);
    case 'networkPolicy':
      return new Map([
        ...resource.allowed.map((rule): [string, string] => [
          factKey('allowed', fullName(rule)),
          '',
        ]),
        ...resource.blocked.map((rule): [string, string] => [
          factKey('blocked', fullName(rule)),
          '',
        ]),
        ...resource.activeOn.map((place): [string, string] => [
          factKey('active', place.type === 'ACCOUNT' ? 'ACCOUNT' : `USER ${place.user}`),
          '',
        ]),
      ]);
    case 'warehouse':
      return new Map([
        ['WAREHOUSE_SIZE', resource.size ?? 'XSMALL'],
        ['AUTO_SUSPEND', String(resource.autoSuspendSeconds ?? 60)],
        ['RESOURCE_MONITOR', resource.resourceMonitor ?? 'NULL'],
      ]);
    case 'resourceMonitor':
      return new Map([
        ['CREDIT_QUOTA', String(resource.creditQuota)],
        ...resource.triggers.map(({ percent, action }): [string, string] => [
          factKey('trigger', String(percent), action),
          '',
        ]),
      ]);
    case 'task':
      return new Map([
        ['WAREHOUSE', resource.warehouse],
        ['SCHEDULE', resource.schedule],
        ['statement', canonicalText(resource.statement)],
      ]);
    case 'listing':
      return new Map([
        ['share', resource.share],
        ['manifest', listingManifest(resource)],
        ...(resource.isPublished ? ([['published', '']] as const) : []),
      ]);
    case 'budget':
      return new Map([
        ...(resource.spendingLimit < 0
          ? []
          : ([['SPENDING_LIMIT', String(resource.spendingLimit)]] as const)),
        ...(resource.emails.length === 0
          ? []
          : ([['EMAILS', resource.emails.join(', ')]] as const)),
        ...resource.watches.map(({ type, name }): [string, string] => [
          factKey('watched', type, fullName(name)),
          '',
        ]),
      ]);
    case 'share':
      return new Map(resource.accounts.map((account) => [factKey('account', account), '']));
    case 'dataMetricFunction':
      return new Map([['body', resource.body]]);
    default:
      return new Map();
  }
}

const propagation = {
  dependency: 'ON_DEPENDENCY',
  dataMovement: 'ON_DATA_MOVEMENT',
  dependencyAndDataMovement: 'ON_DEPENDENCY_AND_DATA_MOVEMENT',
} as const;

/** The arguments of a policy. */
export function signatureFact(
  args: readonly { readonly name: string; readonly type: string }[],
): string {
  return JSON.stringify(args.map(({ name, type }) => [name.toUpperCase(), normalType(type)]));
}

function tableFacts(table: TableResource | DynamicTableResource): Facts {
  const facts = new Map<string, string>();
  for (const column of table.columns) addColumnFacts(facts, column, table.kind === 'table');
  if (table.rowAccess !== undefined) {
    facts.set('rows', attachmentFact(fullName(table.rowAccess.policy), table.rowAccess.columns));
  }
  if (table.aggregationPolicy !== undefined) {
    facts.set('aggregation', fullName(table.aggregationPolicy));
  }
  for (const { tag, value } of table.tags ?? []) facts.set(factKey('tag', fullName(tag)), value);
  if (table.kind === 'dynamicTable') {
    const { targetLag } = table;
    facts.set('TARGET_LAG', targetLag === 'downstream' ? 'DOWNSTREAM' : `${targetLag} seconds`);
    facts.set('WAREHOUSE', table.warehouse);
    facts.set('query', canonicalText(table.query));
  }
  return facts;
}

function addColumnFacts(
  facts: Map<string, string>,
  column: ColumnResource,
  takesNotNull: boolean,
): void {
  const { name, maskingPolicy, maskingArguments = [], projectionPolicy } = column;
  facts.set(factKey('type', name), normalType(column.type));
  if (takesNotNull) facts.set(factKey('null', name), String(column.isNullable));
  if (maskingPolicy !== undefined) {
    facts.set(factKey('mask', name), attachmentFact(fullName(maskingPolicy), maskingArguments));
  }
  if (projectionPolicy !== undefined) {
    facts.set(factKey('projection', name), fullName(projectionPolicy));
  }
  for (const { tag, value } of column.tags) {
    facts.set(factKey('tag', name, fullName(tag)), value);
  }
}

/** A policy, and the columns that it takes. */
export function attachmentFact(policy: string, columns: readonly string[]): string {
  return JSON.stringify([policy, ...columns]);
}
