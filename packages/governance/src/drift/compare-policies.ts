import { addressOf } from '@das/core';
import type { ObservedAttachment } from '../observe/observed-state.js';
import { columnsThere, expectedColumns } from './compare-columns.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, type DriftOrigin, driftFinding } from './drift-finding.js';
import type { DriftRule } from './drift-rule.js';
import { driftRules } from './drift-rules.js';

/** A policy that should be set on something. */
interface ExpectedAttachment {
  readonly kind: string;
  readonly policy: string;
  readonly on: string;
  readonly address: string;
  readonly column?: string;
  readonly arguments?: readonly string[];
}

const detached: Readonly<Record<string, DriftRule>> = {
  maskingPolicy: driftRules.maskDetached,
  rowAccessPolicy: driftRules.rowAccessDetached,
  aggregationPolicy: driftRules.aggregationDetached,
  projectionPolicy: driftRules.projectionDetached,
};

const replaced: Readonly<Record<string, DriftRule>> = {
  ...detached,
  maskingPolicy: driftRules.maskReplaced,
  rowAccessPolicy: driftRules.rowAccessReplaced,
};

const placeKey = (kind: string, on: string, column: string | undefined): string =>
  JSON.stringify([kind, on, column ?? null]);

/** Policies that were taken off, replaced or set on tables and columns, by hand. */
export function comparePolicies(comparison: Comparison): readonly DriftFinding[] {
  const { observed, tables, originOf } = comparison;
  const expected = new Map<string, ExpectedAttachment>();
  for (const each of expectedAttachments(comparison)) {
    expected.set(placeKey(each.kind, each.on, each.column), each);
  }
  const there = new Map<string, ObservedAttachment>();
  for (const each of observed.attachments) {
    if (each.domain === 'TABLE') there.set(placeKey(each.kind, each.on, each.column), each);
  }
  const findings: DriftFinding[] = [];
  for (const [key, each] of expected) {
    findings.push(...compareAttachment(each, there.get(key), originOf(each.on)));
  }
  for (const [key, { kind, policy, on, column }] of there) {
    const table = tables.get(on);
    if (expected.has(key) || table === undefined) continue;
    const place = { address: addressOf(table), ...(column === undefined ? {} : { column }) };
    const message = `${kind} ${policy} is attached and not declared`;
    findings.push(driftFinding(driftRules.policyAttached, message, place, originOf(on)));
  }
  return findings;
}

function* expectedAttachments(comparison: Comparison): Generator<ExpectedAttachment> {
  for (const [on, table] of comparison.tables) {
    const address = addressOf(table);
    const isThere = columnsThere(comparison, table);
    for (const expected of expectedColumns(comparison, table)) {
      const { name, maskingPolicy, maskingArguments, projectionPolicy } = expected;
      // A column that is gone is a finding of its own.
      if (!isThere(name)) continue;
      const at = { on, address, column: name };
      if (maskingPolicy !== undefined) {
        const policy = maskingPolicy.join('.');
        const conditions = maskingArguments?.map((each) => each.toUpperCase());
        const more = conditions === undefined ? {} : { arguments: conditions };
        yield { kind: 'maskingPolicy', policy, ...at, ...more };
      }
      if (projectionPolicy !== undefined) {
        yield { kind: 'projectionPolicy', policy: projectionPolicy.join('.'), ...at };
      }
    }
    const { rowAccess, aggregationPolicy } = table;
    if (rowAccess !== undefined) {
      const { policy, columns } = rowAccess;
      const kind = 'rowAccessPolicy';
      yield { kind, policy: policy.join('.'), on, address, arguments: columns };
    }
    if (aggregationPolicy !== undefined) {
      yield { kind: 'aggregationPolicy', policy: aggregationPolicy.join('.'), on, address };
    }
  }
}

function compareAttachment(
  { kind, policy, address, column, arguments: args }: ExpectedAttachment,
  there: ObservedAttachment | undefined,
  origin: DriftOrigin | undefined,
): readonly DriftFinding[] {
  const place = { address, ...(column === undefined ? {} : { column }) };
  const found = (rule: DriftRule | undefined, message: string): readonly DriftFinding[] => [
    driftFinding(rule ?? driftRules.policyInactive, message, place, origin),
  ];
  if (there === undefined) return found(detached[kind], `${kind} ${policy} was taken off`);
  if (there.policy !== policy) {
    return found(replaced[kind], `${kind} ${policy} was replaced by ${there.policy}`);
  }
  // Where the account does not tell the columns, as may be for masks, they cannot be compared.
  const isTold = kind !== 'maskingPolicy' || there.arguments.length > 0;
  if (args !== undefined && isTold && args.join() !== there.arguments.join()) {
    return found(replaced[kind], `${kind} ${policy} takes other columns`);
  }
  if (there.status !== '' && there.status !== 'ACTIVE') {
    return found(driftRules.policyInactive, `${kind} ${policy} is not in force: ${there.status}`);
  }
  return [];
}

/** The masking policies of tags, and where network policies are in force. */
export function compareForce({
  deployed,
  observed,
  originOf,
}: Comparison): readonly DriftFinding[] {
  const findings: DriftFinding[] = [];
  const on = (kind: string, domain: string): readonly ObservedAttachment[] =>
    observed.attachments.filter((each) => each.kind === kind && each.domain === domain);
  const guardsAccount = [...deployed.values()].some(
    (each) => each.kind === 'networkPolicy' && each.activeOn.some(({ type }) => type === 'ACCOUNT'),
  );
  for (const [address, resource] of deployed) {
    if (!observed.objects.has(address)) continue;
    const name = resource.kind === 'tag' || resource.kind === 'networkPolicy' ? resource.name : [];
    const origin = originOf(name.join('.'));
    const found = (rule: DriftRule, message: string): void => {
      findings.push(driftFinding(rule, message, { address }, origin));
    };
    if (resource.kind === 'tag') {
      const expected = (resource.maskingPolicies ?? []).map((policy) => policy.join('.'));
      const there = on('maskingPolicy', 'TAG')
        .filter((each) => each.on === name.join('.'))
        .map(({ policy }) => policy);
      for (const policy of expected) {
        if (there.includes(policy)) continue;
        found(driftRules.tagPolicyDetached, `masking policy ${policy} was taken off the tag`);
      }
      for (const policy of there) {
        if (expected.includes(policy)) continue;
        found(driftRules.policyAttached, `masking policy ${policy} is on the tag and not declared`);
      }
    }
    if (resource.kind === 'networkPolicy') {
      const expected = resource.activeOn.map((each) =>
        each.type === 'USER' ? `user ${each.user}` : 'the account',
      );
      const there = [
        ...on('networkPolicy', 'ACCOUNT')
          .filter(({ policy }) => policy === name.join('.'))
          .map(() => 'the account'),
        ...on('networkPolicy', 'USER')
          .filter(({ policy }) => policy === name.join('.'))
          .map((each) => `user ${each.on}`),
      ];
      for (const place of expected) {
        if (!there.includes(place)) {
          found(driftRules.networkPolicyForce, `it is not in force for ${place} any more`);
        }
      }
      for (const place of there) {
        if (!expected.includes(place)) {
          found(driftRules.networkPolicyForce, `it is in force for ${place}, undeclared`);
        }
      }
    }
  }
  // The policy of a user comes before that of the account.
  for (const { policy, domain, on: name } of [
    ...on('networkPolicy', 'ACCOUNT'),
    ...on('networkPolicy', 'USER'),
  ]) {
    const address = `networkPolicy ${policy}`;
    if (!guardsAccount || deployed.has(address)) continue;
    const where = domain === 'USER' ? `user ${name}` : 'the account';
    const message = `it is in force for ${where}, and another policy was declared`;
    findings.push(
      driftFinding(driftRules.networkPolicyForce, message, { address }, originOf(policy)),
    );
  }
  return findings;
}
