import type { Rule } from '../model/rule.js';
import { byCollector, byPromotions, clauseOf, type Enforcement, type Gap } from './clause.js';
import type { ContractDeployment } from './deployment.js';
import type { EnforcedClause } from './enforced-clause.js';
import { percent, quantity } from './quantity.js';

/** What becomes of a quality rule: stopped row by row, audited on the table, or reported. */
export function ruleClause(rule: Rule, deployment: ContractDeployment): EnforcedClause {
  const scope = scopeOf(rule);
  const path = ['quality', rule.name];
  const enforcedBy: readonly Enforcement[] =
    rule.severity === 'error'
      ? scope === 'row'
        ? stoppedRows(deployment)
        : audited(deployment)
      : byPromotions(deployment, 'measures it on every run, and reports when it does not hold');
  return clauseOf(path, ruleText(rule), enforcedBy, gapOf(rule, scope, deployment));
}

/** Whether one row can break the rule by itself. */
function scopeOf(rule: Rule): 'row' | 'table' {
  switch (rule.kind) {
    case 'notNull':
    case 'acceptedValues':
    case 'range':
    case 'pattern':
      return 'row';
    case 'unique':
    case 'rowCount':
    case 'referential':
    case 'completeness':
    case 'duplicates':
    case 'freshness':
    case 'drift':
    case 'sql':
      return 'table';
  }
}

function stoppedRows(deployment: ContractDeployment): readonly Enforcement[] {
  return [
    ...byCollector(deployment, 'quarantines records that break it'),
    ...byPromotions(deployment, 'quarantines rows that break it'),
  ];
}

/** What audits do, by strategy. */
export function audited({ promotions }: ContractDeployment): readonly Enforcement[] {
  return [
    ...(promotions.includes('audited')
      ? [{ by: 'promotion', how: 'publishes nothing while it does not hold' } as const]
      : []),
    ...(promotions.includes('dynamicTable')
      ? [{ by: 'promotion', how: 'fails after the refresh when it does not hold' } as const]
      : []),
  ];
}

/** What audits let pass. */
export function auditGap({ promotions }: ContractDeployment): Gap {
  if (promotions.length === 0) {
    return {
      gap: 'it is checked when a table is promoted, and no promotion fills one',
      next: 'promote the contract to SILVER or PLATINUM',
    };
  }
  if (!promotions.includes('dynamicTable')) return {};
  return {
    gap: 'a dynamic table shows its rows before they are audited, and refreshes by itself between audits',
    next: 'let consumers read a table that is filled by an audited promotion',
  };
}

function gapOf(rule: Rule, scope: 'row' | 'table', deployment: ContractDeployment): Gap {
  if (scope === 'row' && rule.severity === 'error') {
    const isChecked = deployment.hasCollector || deployment.promotions.length > 0;
    return isChecked ? {} : auditGap(deployment);
  }
  if (rule.severity !== 'error' && deployment.promotions.length > 0) {
    return {
      gap: `its severity is ${rule.severity}: what breaks it passes`,
      next: 'raise the severity to error if it must not pass',
    };
  }
  return auditGap(deployment);
}

function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case 'notNull':
      return `${rule.column} is never NULL`;
    case 'unique':
      return `no two rows share ${rule.columns.join(' and ')}`;
    case 'acceptedValues':
      return `${rule.column} is one of ${quantity(rule.values.length, 'value')}`;
    case 'range':
      return `${rule.column} is ${boundsText(rule)}`;
    case 'pattern':
      return `${rule.column} matches ${rule.pattern}`;
    case 'rowCount':
      return `the number of rows is ${boundsText(rule)}`;
    case 'referential':
      return `${rule.columns.join(' and ')} refer to rows of ${rule.references.contract}`;
    case 'completeness':
      return `${rule.column} has a value in at least ${percent(rule.min)} of the rows`;
    case 'duplicates':
      return `at most ${percent(rule.max)} of the rows share ${rule.columns.join(' and ')}`;
    case 'freshness':
      return `the newest ${rule.column} is at most ${rule.maxAge} old`;
    case 'drift':
      return `${rule.column} is distributed as in its baseline, within ${rule.maxPsi}`;
    case 'sql':
      return 'a query of its own gives what is expected';
  }
}

function boundsText({ min, max }: { readonly min?: number; readonly max?: number }): string {
  const low = min === undefined ? [] : [`at least ${min}`];
  const high = max === undefined ? [] : [`at most ${max}`];
  return [...low, ...high].join(' and ');
}
