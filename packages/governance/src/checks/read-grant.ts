import {
  addressOf,
  type GrantResource,
  type InheritingKind,
  inheritingKinds,
  type Securable,
} from '@das/core';
import type { StatementChange } from './statement-change.js';
import { type StatementReader, UnreadStatement } from './statement-reader.js';

/** What a privilege can be on; a plan grants nothing on what is yet to be made. */
const securables: readonly Exclude<Securable['type'], 'ACCOUNT'>[] = [
  'DATABASE',
  'WAREHOUSE',
  'SCHEMA',
  'DYNAMIC TABLE',
  'TABLE',
  'VIEW',
  'STAGE',
  'TASK',
];

/** Reads what follows GRANT or REVOKE: each privilege is a resource of its own. */
export function readGrant(
  reader: StatementReader,
  direction: 'TO' | 'FROM',
): readonly StatementChange[] {
  const change = (address: string): StatementChange =>
    direction === 'TO' ? { does: 'make', address, facts: new Map() } : { does: 'remove', address };
  const role = ['DATABASE ROLE', 'ROLE'].find((words) => reader.takes(words));
  if (role !== undefined) {
    const name = reader.name().join('.');
    reader.expects(direction);
    const to = readGrantee(reader);
    return [
      change(`roleGrant ${role.toLowerCase()} ${name} to ${to.type.toLowerCase()} ${to.name}`),
    ];
  }
  const isInherited = reader.takes('INHERITED');
  const privileges = readPrivileges(reader);
  const inherited = isInherited ? readInheriting(reader) : undefined;
  const on = readSecurable(reader);
  const isContainer = on.type === 'ACCOUNT' || on.type === 'DATABASE' || on.type === 'SCHEMA';
  reader.expects(direction);
  const { type, name } = readGrantee(reader);
  if (isInherited && (!isContainer || type === 'SHARE')) throw new UnreadStatement();
  const grants = privileges.map((privilege) =>
    addressOf({
      kind: 'grant',
      privilege,
      on,
      to: name,
      ...(type === 'ROLE' ? {} : { toType: type }),
      ...(inherited === undefined ? {} : { inherited }),
    } as GrantResource),
  );
  if (!privileges.includes('OWNERSHIP')) return grants.map(change);
  const [address = '', ...others] = grants;
  if (isInherited) throw new UnreadStatement();
  reader.expects('COPY CURRENT GRANTS');
  if (direction === 'FROM' || type !== 'ROLE' || others.length > 0) throw new UnreadStatement();
  const kind = on.type === 'DYNAMIC TABLE' ? 'dynamicTable' : on.type.toLowerCase();
  return [{ does: 'own', address, object: `${kind} ${on.name.join('.')}`, to: name }];
}

/** Privileges of one word or several, up to ON. */
function readPrivileges(reader: StatementReader): readonly string[] {
  const privileges: string[] = [];
  let words: string[] = [];
  for (;;) {
    const isLast = reader.takes('ON');
    if (!isLast && !reader.takesSymbol(',')) {
      words.push(reader.word());
      continue;
    }
    privileges.push(words.join(' '));
    if (isLast) return privileges;
    words = [];
  }
}

/** `ALL TABLES IN`, and the like. */
function readInheriting(reader: StatementReader): InheritingKind {
  reader.expects('ALL');
  const kind = inheritingKinds.find((each) => reader.takes(`${each}S`));
  if (kind === undefined) throw new UnreadStatement();
  reader.expects('IN');
  return kind;
}

function readSecurable(reader: StatementReader): Securable {
  if (reader.takes('ACCOUNT')) return { type: 'ACCOUNT', name: [] };
  const type = securables.find((words) => reader.takes(words));
  if (type === undefined) throw new UnreadStatement();
  return { type, name: reader.name() } as Securable;
}

function readGrantee(reader: StatementReader): {
  readonly type: 'ROLE' | 'DATABASE ROLE' | 'SHARE';
  readonly name: string;
} {
  const type = (['DATABASE ROLE', 'ROLE', 'SHARE'] as const).find((words) => reader.takes(words));
  if (type === undefined) throw new UnreadStatement();
  return { type, name: reader.name().join('.') };
}
