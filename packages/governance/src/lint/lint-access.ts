import { addressOf, type GrantResource } from '@das/core';
import { isClassified, semanticOf } from '../checks/effective-policy.js';
import { sessionsWith } from '../checks/policy-session.js';
import { granteeOf, type Principal } from '../checks/role-graph.js';
import { grantedOn, grantKeysOf, isReading } from '../checks/table-readers.js';
import { masksFor } from '../policy-bodies/library-masks.js';
import { mayBeClear, readMask } from '../policy-bodies/read-mask.js';
import { bodyReferences } from './body-references.js';
import type { LintReport, LintSubject } from './lint-context.js';
import { sharedGrants } from './shared-tables.js';

/** Traps in who holds which role and privilege. */
export function lintAccess(subject: LintSubject, report: LintReport): void {
  lintUsers(subject, report);
  lintFutureGrants(subject, report);
  lintPaths(subject, report);
  lintPrivileges(subject, report);
  for (const grant of sharedGrants(subject)) {
    if (grant.on.type !== 'VIEW') continue;
    const view = grant.on.name.join('.');
    if (subject.context.secureViews?.includes(view) === true) continue;
    report('viewInShare', addressOf(grant), `view ${view} is not known to be secure`);
  }
}

/** Roles of a user that see together what none of them sees alone. */
function lintUsers(subject: LintSubject, report: LintReport): void {
  for (const { name, roles, secondaryRoles = 'ALL' } of subject.context.users ?? []) {
    const held = roles.map((role): Principal => `ROLE ${role}`);
    if (secondaryRoles === 'NONE' || held.length < 2) continue;
    const active = held.flatMap((role) => [...subject.roles.activeIn(role)]);
    for (const table of subject.tables) {
      const reading = subject.read(table);
      if (!active.some((role) => reading.readers.has(role))) continue;
      for (const column of table.columns) {
        const { policy } = reading.columns.get(column.name) ?? {};
        if (policy?.is !== 'masked') continue;
        const masks = masksFor(subject.masks, semanticOf(column));
        const isClear = (roles: readonly Principal[]) =>
          sessionsWith(roles, subject.roles, policy.policy.body).some((session) =>
            mayBeClear(readMask(policy.policy, session, table.name[0], masks)),
          );
        if (held.some((role) => reading.readers.has(role) && isClear([role]))) continue;
        if (isClear(held)) {
          const message = `user ${name} sees it in clear with all its roles, and with none of them alone`;
          report('secondaryRoles', addressOf(table), message, column.name);
        }
      }
    }
  }
}

function lintFutureGrants({ context }: LintSubject, report: LintReport): void {
  const grants = context.futureGrants ?? [];
  for (const grant of grants) {
    const [database, schema] = grant.in;
    if (schema !== undefined) continue;
    const shadowing = grants.find(
      (each) => each.in[0] === database && each.in[1] !== undefined && each.on === grant.on,
    );
    if (shadowing === undefined) continue;
    const message = `the future grant of ${grant.privilege} on ${grant.on} to ${grant.to} is ignored in schema ${shadowing.in.join('.')}`;
    report('futureGrantShadowed', `database ${database}`, message);
  }
}

/** Roles for which more than one role that a policy names is active. */
function lintPaths(subject: LintSubject, report: LintReport): void {
  for (const table of subject.tables) {
    const reading = subject.read(table);
    for (const column of table.columns) {
      const { policy, clearFor } = reading.columns.get(column.name) ?? {};
      if (policy?.is !== 'masked' || clearFor === undefined) continue;
      const named = new Set(bodyReferences(policy.policy.body).roles);
      for (const reader of clearFor) {
        const active = subject.roles.activeIn(reader);
        const paths = [...named].filter((role) => active.has(`ROLE ${role}`));
        if (paths.length < 2) continue;
        const message = `${reader.toLowerCase().split(' ')[0]} ${reader.split(' ').at(-1)} sees it as ${paths.join(' and as ')}`;
        report('twoPaths', addressOf(table), message, column.name);
      }
    }
  }
}

/** Whether who holds the privilege can take protection off, or give itself what it lacks. */
function isAdministration({ privilege }: GrantResource): boolean {
  return /\bAPPLY\b|\bMANAGE GRANTS\b/.test(privilege);
}

function lintPrivileges(subject: LintSubject, report: LintReport): void {
  const classified = subject.tables.filter(({ columns }) => columns.some(isClassified));
  const reading = subject.resources.filter(
    (each): each is GrantResource => each.kind === 'grant' && isReading(each),
  );
  for (const grant of reading) {
    if (granteeOf(grant) !== 'ROLE PUBLIC') continue;
    for (const table of classified) {
      if (grantKeysOf(table.name).includes(grantedOn(grant))) {
        report('publicReader', addressOf(table), 'everybody may read it, through PUBLIC');
      }
    }
  }
  for (const grant of subject.resources) {
    if (grant.kind !== 'grant' || !isAdministration(grant)) continue;
    for (const holder of subject.roles.holdersOf(granteeOf(grant))) {
      const table = classified.find((each) => subject.read(each).readers.has(holder));
      if (table === undefined) continue;
      const role = holder.replace(/^[A-Z ]+ /, (kind) => kind.toLowerCase());
      report(
        'policyAdministration',
        addressOf(grant),
        `${role} reads ${table.name.join('.')} and has ${grant.privilege}`,
      );
    }
  }
}
