import type { ContractDocument } from '../model/contract-document.js';
import { byCollector, byCompiler, byContractCheck, byPolicy, clauseOf, prose } from './clause.js';
import { columnClauses } from './column-clauses.js';
import { type ContractDeployment, fullDeployment } from './deployment.js';
import { deprecationClause } from './deprecation-clause.js';
import type { EnforcedClause, EnforcementReport } from './enforced-clause.js';
import { foreignKeyClauses, primaryKeyClauses, uniqueKeyClauses } from './key-clauses.js';
import {
  retentionClauses,
  sharingClauses,
  supportClauses,
  termsClauses,
} from './promise-clauses.js';
import { ruleClause } from './rule-clauses.js';
import { sloClauses } from './slo-clauses.js';

type Members = keyof ContractDocument;

type Clauses<Member extends Members> = (
  value: ContractDocument[Member],
  contract: ContractDocument,
  deployment: ContractDeployment,
) => readonly EnforcedClause[];

function layoutHint(member: string, columns: readonly string[]): readonly EnforcedClause[] {
  if (columns.length === 0) return [];
  return [
    clauseOf([member], `rows are laid out by ${columns.join(' and ')}`, [], {
      gap: 'it is a hint, which no table is deployed with',
      next: 'set it on the table by hand if queries need it',
    }),
  ];
}

/** One entry for each member of a contract: a new one does not compile before it is told here. */
const members: { readonly [Member in Members]: Clauses<Member> } = {
  domain: (domain) => [
    clauseOf(['domain'], `it belongs to the domain ${domain}`, [
      byCompiler('defineDomain refuses the contract of another domain'),
    ]),
  ],
  name: (name, _, deployment) => [
    clauseOf(['name'], `its tables are called ${name}`, [
      byCompiler('defineContract refuses a name that would have to be quoted'),
      ...byPolicy(deployment, 'its tables are created under the name'),
    ]),
  ],
  version: (version) => [
    clauseOf(['version'], `this is version ${version}`, [
      byCompiler('defineContract refuses what is no semantic version'),
      byContractCheck('a change must raise as much of it as it breaks'),
    ]),
  ],
  status: (status) => [
    clauseOf(
      ['status'],
      `it is ${status}`,
      [byContractCheck('going back is found')],
      status === 'active'
        ? {}
        : {
            gap: 'a table of a contract that is not active is collected, promoted and read as any other',
            next: 'take the contract out of the domain when nobody may use it',
          },
    ),
  ],
  owner: () => [
    clauseOf(
      ['owner'],
      'somebody answers for the data',
      [byCompiler('an empty owner is refused')],
      {
        gap: 'nothing checks that anybody reads what is sent to the address',
        next: 'give the address of a team, not of a person',
      },
    ),
  ],
  description: (description) =>
    description === undefined ? [] : [prose(['description'], 'what the data is')],
  tags: (tags) => (tags.length === 0 ? [] : [prose(['tags'], `its tags: ${tags.join(', ')}`)]),
  columns: (columns, _, deployment) => [
    clauseOf(['columns'], 'a name that was removed does not come back as something else', [
      byContractCheck('the lock remembers removed names with their type and classification'),
    ]),
    ...columns.flatMap((column) => columnClauses(column, deployment)),
  ],
  unknownKeys: (what, _, deployment) => [
    clauseOf(
      ['unknownKeys'],
      what === 'drop'
        ? 'a key that is no column is dropped'
        : 'a record with a key that is no column is refused',
      byCollector(
        deployment,
        what === 'drop' ? 'drops it before the record lands' : 'quarantines the record',
      ),
      deployment.hasCollector
        ? {}
        : { gap: 'no collector lands the contract', next: 'add a collector' },
    ),
  ],
  refinements: (count, _, deployment) =>
    count === 0
      ? []
      : [
          clauseOf(
            ['refinements'],
            `a record passes ${count} ${count === 1 ? 'check' : 'checks'} in code`,
            byCollector(deployment, 'runs them on each record'),
            {
              gap: 'promotions do not run them, and a comparison cannot see them change',
              next: 'say it as a quality rule, such as rule.sql, if promoted rows must keep it',
            },
          ),
        ],
  primaryKey: (columns, _, deployment) => primaryKeyClauses(columns, deployment),
  uniqueKeys: (keys, _, deployment) => uniqueKeyClauses(keys, deployment),
  foreignKeys: (_, contract, deployment) => foreignKeyClauses(contract, deployment),
  grain: (grain) => (grain === undefined ? [] : [prose(['grain'], 'what one row stands for')]),
  partitionBy: (columns) => layoutHint('partitionBy', columns),
  clusterBy: (columns) => layoutHint('clusterBy', columns),
  slo: (slo, _, deployment) => sloClauses(slo, deployment),
  quality: (rules, _, deployment) => rules.map((rule) => ruleClause(rule, deployment)),
  retention: (retention) => retentionClauses(retention),
  sharing: (sharing) => (sharing === undefined ? [] : sharingClauses(sharing)),
  support: (channels) => supportClauses(channels),
  terms: (terms) => (terms === undefined ? [] : termsClauses(terms)),
  deprecated: (deprecated) =>
    deprecated === undefined ? [] : [deprecationClause(['deprecated'], deprecated)],
  compatibility: (mode) => [
    clauseOf(['compatibility'], `changes keep the compatibility mode ${mode}`, [
      byContractCheck('changes are judged by the stricter of the old mode and the new'),
    ]),
  ],
};

/**
 * Says of each clause of a contract who enforces it and how, or that nobody does, why, and what to
 * do about it.
 *
 * @param deployment - how the contract is put to work; without it, the answer is what would enforce
 * each clause if a collector and promotions of both kinds were deployed under a platform with masks
 * @example
 * ```ts
 * import { defineContract, enforcementReport, rule } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 *   quality: [rule.unique('order_id')],
 * });
 * const { clauses } = enforcementReport(orders.toJSON());
 * const retention = clauses.find(({ path }) => path === '/retention/bronze');
 * console.log(retention?.isEnforced, retention?.gap);
 * // => false nothing deletes rows yet
 * ```
 */
export function enforcementReport(
  contract: ContractDocument,
  deployment: ContractDeployment = fullDeployment,
): EnforcementReport {
  const all = Object.keys(members) as Members[];
  return {
    contract: `${contract.domain}.${contract.name}`,
    clauses: [
      writersClause(deployment),
      ...all.flatMap((member) => memberClauses(member, contract, deployment)),
    ],
  };
}

function memberClauses<Member extends Members>(
  member: Member,
  contract: ContractDocument,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const clauses: Clauses<Member> = members[member];
  return clauses(contract[member], contract, deployment);
}

/** What everything else rests on: a row that comes another way has been checked by nobody. */
function writersClause(deployment: ContractDeployment): EnforcedClause {
  return clauseOf(
    [],
    'rows come by collectors and promotions alone',
    byPolicy(deployment, 'only the role of the pipeline is granted to write'),
    {
      gap: 'who may use a role above the pipeline can write rows that nothing checks',
      next: 'keep the deploy role for deployments, and watch who uses it',
    },
  );
}
