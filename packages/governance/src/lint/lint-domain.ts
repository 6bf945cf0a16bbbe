import {
  type AccessDeclaration,
  addressOf,
  compileDomain,
  type Domain,
  type Resource,
} from '@das/core';
import type { AnyTable } from '../checks/effective-policy.js';
import { roleGraph } from '../checks/role-graph.js';
import type { TableReading } from '../checks/table-readers.js';
import { watchState } from '../checks/watched-state.js';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { knownMasks } from '../policy-bodies/library-masks.js';
import { lintAccess } from './lint-access.js';
import type { LintContext, LintReport, LintSubject } from './lint-context.js';
import { lintMetadata } from './lint-metadata.js';
import { lintNetwork } from './lint-network.js';
import { lintPolicies } from './lint-policies.js';
import { lintRules } from './lint-rules.js';
import { lintTables } from './lint-tables.js';

/**
 * Finds the traps of Snowflake's governance in what a domain declares, or in resources: what is valid
 * and deploys, and does something else than one thinks. Pure. Each rule has a page in the reference.
 *
 * @throws {@link CoreError} as `compileDomain`, for a domain that does not compile
 *
 * @example
 * ```ts
 * import { lintDomain } from '@das/governance';
 *
 * const findings = lintDomain([
 *   {
 *     kind: 'dynamicTable',
 *     name: ['BROOK_SHOP', 'SILVER', 'ORDERS'],
 *     columns: [],
 *     rowAccess: undefined,
 *     targetLag: 'downstream',
 *     warehouse: 'BROOK_SHOP_WH',
 *     query: 'SELECT * FROM BROOK_SHOP.BRONZE.ORDERS',
 *     owner: 'BROOK_SHOP_PIPELINE',
 *   },
 * ]);
 * console.log(findings[0]?.rule, findings[0]?.message);
 * // => DAS-L004 no dynamic table reads it, so it is never refreshed
 * ```
 */
export function lintDomain(
  subject: Domain | readonly Resource[],
  context: LintContext = {},
): readonly Finding[] {
  const isDomain = (each: Domain | readonly Resource[]): each is Domain => 'platform' in each;
  const linted = isDomain(subject)
    ? subjectOf(compileDomain(subject), withDomain(subject, context), [
        ...subject.access,
        ...subject.platform.masking,
      ])
    : subjectOf(subject, context, []);
  const found = new Map<string, Finding>();
  const report: LintReport = (rule, address, message, column) => {
    const place = column === undefined ? { address } : { address, column };
    const key = JSON.stringify([rule, place, message]);
    if (!found.has(key)) found.set(key, findingOf(lintRules[rule], { message, place }));
  };
  lintPolicies(linted, report);
  lintTables(linted, report);
  lintAccess(linted, report);
  lintNetwork(linted, report);
  lintMetadata(linted, report);
  return [...found.values()];
}

/** The descriptions of a domain's contracts are what becomes comments and pages. */
function withDomain(domain: Domain, context: LintContext): LintContext {
  const comments: Record<string, string> = {};
  for (const contract of domain.contracts) {
    for (const { name, description } of contract.columns) {
      if (description !== undefined) comments[`contract ${contract.name}.${name}`] = description;
    }
  }
  return {
    ...context,
    knownRoles: [...(context.knownRoles ?? []), domain.platform.deployRole],
    comments: { ...comments, ...context.comments },
  };
}

function subjectOf(
  resources: readonly Resource[],
  context: LintContext,
  declarations: readonly AccessDeclaration[],
): LintSubject {
  const masks = knownMasks(declarations);
  const watched = watchState(resources, masks);
  const readings = new Map<AnyTable, TableReading>();
  return {
    resources,
    context,
    masks,
    state: new Map(resources.map((each) => [addressOf(each), each])),
    roles: roleGraph(resources),
    tables: resources.filter(
      (each): each is AnyTable => each.kind === 'table' || each.kind === 'dynamicTable',
    ),
    read(table) {
      const reading = readings.get(table) ?? watched.read(table);
      readings.set(table, reading);
      return reading;
    },
  };
}
