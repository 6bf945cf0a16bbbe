import { type Row, type Session, type SqlFragment, sql } from '@das/core';
import { cellDate, cellList, cellName, cellText } from './cell.js';
import { normalSql, normalType } from './normal-sql.js';
import type {
  ObservedAttachment,
  ObservedGrant,
  ObservedMember,
  ObservedObject,
  ObservedTag,
} from './observed-state.js';

const usage = sql.raw('SNOWFLAKE.ACCOUNT_USAGE');

/** A list of texts as binds, as IN takes it. */
export function listOf(values: readonly string[]): SqlFragment {
  return sql.join(values.map((value) => sql`${value}`));
}

const policyViews = [
  ['maskingPolicy', 'MASKING_POLICIES'],
  ['rowAccessPolicy', 'ROW_ACCESS_POLICIES'],
  ['aggregationPolicy', 'AGGREGATION_POLICIES'],
  ['projectionPolicy', 'PROJECTION_POLICIES'],
] as const;

/** The policies of the databases, with their bodies. */
export async function readPolicies(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedObject[]> {
  const found: ObservedObject[] = [];
  for (const [kind, view] of policyViews) {
    const { rows } = await session.execute(
      sql`SELECT * FROM ${usage}.${sql.raw(view)} WHERE DELETED IS NULL AND POLICY_CATALOG IN (${listOf(databases)})`,
    );
    for (const row of rows) {
      found.push({
        kind,
        name: cellName(row, 'POLICY_CATALOG', 'POLICY_SCHEMA', 'POLICY_NAME'),
        comment: cellText(row, 'POLICY_COMMENT'),
        properties: policyProperties(kind, row),
      });
    }
  }
  return found;
}

function policyProperties(kind: string, row: Row): Readonly<Record<string, string>> {
  const body = normalSql(cellText(row, 'POLICY_BODY'));
  if (kind === 'aggregationPolicy' || kind === 'projectionPolicy') return { body };
  const signature = signatureOf(cellText(row, 'POLICY_SIGNATURE'));
  if (kind === 'rowAccessPolicy') return { body, signature };
  return { body, signature, exemptOtherPolicies: String(isExempt(row.OPTIONS)) };
}

/** `(VAL VARCHAR, N NUMBER(38,0))` in the form of {@link normalSignature}. */
function signatureOf(text: string): string {
  const inner = text.trim().replace(/^\(/, '').replace(/\)$/, '');
  return normalSignature(
    inner
      .split(/,(?![^(]*\))/)
      .filter((each) => each.trim() !== '')
      .map((each) => {
        const [, name = '', type = ''] = /^\s*(\S+)\s+(.*)$/s.exec(each) ?? [];
        return { name, type };
      }),
  );
}

/** The arguments of a policy. Only the names of types count: the views leave out precision and length. */
export function normalSignature(
  args: readonly { readonly name: string; readonly type: string }[],
): string {
  const parts = args.map(
    ({ name, type }) => `${name.toUpperCase()} ${normalType(type).split('(')[0]}`,
  );
  return parts.join(', ');
}

function isExempt(options: unknown): boolean {
  const text = typeof options === 'string' ? options : JSON.stringify(options ?? null);
  return /EXEMPT_OTHER_POLICIES"?\s*[:=]\s*"?TRUE/i.test(text);
}

/** The tags of the databases, with the values that they allow. */
export async function readTags(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedObject[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.TAGS WHERE DELETED IS NULL AND TAG_DATABASE IN (${listOf(databases)})`,
  );
  return rows.map((row) => ({
    kind: 'tag',
    name: cellName(row, 'TAG_DATABASE', 'TAG_SCHEMA', 'TAG_NAME'),
    comment: cellText(row, 'TAG_COMMENT'),
    properties: {
      allowedValues: JSON.stringify([...cellList(row, 'ALLOWED_VALUES')].sort()),
      propagate: cellText(row, 'PROPAGATE'),
    },
  }));
}

/** The network rules of the databases, with their addresses. */
export async function readNetworkRules(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedObject[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.NETWORK_RULES WHERE DELETED IS NULL AND DATABASE_NAME IN (${listOf(databases)})`,
  );
  return rows.map((row) => ({
    kind: 'networkRule',
    name: cellName(row, 'DATABASE_NAME', 'SCHEMA_NAME', 'NAME'),
    comment: cellText(row, 'COMMENT'),
    properties: {
      type: cellText(row, 'TYPE'),
      mode: cellText(row, 'MODE'),
      values: JSON.stringify([...cellList(row, 'VALUE_LIST')].sort()),
    },
  }));
}

/** What each network policy of the account allows and blocks, by its name. */
export async function readNetworkPolicies(
  session: Session,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const policies = await session.execute(
    sql`SELECT NAME, ALLOWED_IP_LIST, BLOCKED_IP_LIST FROM ${usage}.NETWORK_POLICIES WHERE DELETED IS NULL`,
  );
  const references = await session.execute(
    sql`SELECT * FROM ${usage}.NETWORK_RULE_REFERENCES WHERE CONTAINER_TYPE = 'NETWORK_POLICY'`,
  );
  const rules = (policy: string, action: string): string =>
    JSON.stringify(
      references.rows
        .filter(
          (row) =>
            cellText(row, 'CONTAINER_NAME') === policy && cellText(row, 'ACTION_TYPE') === action,
        )
        .map((row) =>
          cellName(row, 'NETWORK_RULE_DB', 'NETWORK_RULE_SCHEMA', 'NETWORK_RULE_NAME').join('.'),
        )
        .sort(),
    );
  return new Map(
    policies.rows.map((row) => {
      const name = cellText(row, 'NAME');
      const addresses = (column: string) => JSON.stringify([...cellList(row, column)].sort());
      return [
        name,
        {
          allowed: rules(name, 'ALLOW'),
          blocked: rules(name, 'BLOCK'),
          allowedAddresses: addresses('ALLOWED_IP_LIST'),
          blockedAddresses: addresses('BLOCKED_IP_LIST'),
        },
      ];
    }),
  );
}

const policyKinds: Readonly<Record<string, string>> = {
  MASKING_POLICY: 'maskingPolicy',
  ROW_ACCESS_POLICY: 'rowAccessPolicy',
  AGGREGATION_POLICY: 'aggregationPolicy',
  PROJECTION_POLICY: 'projectionPolicy',
  NETWORK_POLICY: 'networkPolicy',
};

/** What is set on the tables and tags of the databases, and the network policies that are in force. */
export async function readAttachments(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedAttachment[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.POLICY_REFERENCES WHERE REF_DATABASE_NAME IN (${listOf(databases)}) OR POLICY_KIND = 'NETWORK_POLICY'`,
  );
  return rows.flatMap((row) => {
    const kind = cellText(row, 'POLICY_KIND');
    const domain = cellText(row, 'REF_ENTITY_DOMAIN');
    const column = cellText(row, 'REF_COLUMN_NAME');
    // What a tag masks a column with is told by the tag.
    if (cellText(row, 'TAG_NAME') !== '' && domain !== 'TAG') return [];
    return [
      {
        kind: policyKinds[kind] ?? kind,
        policy: cellName(row, 'POLICY_DB', 'POLICY_SCHEMA', 'POLICY_NAME').join('.'),
        domain: ['TAG', 'ACCOUNT', 'USER'].includes(domain) ? domain : 'TABLE',
        on: cellName(row, 'REF_DATABASE_NAME', 'REF_SCHEMA_NAME', 'REF_ENTITY_NAME').join('.'),
        column: column === '' ? undefined : column,
        arguments: cellList(row, 'REF_ARG_COLUMN_NAMES'),
        status: cellText(row, 'POLICY_STATUS'),
      },
    ];
  });
}

/** The tags that somebody set in the databases. */
export async function readTagReferences(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedTag[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.TAG_REFERENCES WHERE OBJECT_DELETED IS NULL AND APPLY_METHOD = 'MANUAL'
      AND (OBJECT_DATABASE IN (${listOf(databases)}) OR (OBJECT_DATABASE IS NULL AND OBJECT_NAME IN (${listOf(databases)})))`,
  );
  return rows.map((row) => {
    const column = cellText(row, 'COLUMN_NAME');
    return {
      tag: cellName(row, 'TAG_DATABASE', 'TAG_SCHEMA', 'TAG_NAME').join('.'),
      value: cellText(row, 'TAG_VALUE'),
      domain: cellText(row, 'DOMAIN'),
      on: cellName(row, 'OBJECT_DATABASE', 'OBJECT_SCHEMA', 'OBJECT_NAME').join('.'),
      column: column === '' ? undefined : column,
    };
  });
}

const roleKinds: ReadonlySet<string> = new Set(['ROLE', 'DATABASE ROLE']);

/** The privileges on the account, its warehouses, monitors and roles, and on all in the databases. */
export async function readGrants(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedGrant[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.GRANTS_TO_ROLES WHERE DELETED_ON IS NULL
      AND (TABLE_CATALOG IN (${listOf(databases)}) OR TABLE_CATALOG IS NULL)`,
  );
  return rows.map((row) => {
    const kind = cellText(row, 'GRANTED_ON').replaceAll('_', ' ');
    const isInherited = String(row.IS_INHERITED).toLowerCase() === 'true';
    const on = isInherited ? cellText(row, 'INHERITED_FROM') : kind;
    const isDatabaseRole = cellText(row, 'GRANTED_TO').replace('_', ' ') === 'DATABASE ROLE';
    const by = cellText(row, 'GRANTED_BY');
    return {
      privilege: cellText(row, 'PRIVILEGE'),
      on,
      name: isInherited ? containerName(row) : securableName(on, row),
      ...(isInherited && { inherited: kind }),
      toType: isDatabaseRole ? 'DATABASE ROLE' : 'ROLE',
      to: granteeName(isDatabaseRole, row),
      hasGrantOption: row.GRANT_OPTION === true && !roleKinds.has(on),
      grantedBy: by === '' ? undefined : by,
      grantedAt: cellDate(row, 'CREATED_ON'),
    };
  });
}

function securableName(on: string, row: Row): string {
  if (on === 'ACCOUNT') return '';
  const places =
    on === 'DATABASE' || on === 'ROLE' || on === 'WAREHOUSE'
      ? []
      : on === 'SCHEMA' || on === 'DATABASE ROLE'
        ? ['TABLE_CATALOG']
        : ['TABLE_CATALOG', 'TABLE_SCHEMA'];
  return cellName(row, ...places, 'NAME').join('.');
}

/** What a privilege on all objects of a kind is in; of the account nothing. */
function containerName(row: Row): string {
  return ['INHERITED_FROM_DATABASE', 'INHERITED_FROM_SCHEMA']
    .map((column) => cellText(row, column))
    .filter((part) => part !== '')
    .join('.');
}

/** A role of a database is named with its database, which is that of what it may reach. */
function granteeName(isDatabaseRole: boolean, row: Row): string {
  const name = cellText(row, 'GRANTEE_NAME');
  if (!isDatabaseRole || name.includes('.')) return name;
  const database =
    cellText(row, 'INHERITED_FROM_DATABASE') ||
    cellText(row, 'TABLE_CATALOG') ||
    cellText(row, 'NAME');
  return `${database}.${name}`;
}

/** Which user has which role. */
export async function readMembers(session: Session): Promise<readonly ObservedMember[]> {
  const { rows } = await session.execute(
    sql`SELECT * FROM ${usage}.GRANTS_TO_USERS WHERE DELETED_ON IS NULL`,
  );
  return rows.map((row) => {
    const by = cellText(row, 'GRANTED_BY');
    return {
      role: cellText(row, 'ROLE'),
      user: cellText(row, 'GRANTEE_NAME'),
      grantedBy: by === '' ? undefined : by,
      grantedAt: cellDate(row, 'CREATED_ON'),
    };
  });
}
