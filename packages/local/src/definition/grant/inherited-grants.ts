import type { ResultSet } from '@das/core';
import { grantedIn } from '../../access/inherited-grants.js';
import { holdsGlobal } from '../../access/privileges.js';
import type {
  ContainerObject,
  GrantableKind,
  InheritedGrant,
} from '../../catalogue/catalogue-object.js';
import { accountId } from '../../catalogue/system-objects.js';
import { statusResult } from '../../shaping/status-result.js';
import { executionFailed, invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { findContainer, plurals } from './grant-target.js';
import { type RoleGrantee, readGrantee, requireSameDatabase } from './grantee.js';
import { mayNotGrant } from './grantor.js';
import { names, readPrivileges } from './privilege-list.js';

const done = 'Statement executed successfully.';

/** What the account holds itself. */
const inAccount: Readonly<Record<string, GrantableKind>> = {
  DATABASES: 'DATABASE',
  WAREHOUSES: 'WAREHOUSE',
};

interface InheritedTarget {
  readonly privileges: readonly string[];
  readonly of: GrantableKind;
  readonly container: ContainerObject;
}

/**
 * `GRANT INHERITED p [, …] ON ALL kinds IN ACCOUNT | DATABASE d | SCHEMA s TO ROLE r | DATABASE ROLE db.r`.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-using
 */
export function grantInherited(definition: Definition): ResultSet {
  const { reader, draft, context } = definition;
  const target = readTarget(definition);
  reader.expect('TO');
  const grantee = readGrantee(definition);
  if (reader.accept('WITH', 'GRANT', 'OPTION')) {
    throw invalidStatement('an inherited grant has no GRANT OPTION', 'WITH GRANT OPTION');
  }
  reader.expectEnd();
  requireSameDatabase(definition, grantee, target.container);
  refuseSharedRole(definition, grantee);
  const added = target.privileges.map(
    (privilege): InheritedGrant => ({
      privilege,
      objectKind: target.of,
      role: grantee.key,
      grantedBy: context.state.role,
      grantedOn: definition.now,
    }),
  );
  const known = grantedIn(target.container);
  const isNew = ({ privilege }: InheritedGrant): boolean =>
    !known.some((each) => isOf(each, target, grantee) && each.privilege === privilege);
  draft.put({ ...target.container, inheritedGrants: [...known, ...added.filter(isNew)] });
  return statusResult(done);
}

/** `REVOKE INHERITED … FROM …`: by whoever manages grants, whoever granted it. */
export function revokeInherited(definition: Definition): ResultSet {
  const { reader, draft } = definition;
  const target = readTarget(definition);
  reader.expect('FROM');
  const grantee = readGrantee(definition);
  if (reader.accept('CASCADE') || reader.accept('RESTRICT')) {
    throw invalidStatement('an inherited grant is revoked without CASCADE or RESTRICT');
  }
  reader.expectEnd();
  const kept = grantedIn(target.container).filter(
    (each) => !isOf(each, target, grantee) || !target.privileges.includes(each.privilege),
  );
  draft.put({ ...target.container, inheritedGrants: kept });
  return statusResult(done);
}

function isOf(
  { objectKind, role }: InheritedGrant,
  { of }: InheritedTarget,
  { key }: RoleGrantee,
): boolean {
  return objectKind === of && role === key;
}

function readTarget(definition: Definition): InheritedTarget {
  const { reader, draft, roles } = definition;
  const account = draft.get(accountId);
  if (account?.kind !== 'ACCOUNT' || account.allowsInheritedGrants !== true) {
    throw executionFailed('Inherited grants are not enabled for the account.', {
      number: 2,
      sqlState: '0A000',
      place: 'INHERITED',
      next: "let ACCOUNTADMIN run ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'",
    });
  }
  const given = readPrivileges(definition);
  if (given === 'ALL') throw unsupported('an inherited grant of ALL privileges');
  reader.expect('ON', 'ALL');
  const word = reader.peek().value;
  const kinds: Readonly<Record<string, GrantableKind>> = { ...plurals, ...inAccount };
  const plural = Object.keys(kinds).find((candidate) => reader.accept(...candidate.split(' ')));
  const of = plural === undefined ? undefined : kinds[plural];
  if (of === undefined) throw unsupported(`an inherited grant on all ${word}`);
  if (given.includes('OWNERSHIP')) {
    throw invalidStatement('OWNERSHIP cannot be granted as inherited', 'OWNERSHIP');
  }
  const privileges = names(given, of);
  reader.expect('IN');
  const place = reader.expectOneOf(['ACCOUNT', 'DATABASE', 'SCHEMA']);
  const container = place === 'ACCOUNT' ? account : findContainer(definition, place);
  const isInside = place === 'ACCOUNT' || !(of === 'DATABASE' || of === 'WAREHOUSE');
  if (!isInside || (place === 'SCHEMA' && of === 'SCHEMA')) {
    throw invalidStatement(`a ${place.toLowerCase()} holds no ${plural?.toLowerCase()}`, plural);
  }
  if (container.kind === 'DATABASE' && container.share !== undefined) {
    throw invalidStatement('a shared database takes no inherited grants', container.name);
  }
  if (!holdsGlobal(draft, roles, 'MANAGE GRANTS')) throw mayNotGrant(definition, container);
  return { privileges, of, container };
}

/** What a share carries does not inherit. */
function refuseSharedRole(definition: Definition, { databaseRole }: RoleGrantee): void {
  if (databaseRole === undefined) return;
  for (const share of definition.draft.ofKind('SHARE')) {
    if (!share.databaseRoles.includes(databaseRole.id)) continue;
    throw invalidStatement(
      'Cannot grant inherited grants to a database role that is granted to a share.',
      databaseRole.name,
    );
  }
}
