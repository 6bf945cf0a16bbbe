import { type Classification, classifications, isProtected } from '@das/contracts';
import {
  compileDomain,
  type Domain,
  domainNames,
  importedClassifications,
  type Resource,
} from '@das/core';
import { publicRole } from '../policy-bodies/asked-primary.js';
import { grantsOnObjects } from '../roles/grants-on-objects.js';
import { AccessPaths, granteeOf } from './access-paths.js';
import { type Clearance, clearancesOf, clearedFor } from './clearance.js';
import { combinationsOf } from './combinations.js';
import { countStates } from './count-states.js';
import { type CoverageProof, proofReader } from './coverage-proof.js';
import type { CoverageColumn, CoverageReport, CoverageRole } from './coverage-report.js';
import {
  effectivePolicy,
  fullName,
  type PolicyIndex,
  type ProtectedTable,
  policyIndex,
} from './effective-policy.js';
import {
  type JudgedColumn,
  type JudgedRole,
  type Judgement,
  judgeCell,
  PolicyVerdicts,
} from './judge-cell.js';
import { knownSql } from './known-sql.js';
import { rowJudge } from './row-coverage.js';
import { RoleHierarchy, type Subject, subjectKey, subjectOf } from './session-roles.js';

/** What else `coverage` goes by. */
export interface CoverageOptions {
  /**
   * Who may see what in clear. Default: what the domain declares; for resources alone nobody, so that
   * each clear cell counts as exposed.
   */
  readonly clearances?: readonly Clearance[];
  /** The role that deploys, for resources alone. */
  readonly deployRole?: string;
  /** The roles of persons, by name: each gets a column of its own, with all its roles active together. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** What `proveCoverage` has seen: it decides where the SQL of a policy is of no known form. */
  readonly proof?: CoverageProof;
}

/**
 * Says for each classified column and each role whether the role sees it masked, in clear by right, not
 * at all, or whether it is exposed. Pure: it reads declarations, and asks no warehouse.
 *
 * It fails closed: a policy whose SQL is of no known form, a policy that is not there, and a role that
 * nobody has cleared count as exposed. Aggregation and projection policies are no protection here.
 *
 * @throws {@link GovernanceError} `DAS_COVERAGE_STALE_PROOF` when the proof is of other resources;
 * {@link CoreError} when the domain does not compile
 * @see https://docs.snowflake.com/en/user-guide/security-column-intro
 */
export function coverage(
  subject: Domain | readonly Resource[],
  options: CoverageOptions = {},
): CoverageReport {
  const domain = isDomain(subject) ? subject : undefined;
  const resources = grantsOnObjects(isDomain(subject) ? compileDomain(subject) : subject);
  const clearances = options.clearances ?? (domain === undefined ? [] : clearancesOf(domain));
  const deployRole = domain?.platform.deployRole ?? options.deployRole;
  const hierarchy = new RoleHierarchy(resources);
  const judgement: Judgement = {
    paths: new AccessPaths(resources),
    hierarchy,
    verdicts: new PolicyVerdicts(knownSql(domain)),
    deployer: deployRole === undefined ? undefined : subjectKey(subjectOf('ROLE', deployRole)),
    seen: proofReader(resources, options.proof),
  };
  const subjects = subjectsOf(resources, deployRole);
  const roles = [
    ...subjects.map((each): JudgedRole => judgedRole(hierarchy, each.name, [each])),
    ...Object.entries(options.people ?? {}).map(([name, held]) =>
      judgedRole(
        hierarchy,
        name,
        held.map((role) => subjectOf('ROLE', role)),
      ),
    ),
  ];
  const given = withShares(clearances, resources);
  const judged = judgedColumns(resources, domain, given);
  const columns = judged.map(({ classification, ...each }): CoverageColumn => {
    const hidesBecause = reasonOf(judgement, each, roles);
    return {
      table: fullName(each.table.name),
      isDynamic: each.table.kind === 'dynamicTable',
      tier: each.table.name[1],
      column: each.column,
      classification,
      ...(each.effective.covering === undefined ? {} : { policy: each.effective.covering }),
      ...(hidesBecause === undefined ? {} : { hidesBecause }),
      cells: roles.map((role) => judgeCell(judgement, each, role)),
    };
  });
  const clearedKeys = new Set(given.map((each) => subjectKey(each.subject)));
  return {
    roles: roles.map(
      ({ name, keys }, at): CoverageRole => ({
        name,
        type: subjects[at]?.type ?? 'person',
        isCleared: keys.some((key) =>
          [...hierarchy.heldBy(key)].some((held) => clearedKeys.has(held)),
        ),
      }),
    ),
    columns,
    combinations: combinationsOf(judgement, judged, peopleRoles(subjects, domain, deployRole)),
    counts: countStates(columns),
  };
}

/** Why the policy of a column hides by the word of its author, where it hides it from anybody so. */
function reasonOf(
  { verdicts }: Judgement,
  { table, semantic, effective }: JudgedColumn,
  roles: readonly JudgedRole[],
): string | undefined {
  if (effective.is !== 'policy') return undefined;
  for (const { active } of roles) {
    const { hidesBecause } = verdicts.of({ table, semantic, effective }, active);
    if (hidesBecause !== undefined) return hidesBecause;
  }
  return undefined;
}

function isDomain(subject: Domain | readonly Resource[]): subject is Domain {
  return 'kind' in subject;
}

function judgedRole(
  hierarchy: RoleHierarchy,
  name: string,
  subjects: readonly Subject[],
): JudgedRole {
  const keys = subjects.map(subjectKey);
  return { name, keys, active: hierarchy.activeWith(keys) };
}

/** All that is made, granted to, or holds a role; PUBLIC only where something is granted to it. */
function subjectsOf(
  resources: readonly Resource[],
  deployRole: string | undefined,
): readonly Subject[] {
  const found = new Map<string, Subject>();
  const add = (subject: Subject): void => {
    found.set(subjectKey(subject), subject);
  };
  for (const resource of resources) {
    if (resource.kind === 'role') add(subjectOf('ROLE', resource.name[0]));
    if (resource.kind === 'databaseRole') add(subjectOf('DATABASE ROLE', fullName(resource.name)));
    if (resource.kind === 'share') add(subjectOf('SHARE', resource.name[0]));
    if (resource.kind === 'grant') add(granteeOf(resource));
    if (resource.kind === 'roleGrant') {
      add(subjectOf(resource.to.type, fullName(resource.to.name)));
      add(subjectOf(resource.role.type, fullName(resource.role.name)));
    }
  }
  if (deployRole !== undefined) add(subjectOf('ROLE', deployRole));
  return [...found.values()];
}

/** The roles that persons hold: two of them may be held together. */
function peopleRoles(
  subjects: readonly Subject[],
  domain: Domain | undefined,
  deployRole: string | undefined,
): readonly Subject[] {
  const pipeline = domain === undefined ? undefined : domainNames(domain.database).pipelineRole;
  return subjects.filter(
    ({ type, name }) =>
      type === 'role' && name !== deployRole && name !== pipeline && name !== publicRole,
  );
}

/** What a share is cleared for, the database roles are that carry it. */
function withShares(
  clearances: readonly Clearance[],
  resources: readonly Resource[],
): readonly Clearance[] {
  return clearances.flatMap((each) => {
    const { type, name } = each.subject;
    if (type !== 'share') return [each];
    const carriers = resources.flatMap((resource) =>
      resource.kind === 'roleGrant' && resource.to.type === 'SHARE' && resource.to.name[0] === name
        ? [{ ...each, subject: subjectOf(resource.role.type, fullName(resource.role.name)) }]
        : [],
    );
    return [each, ...carriers];
  });
}

/** A classified column with what it is judged by. */
export interface ClassifiedColumn extends JudgedColumn {
  readonly classification: Classification;
}

function judgedColumns(
  resources: readonly Resource[],
  domain: Domain | undefined,
  clearances: readonly Clearance[],
): readonly ClassifiedColumn[] {
  const index = policyIndex(resources);
  const rowJudges = new Map(
    resources.flatMap((each) =>
      each.kind === 'rowAccessPolicy'
        ? [[fullName(each.name), rowJudge(each.name, each)] as const]
        : [],
    ),
  );
  const promised = domain === undefined ? undefined : promisedClassifications(domain);
  const cleared = new Map<string, ReadonlySet<string>>();
  return resources.flatMap((table) => {
    if (table.kind !== 'table' && table.kind !== 'dynamicTable') return [];
    const rows =
      table.rowAccess === undefined
        ? undefined
        : (rowJudges.get(fullName(table.rowAccess.policy)) ??
          rowJudge(table.rowAccess.policy, undefined));
    return table.columns.flatMap((column): readonly ClassifiedColumn[] => {
      const classification = classificationOf(index, table, column, promised);
      if (classification === undefined || !isProtected(classification)) return [];
      const semantic = tagValue(column, 'SEMANTIC_TYPE');
      const key = JSON.stringify([classification, semantic, table.name[2]]);
      const who =
        cleared.get(key) ??
        clearedFor(clearances, { classification, semantic, table: table.name[2] });
      cleared.set(key, who);
      const effective = effectivePolicy(index, table, column);
      return [
        { table, column: column.name, classification, semantic, effective, rows, cleared: who },
      ];
    });
  });
}

type Column = ProtectedTable['columns'][number];

function tagValue(column: Column, tag: string): string | undefined {
  return column.tags.find(({ tag: name }) => name[2] === tag)?.value;
}

/**
 * The higher one of what the column's tag says and what the contract promises: a tag that is not there
 * takes nothing out of the report. A value that is no classification counts as the most sensitive.
 */
function classificationOf(
  { policies }: PolicyIndex,
  table: ProtectedTable,
  column: Column,
  promised: ReadonlyMap<string, Classification> | undefined,
): Classification | undefined {
  const tag = tagValue(column, 'CLASSIFICATION');
  const known = classifications.find((each) => each === tag);
  const tagged = tag === undefined ? undefined : (known ?? 'phi');
  const declared = promised?.get(`${table.name[2].split('__')[0]}.${column.name}`);
  const imported = promised?.get(`${fullName(table.name)}.${column.name}`);
  const both = [tagged, declared, imported].filter((each) => each !== undefined);
  if (both.length > 0) {
    return both.reduce((a, b) => (classifications.indexOf(a) > classifications.indexOf(b) ? a : b));
  }
  // Somebody masks it, so it holds something: nobody has said what.
  const isMasked = column.maskingPolicy !== undefined && policies.size > 0;
  return isMasked ? 'phi' : undefined;
}

/** By table and column, upper case; of what was imported by the full name of the table. */
function promisedClassifications(domain: Domain): ReadonlyMap<string, Classification> {
  return new Map([
    ...importedClassifications(domain),
    ...domain.contracts.flatMap((contract) =>
      contract.columns.map(
        (column) =>
          [
            `${contract.name.toUpperCase()}.${column.name.toUpperCase()}`,
            column.classification,
          ] as const,
      ),
    ),
  ]);
}
