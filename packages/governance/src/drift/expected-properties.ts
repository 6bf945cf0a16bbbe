import { type Resource, tagPropagation } from '@das/core';
import { listingProperties } from '../observe/listing-properties.js';
import { normalLag } from '../observe/normal-lag.js';
import { normalSql } from '../observe/normal-sql.js';
import { normalSignature } from '../observe/read-usage.js';
import type { DriftRule } from './drift-rule.js';
import { driftRules } from './drift-rules.js';

/** What a property should be, and what it means when it is not. */
export interface ExpectedProperty {
  readonly value: string;
  readonly rule: DriftRule;
  /** The property, in a sentence. */
  readonly called: string;
}

type Expected = Readonly<Record<string, ExpectedProperty>>;

const words = (list: readonly string[]): string => JSON.stringify([...list].sort());

function expect(rule: DriftRule, called: string, value: string): ExpectedProperty {
  return { rule, called, value };
}

/** What is set on a deployed resource, in the form in which `observe` tells it. */
export function expectedProperties(resource: Resource): Expected {
  switch (resource.kind) {
    case 'schema':
      return { managedAccess: expect(driftRules.schemaUnmanaged, 'managed access', 'true') };
    case 'warehouse':
      return {
        size: expect(driftRules.warehouse, 'its size', resource.size ?? 'XSMALL'),
        autoSuspend: expect(
          driftRules.warehouse,
          'when it suspends itself',
          String(resource.autoSuspendSeconds ?? 60),
        ),
        autoResume: expect(driftRules.warehouse, 'whether it resumes itself', 'TRUE'),
        resourceMonitor: expect(
          driftRules.monitor,
          'its resource monitor',
          resource.resourceMonitor ?? '',
        ),
      };
    case 'resourceMonitor': {
      const at = (action: string) =>
        words(
          resource.triggers
            .filter((trigger) => trigger.action === action)
            .map(({ percent }) => String(percent)),
        );
      return {
        creditQuota: expect(driftRules.monitor, 'its quota', String(resource.creditQuota)),
        NOTIFY: expect(driftRules.monitor, 'when it notifies', at('NOTIFY')),
        SUSPEND: expect(driftRules.monitor, 'when it suspends', at('SUSPEND')),
        SUSPEND_IMMEDIATE: expect(
          driftRules.monitor,
          'when it suspends at once',
          at('SUSPEND_IMMEDIATE'),
        ),
      };
    }
    case 'listing': {
      const { access, discovery, texts } = listingProperties(resource);
      const { listing, listingTexts } = driftRules;
      return {
        share: expect(listing, 'its share', resource.share),
        access: expect(listing, 'who reads by it', access),
        discovery: expect(listing, 'who finds it', discovery),
        texts: expect(listingTexts, 'what it says', texts),
        state: expect(listingTexts, 'whether it is published', 'PUBLISHED'),
      };
    }
    case 'budget':
      return {
        spendingLimit: expect(driftRules.monitor, 'its limit', String(resource.spendingLimit)),
        emails: expect(driftRules.monitor, 'whom it tells', words(resource.emails)),
        watches: expect(
          driftRules.monitor,
          'what it watches',
          words(resource.watches.map(({ type, name }) => `${type} ${name.join('.')}`)),
        ),
      };
    case 'tag':
      return {
        allowedValues: expect(
          driftRules.tagValues,
          'the values that it allows',
          words(resource.allowedValues),
        ),
        propagate: expect(
          driftRules.tagPropagation,
          'whether it goes along with data',
          resource.propagate === undefined ? '' : tagPropagation[resource.propagate],
        ),
      };
    case 'maskingPolicy':
      return {
        body: expect(driftRules.policyBody, 'its body', normalSql(resource.body)),
        signature: expect(
          driftRules.policySignature,
          'its arguments',
          normalSignature([
            { name: resource.argument ?? 'VAL', type: resource.type },
            ...(resource.conditions ?? []),
          ]),
        ),
        exemptOtherPolicies: expect(
          driftRules.policyOptions,
          'whether other policies may read through it',
          String(resource.exemptOtherPolicies === true),
        ),
      };
    case 'rowAccessPolicy':
      return {
        body: expect(driftRules.policyBody, 'its body', normalSql(resource.body)),
        signature: expect(
          driftRules.policySignature,
          'its arguments',
          normalSignature([resource.argument, ...(resource.moreArguments ?? [])]),
        ),
      };
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return { body: expect(driftRules.policyBody, 'its body', normalSql(resource.body)) };
    case 'networkRule':
      return {
        type: expect(driftRules.networkRule, 'its type', resource.type),
        mode: expect(driftRules.networkRule, 'its mode', resource.mode),
        values: expect(driftRules.networkRule, 'its addresses', words(resource.values)),
      };
    case 'networkPolicy': {
      const names = (rules: readonly (readonly string[])[]) =>
        words(rules.map((name) => name.join('.')));
      const { networkPolicy } = driftRules;
      return {
        allowed: expect(networkPolicy, 'the rules that it allows', names(resource.allowed)),
        blocked: expect(networkPolicy, 'the rules that it blocks', names(resource.blocked)),
        allowedAddresses: expect(networkPolicy, 'the addresses that it allows', words([])),
        blockedAddresses: expect(networkPolicy, 'the addresses that it blocks', words([])),
      };
    }
    case 'stage':
      return { url: expect(driftRules.stage, 'where it lies', '') };
    case 'dynamicTable':
      return {
        targetLag: expect(
          driftRules.dynamicTable,
          'its lag',
          normalLag(
            resource.targetLag === 'downstream' ? 'DOWNSTREAM' : `${resource.targetLag} SECONDS`,
          ),
        ),
        warehouse: expect(driftRules.dynamicTable, 'its warehouse', resource.warehouse),
        query: expect(driftRules.dynamicTable, 'its query', normalSql(resource.query)),
        state: expect(driftRules.refreshSuspended, 'whether it refreshes', 'ACTIVE'),
      };
    case 'task':
      return {
        warehouse: expect(driftRules.taskChanged, 'its warehouse', resource.warehouse),
        schedule: expect(driftRules.taskChanged, 'its schedule', resource.schedule.toUpperCase()),
        statement: expect(driftRules.taskChanged, 'what it does', normalSql(resource.statement)),
        condition: expect(driftRules.taskChanged, 'when it may run', ''),
        state: expect(driftRules.taskSuspended, 'whether it runs', 'started'),
      };
    default:
      return {};
  }
}
