import type { PhysicalType } from '@das/contracts';
import { type Resource, type Row, signatureType } from '@das/core';
import { cellText } from '../observe/cell.js';
import { normalType } from '../observe/normal-sql.js';
import type { ExistingDatabase } from './existing-database.js';
import type { ExistingNames } from './existing-names.js';
import type { Noting } from './import-note.js';
import { physicalTypeOf } from './physical-type.js';

interface Argument {
  readonly name: string;
  readonly type: string;
}

/** The policies of a database, with their bodies as they are. */
export function importPolicies(
  existing: ExistingDatabase,
  names: ExistingNames,
  note: Noting,
): readonly Resource[] {
  for (const address of existing.shownPolicies) {
    if (existing.policies.has(address)) continue;
    note({
      outcome: 'omitted',
      address,
      reason: 'ACCOUNT_USAGE does not tell of it yet, which may take two hours: import again later',
    });
  }
  const imported = [...existing.policies].flatMap(([address, row]) => {
    if (!names.has(address)) return [];
    const policy = policyOf(existing, names, address, row, note);
    return policy === undefined ? [] : [policy];
  });
  if (imported.length > 0) {
    note({
      outcome: 'guessed',
      address: `database ${existing.database}`,
      reason:
        'the bodies of its policies are as ACCOUNT_USAGE tells them, which may be two hours behind: after a change of that time, import again later',
    });
  }
  return imported;
}

function policyOf(
  existing: ExistingDatabase,
  names: ExistingNames,
  address: string,
  row: Row,
  note: Noting,
): Resource | undefined {
  const omit = (reason: string): undefined => {
    note({ outcome: 'omitted', address, reason });
  };
  const [kind = '', ...rest] = address.split(' ');
  const name = names.inSchema(kind, rest.join(' '));
  const body = cellText(row, 'POLICY_BODY');
  if (name === undefined) return undefined;
  if (body === '') return omit('its body is not shown to this role');
  if (kind === 'aggregationPolicy') return { kind, name, body };
  if (kind === 'projectionPolicy') return { kind, name, body };
  const signature = argumentsOf(cellText(row, 'POLICY_SIGNATURE'));
  const odd = signature.find((each) => !/^[A-Z_][A-Z0-9_$]*$/.test(each.name));
  if (odd !== undefined) return omit('an argument of it has a name that has to be quoted');
  const columns = attachedTypes(existing, kind, rest.join(' '));
  const typed = signature.map((each, at) => {
    const type = argumentType(
      each,
      columns.map((types) => types[at]),
    );
    if (type === 'unsure') {
      note({
        outcome: 'guessed',
        address,
        reason: `the precision of ${each.name} is not told: taken for NUMBER(38,0)`,
      });
    }
    return { name: each.name, type: type === 'unsure' ? 'NUMBER(38,0)' : type };
  });
  const known = typed.flatMap(({ name: of, type }) =>
    type === undefined ? [] : [{ name: of, type: type as PhysicalType }],
  );
  const [first, ...more] = known;
  if (first === undefined || known.length < signature.length) {
    return omit('it takes a type that no contract has');
  }
  if (kind === 'rowAccessPolicy') {
    return {
      kind,
      name,
      argument: first,
      ...(more.length === 0 ? {} : { moreArguments: more }),
      body,
    };
  }
  if (kind !== 'maskingPolicy') return undefined;
  const isExempt = existing.observed.objects.get(address)?.properties.exemptOtherPolicies;
  return {
    kind,
    name,
    type: first.type,
    ...(first.name === 'VAL' ? {} : { argument: first.name }),
    ...(more.length === 0 ? {} : { conditions: more }),
    ...(isExempt === 'true' ? { exemptOtherPolicies: true } : {}),
    body,
  };
}

function argumentsOf(signature: string): readonly Argument[] {
  const inner = signature.trim().replace(/^\(/, '').replace(/\)$/, '');
  return inner
    .split(/,(?![^(]*\))/)
    .filter((each) => each.trim() !== '')
    .map((each) => {
      const [, name = '', type = ''] = /^\s*(\S+)\s+(.*)$/s.exec(each) ?? [];
      return { name, type };
    });
}

/** The types of the columns that each use of a policy gives it, in the order of its signature. */
function attachedTypes(
  { observed }: ExistingDatabase,
  kind: string,
  policy: string,
): readonly (readonly (string | undefined)[])[] {
  return observed.attachments.flatMap((each) => {
    if (each.kind !== kind || each.policy !== policy || each.domain !== 'TABLE') return [];
    const columns =
      observed.columns.get(`table ${each.on}`) ??
      observed.columns.get(`dynamicTable ${each.on}`) ??
      [];
    const given = each.column === undefined ? each.arguments : [each.column, ...each.arguments];
    return [given.map((name) => columns.find((column) => column.name === name)?.type)];
  });
}

/** The views of the account may leave out a precision: then that of the columns is it, if they agree. */
function argumentType(
  { type }: Argument,
  used: readonly (string | undefined)[],
): PhysicalType | 'unsure' | undefined {
  const isNumber = /^(NUMBER|DECIMAL|NUMERIC|INT|INTEGER)$/i.test(type.trim());
  const told = physicalTypeOf(normalType(type));
  if (!isNumber) return told === undefined ? undefined : signatureType(told);
  const found = [...new Set(used.flatMap((each) => (each?.startsWith('NUMBER(') ? [each] : [])))];
  const [only] = found;
  return only !== undefined && found.length === 1 ? physicalTypeOf(only) : 'unsure';
}
