import { nearMiss } from '@das/contracts';
import {
  addressOf,
  type MaskingPolicyResource,
  type Resource,
  type RowAccessPolicyResource,
} from '@das/core';
import type { PolicySession } from '../checks/policy-session.js';
import { masksForAny } from '../policy-bodies/library-masks.js';
import { readMask } from '../policy-bodies/read-mask.js';
import { readRows } from '../policy-bodies/read-rows.js';
import { bodyReferences } from './body-references.js';
import type { LintReport, LintSubject } from './lint-context.js';
import { sharedTables } from './shared-tables.js';

type Policy = MaskingPolicyResource | RowAccessPolicyResource;

/** Nobody whom a policy names. */
const stranger: PolicySession = { currentRole: undefined, active: new Set() };

/** Traps in the bodies of policies. */
export function lintPolicies(subject: LintSubject, report: LintReport): void {
  const shared = policiesOfShared(subject);
  const used = usedPolicies(subject);
  for (const policy of subject.resources) {
    if (!isPolicy(policy)) continue;
    const address = addressOf(policy);
    const references = bodyReferences(policy.body);
    const named = ['CURRENT_ROLE', 'CURRENT_USER', 'INVOKER_ROLE'].filter((each) =>
      references.functions.has(each),
    );
    if (shared.has(address) && named.length > 0) {
      report(
        'currentRoleInShare',
        address,
        `a share shows what the policy protects, and it asks for ${named.join(', ')}`,
      );
    } else if (named.includes('CURRENT_ROLE')) {
      report('currentRole', address, 'the policy asks for CURRENT_ROLE');
    }
    if (references.hasBareSubquery) {
      report('bareSubquery', address, 'the policy has a subquery outside of EXISTS');
    }
    lintRoles(subject, policy, references, report);
    lintMappings(subject, policy, references.tables, report);
    lintOpenness(policy, subject, report);
    if (!used.has(address)) report('unusedPolicy', address, 'the policy is attached to nothing');
  }
}

function isPolicy(resource: Resource): resource is Policy {
  return resource.kind === 'maskingPolicy' || resource.kind === 'rowAccessPolicy';
}

const systemRoles = [
  'ACCOUNTADMIN',
  'SYSADMIN',
  'SECURITYADMIN',
  'USERADMIN',
  'ORGADMIN',
  'GLOBALORGADMIN',
  'PUBLIC',
];

function lintRoles(
  { state, context }: LintSubject,
  policy: Policy,
  references: { readonly roles: readonly string[]; readonly databaseRoles: readonly string[] },
  report: LintReport,
): void {
  const declared = [...state.values()].flatMap((each) => (each.kind === 'role' ? each.name : []));
  const ofDatabase = [...state.values()].flatMap((each) =>
    each.kind === 'databaseRole' && each.name[0] === policy.name[0] ? [each.name[1]] : [],
  );
  const check = (role: string, known: readonly string[]) => {
    if (known.includes(role)) return;
    const meant = nearMiss(role, known);
    const hint = meant === undefined ? '' : `; is ${meant} meant?`;
    report(
      'unknownRole',
      addressOf(policy),
      `the policy names role ${role}, which is not declared${hint}`,
    );
  };
  const known = [...declared, ...systemRoles, ...(context.knownRoles ?? [])];
  for (const role of new Set(references.roles)) check(role, known);
  for (const role of new Set(references.databaseRoles)) check(role, ofDatabase);
}

function lintMappings(
  subject: LintSubject,
  policy: Policy,
  tables: readonly string[],
  report: LintReport,
): void {
  const address = addressOf(policy);
  for (const name of new Set(tables)) {
    const parts = name.split('.');
    if (parts.length === 3 && parts[0] !== policy.name[0]) {
      report('distantMapping', address, `the policy reads ${name}`);
    }
    const table = subject.tables.find((each) => each.name.join('.') === name);
    if (table === undefined) continue;
    const reading = subject.read(table);
    const isProtected =
      table.rowAccess !== undefined ||
      [...reading.columns.values()].some((column) => column.policy.is === 'masked');
    if (isProtected)
      report('protectedMapping', address, `the policy reads ${name}, which is protected`);
  }
}

function lintOpenness(policy: Policy, { masks }: LintSubject, report: LintReport): void {
  const [database] = policy.name;
  if (policy.kind === 'rowAccessPolicy') {
    const { truth } = readRows(policy.body, stranger, database);
    if (truth === 'true') {
      report('openRows', addressOf(policy), 'the policy is TRUE for everybody');
    }
    return;
  }
  const { clear } = readMask(policy, stranger, database, masksForAny(masks));
  // Where it decides by the row, whom it shows what cannot be told from the body.
  const isByRow = clear === 'sometimes' && (policy.conditions ?? []).length > 0;
  if (clear === 'never' || isByRow) return;
  const message =
    clear === 'unknown'
      ? 'that the policy hides anything from anybody cannot be read in it'
      : 'the policy gives the clear value to everybody';
  report('openMask', addressOf(policy), message);
}

/** The addresses of the policies that protect what shares show. */
function policiesOfShared(subject: LintSubject): ReadonlySet<string> {
  const found = new Set<string>();
  for (const table of sharedTables(subject)) {
    if (table.rowAccess !== undefined) {
      found.add(`rowAccessPolicy ${table.rowAccess.policy.join('.')}`);
    }
    for (const { policy } of subject.read(table).columns.values()) {
      if (policy.is === 'masked') found.add(addressOf(policy.policy));
    }
  }
  return found;
}

function usedPolicies({ resources, tables }: LintSubject): ReadonlySet<string> {
  const used = new Set<string>();
  for (const resource of resources) {
    if (resource.kind !== 'tag') continue;
    for (const name of resource.maskingPolicies ?? []) used.add(`maskingPolicy ${name.join('.')}`);
  }
  for (const table of tables) {
    if (table.rowAccess !== undefined) {
      used.add(`rowAccessPolicy ${table.rowAccess.policy.join('.')}`);
    }
    for (const { maskingPolicy } of table.columns) {
      if (maskingPolicy !== undefined) used.add(`maskingPolicy ${maskingPolicy.join('.')}`);
    }
  }
  return used;
}
