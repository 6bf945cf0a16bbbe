import { addressOf, type Resource, type TagAssignment } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { singleEffects, statementsOf } from './followed-plan.js';
import type { CheckedPlan } from './plan-context.js';
import { type PlanRuleName, planRules } from './plan-rules.js';
import { statementTokens } from './statement-tokens.js';

/**
 * The documented limits of Snowflake that a plan can run into.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/introduction
 */
const snowflakeLimits = {
  tagsPerObject: 50,
  /** Different tags on all the columns of one table together. */
  tagsOnColumns: 50,
  tagsPerColumn: 20,
  associationsPerStatement: 100,
  tagValueLength: 256,
  allowedValues: 5_000,
  identifierLength: 255,
  notifications: 5,
} as const;

/** Whether what a plan creates stays within the limits, so that it does not fail half way through. */
export function checkLimits(plan: CheckedPlan): readonly Finding[] {
  const found = new Map<string, Finding>();
  const report: Report = (rule, address, message, column) => {
    const place = column === undefined ? { address } : { address, column };
    const key = JSON.stringify([rule, place]);
    if (!found.has(key)) found.set(key, findingOf(planRules[rule], { message, place }));
  };
  const tags = new Map<string, readonly string[]>();
  const learn = (resource: Resource) => {
    if (resource.kind === 'tag') tags.set(resource.name.join('.'), resource.allowedValues);
  };
  plan.startsWith.forEach(learn);
  for (const { effect, text, place, step } of statementsOf(plan)) {
    for (const each of singleEffects(effect)) {
      if (each.is !== 'present') continue;
      learn(each.resource);
      checkResource(each.resource, tags, report);
    }
    const associations = countAssociations(text);
    if (associations > snowflakeLimits.associationsPerStatement) {
      report('tooManyAssociations', step.address, `${place} sets ${associations} tags`);
    }
  }
  return [...found.values()];
}

type Report = (rule: PlanRuleName, address: string, message: string, column?: string) => void;

function checkResource(
  resource: Resource,
  tags: ReadonlyMap<string, readonly string[]>,
  report: Report,
): void {
  const limits = snowflakeLimits;
  const address = addressOf(resource);
  for (const part of namesIn(resource)) {
    if (part.length > limits.identifierLength) {
      report('longIdentifier', address, `a name has ${part.length} characters`);
    }
  }
  if (resource.kind === 'tag') {
    const { length } = resource.allowedValues;
    if (length > limits.allowedValues) {
      report('tooManyAllowedValues', address, `the tag allows ${length} values`);
    }
    checkValueLengths(resource.allowedValues, address, report);
  }
  if (resource.kind === 'resourceMonitor') {
    const { length } = resource.triggers.filter(({ action }) => action === 'NOTIFY');
    if (length > limits.notifications) {
      report('tooManyNotifications', address, `the monitor notifies at ${length} levels`);
    }
  }
  if (resource.kind !== 'table' && resource.kind !== 'dynamicTable') return;
  const own = resource.kind === 'table' ? (resource.tags ?? []) : [];
  if (own.length > limits.tagsPerObject) {
    report('tooManyTags', address, `the table has ${own.length} tags`);
  }
  checkTagValues(own, tags, address, report);
  const onColumns = new Set(
    resource.columns.flatMap((column) => column.tags.map(({ tag }) => tag.join('.'))),
  );
  if (onColumns.size > limits.tagsOnColumns) {
    report('tooManyTags', address, `its columns have ${onColumns.size} different tags`);
  }
  for (const column of resource.columns) {
    if (column.tags.length > limits.tagsPerColumn) {
      report(
        'tooManyColumnTags',
        address,
        `the column has ${column.tags.length} tags`,
        column.name,
      );
    }
    checkTagValues(column.tags, tags, address, report, column.name);
  }
}

function checkTagValues(
  assigned: readonly TagAssignment[],
  tags: ReadonlyMap<string, readonly string[]>,
  address: string,
  report: Report,
  column?: string,
): void {
  checkValueLengths(
    assigned.map(({ value }) => value),
    address,
    report,
    column,
  );
  for (const { tag, value } of assigned) {
    const allowed = tags.get(tag.join('.')) ?? [];
    if (allowed.length > 0 && !allowed.includes(value)) {
      report(
        'valueNotAllowed',
        address,
        `a value of tag ${tag.join('.')} is none that it allows`,
        column,
      );
    }
  }
}

function checkValueLengths(
  values: readonly string[],
  address: string,
  report: Report,
  column?: string,
): void {
  for (const { length } of values) {
    if (length > snowflakeLimits.tagValueLength) {
      report('longTagValue', address, `a tag value has ${length} characters`, column);
    }
  }
}

function namesIn(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case 'grant':
    case 'roleGrant':
      return [];
    case 'table':
    case 'dynamicTable':
      return [...resource.name, ...resource.columns.map(({ name }) => name)];
    default:
      return resource.name;
  }
}

/** How many tags a statement sets: the `=` between the brackets of `TAG (…)`, and after `SET TAG`. */
function countAssociations(text: string): number {
  const tokens = statementTokens(text);
  let count = 0;
  for (const [index, token] of tokens.entries()) {
    if (!token.isWord('TAG')) continue;
    const isSet = tokens[index - 1]?.isWord('SET') === true;
    if (!isSet && tokens[index + 1]?.text !== '(') continue;
    for (const next of tokens.slice(index + 1)) {
      if (!isSet && next.text === ')') break;
      if (isSet && next.isWord('SET')) break;
      if (next.text === '=' && next.kind === 'symbol') count += 1;
    }
  }
  return count;
}
