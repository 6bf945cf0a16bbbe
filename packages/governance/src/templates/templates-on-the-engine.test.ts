import { classifications, defineContract, isProtected } from '@das/contracts';
import {
  apply,
  Collector,
  compileDomain,
  defineDomain,
  definePlatform,
  quoteLiteral,
  type Row,
  type Source,
  sql,
} from '@das/core';
import { type LocalWarehouse, openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { classificationFramework } from '../framework/classification-framework.js';
import { maskNames, maskParameters } from '../masking/mask.js';
import { maskingPolicy } from '../masking/masking-policy.js';
import { accessRole } from '../roles/access-role.js';
import { maskingTemplates, templateMasking } from './masking-templates.js';

/** A value of each meaning, with what is left of it in PII, in PHI and elsewhere. */
const values: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  phone: '+1 617 555 0123',
  fax: '+1 617 555 0124',
  name: 'Ada Lovelace',
  address: '5 Main Street',
  ssn: '123-45-6789',
  mrn: 'MRN0004567',
  health_plan_number: 'HP00045678',
  device_identifier: 'DEV00045678',
  account_number: 'ACC00045678',
  postal_code: '02155',
  ip_address: '203.0.113.7',
  url: 'https://example.com/ada',
  free_text: 'Ada was here',
  payment_card: '4111 1111 1111 1111',
  '': 'anything at all',
};
const dates = new Set(['birth_date', 'date', 'admission_date', 'discharge_date', 'death_date']);

const columns = maskingTemplates.map(({ classification, semantic = '' }) => {
  const name = `${classification}_${semantic || 'other'}`;
  const type = dates.has(semantic) ? 'DATE' : semantic === 'age' ? 'NUMBER(3,0)' : 'VARCHAR';
  const literal =
    type === 'DATE'
      ? "'1984-06-07'::DATE"
      : type === 'VARCHAR'
        ? quoteLiteral(values[semantic] ?? '')
        : '93';
  return { name, classification, semantic, type, literal } as const;
});

const sheet = defineContract({
  domain: 'library',
  name: 'sheet',
  version: '1.0.0',
  owner: 'library',
  schema: z.object(
    Object.fromEntries(
      columns.map(({ name, type }) => [
        name,
        (type === 'DATE' ? z.iso.date() : type === 'VARCHAR' ? z.string() : z.int()).nullable(),
      ]),
    ) as Record<string, z.ZodNullable<z.ZodString>>,
  ),
  columns: Object.fromEntries(
    columns.map(({ name, classification, semantic, type }) => [
      name,
      { classification, type, ...(semantic === '' ? {} : { semantic }) },
    ]),
  ),
});

class SheetCollector extends Collector<typeof sheet> {
  readonly contract = sheet;

  async openSource(): Promise<Source> {
    throw new Error('nothing is collected here');
  }
}

const level = { meaning: 'a test' };
const framework = classificationFramework({
  name: 'LIBRARY',
  levels: {
    confidential: level,
    pseudonymous: level,
    pii: level,
    pci: { ...level, mayBeSeenBy: ['READER'] },
    phi: { ...level, whenAgent: 'mask' },
  },
  semanticTypes: { ssn: 'pii', mrn: 'phi' },
  masking: templateMasking(),
});
const platform = definePlatform({ name: 'library', classification: framework });
const reader = accessRole({
  name: 'READER',
  reads: ['BRONZE'],
  clearance: classifications.filter(isProtected),
});
const stranger = accessRole({ name: 'STRANGER', reads: ['BRONZE'] });
const library = {
  platform,
  name: 'library',
  contracts: [sheet],
  collectors: [SheetCollector],
  access: [reader, stranger],
} as const;

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  const evidence = { record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }) };
  await apply({ domain: defineDomain(library), warehouse, evidence });
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const table = compileDomain(defineDomain(library)).find(
    (each) => each.kind === 'table' && each.name.at(-1) === 'SHEET',
  );
  if (table?.kind !== 'table') throw new Error('the domain has no such table');
  const isOwn = new Set(columns.map(({ name }) => name.toUpperCase()));
  const landed = table.columns.filter(({ name, isNullable }) => !isOwn.has(name) && !isNullable);
  const names = [...isOwn, ...landed.map(({ name }) => name)].join(', ');
  const filled = landed.map(({ type }) => {
    if (type.startsWith('VARCHAR')) return "'x'";
    return type.startsWith('NUMBER') ? '0' : `'2026-01-01'::${type}`;
  });
  for (const own of [columns.map(({ literal }) => literal), columns.map(() => 'NULL')]) {
    const row = [...own, ...filled].join(', ');
    await admin.execute(sql.raw(`INSERT INTO ${table.name.join('.')} (${names}) SELECT ${row}`));
  }
});
afterAll(() => warehouse.close());

async function seenBy(role: string, agent?: 'CORTEX_CODE_CLI'): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({
    role,
    ...(agent === undefined ? {} : { agent }),
  });
  const names = columns.map(({ name }) => name.toUpperCase()).join(', ');
  const text = `SELECT ${names} FROM BROOK_LIBRARY.BRONZE.SHEET ORDER BY PII_NAME NULLS LAST`;
  return (await session.execute(sql.raw(text))).rows;
}

const day = new Date('1984-06-07T00:00:00Z');
const clear = (name: string) => {
  const column = columns.find((each) => each.name === name);
  if (column?.type === 'DATE') return day;
  return column?.type === 'VARCHAR' ? values[column.semantic] : 93;
};

const january = new Date('1984-01-01T00:00:00Z');
const partly: Readonly<Record<string, unknown>> = {
  confidential_other: null,
  pii_email: '***@example.com',
  pii_phone: '***0123',
  pii_fax: '***0124',
  pii_name: 'A. L.',
  pii_birth_date: january,
  pii_age: 90,
  pii_postal_code: '021',
  pii_ip_address: '203.0.*.*',
  pii_url: 'example.com',
  pii_account_number: '***5678',
  pci_payment_card: '************1111',
  phi_postal_code: '021',
  phi_birth_date: january,
  phi_date: january,
  phi_admission_date: january,
  phi_discharge_date: january,
  phi_death_date: january,
  phi_age: 90,
};

describe('the templates, deployed as the framework of a platform', () => {
  test.each(columns)(
    '$name is shown in part or not at all to a role without clearance',
    async ({ name }) => {
      const [row] = await seenBy('STRANGER');
      const expected = Object.hasOwn(partly, name) ? partly[name] : '***';
      expect(row?.[name.toUpperCase()]).toEqual(expected);
      expect(row?.[name.toUpperCase()]).not.toEqual(clear(name));
    },
  );

  test('a role with clearance sees every value', async () => {
    const [row] = await seenBy('READER');
    for (const { name } of columns) expect(row?.[name.toUpperCase()], name).toEqual(clear(name));
  });

  test('NULL is NULL for everybody', async () => {
    for (const role of ['READER', 'STRANGER']) {
      const [, row] = await seenBy(role);
      expect(Object.values(row ?? {}).every((value) => value === null)).toBe(true);
    }
  });

  test('an agent sees no PHI in clear, whatever the clearance, and all else that the role sees', async () => {
    const [asAgent] = await seenBy('READER', 'CORTEX_CODE_CLI');
    const [masked] = await seenBy('STRANGER');
    for (const { name, classification } of columns) {
      const key = name.toUpperCase();
      const expected = classification === 'phi' ? masked?.[key] : clear(name);
      expect(asAgent?.[key], name).toEqual(expected);
    }
  });
});

describe('a domain may only tighten the framework', () => {
  const weakens = expect.objectContaining({ code: 'DAS_DOMAIN_WEAKENS_PLATFORM' });
  const email = { classification: 'pii', semantic: 'email' } as const;

  test('a mask that keeps less is taken', () => {
    const own = maskingPolicy({ name: 'OWN', appliesTo: email, mask: 'mask://email' });
    expect(defineDomain({ ...library, access: [...library.access, own] }).access).toHaveLength(3);
  });

  test.each([
    maskingPolicy({ name: 'OWN', appliesTo: email, mask: 'mask://email?keep=domain&reveal=ELSE' }),
    maskingPolicy({ name: 'OWN', appliesTo: email, mask: { text: 'LEFT(VAL, 1)' } }),
    maskingPolicy({
      name: 'OWN',
      appliesTo: { classification: 'phi', semantic: 'ssn' },
      mask: 'mask://ssn?keep=last4&agents=mask',
    }),
    accessRole({ name: 'ELSE', clearance: ['pci'] }),
  ])('%j is refused', (own) => {
    expect(() => defineDomain({ ...library, access: [...library.access, own] })).toThrow(weakens);
  });

  test('a column is not classified lower than its meaning asks for', () => {
    const low = defineContract({
      domain: 'library',
      name: 'low',
      version: '1.0.0',
      owner: 'library',
      schema: z.object({ record: z.string() }),
      columns: { record: { classification: 'pii', semantic: 'mrn' } },
    });
    expect(() => defineDomain({ ...library, contracts: [sheet, low] })).toThrow(weakens);
  });

  test.each(
    maskNames.flatMap((mask) =>
      (maskParameters[mask].keep ?? [])
        .filter((part) => part !== 'nothing')
        .map((part) => [mask, part] as const),
    ),
  )('%s?keep=%s is looser than keeping nothing, and not the other way round', (mask, part) => {
    const semantic = { semantic: 'ssn' } as const;
    const policy = (name: string, uri: `mask://${string}`) =>
      maskingPolicy({ name, appliesTo: { classification: 'phi', ...semantic }, mask: uri });
    const [keeping, hiding] = [`mask://${mask}?keep=${part}`, `mask://${mask}`] as const;
    const rest = maskingPolicy({ appliesTo: { classification: 'phi' }, mask: 'mask://redact' });
    const others = templateMasking({ classifications: classifications.filter((c) => c !== 'phi') });
    const under = (uri: `mask://${string}`, own: `mask://${string}`) =>
      defineDomain({
        ...library,
        platform: definePlatform({
          name: 'library',
          masking: [policy('PLATFORM', uri), rest, ...others],
        }),
        access: [...library.access, policy('OWN', own)],
      });
    expect(() => under(hiding, keeping)).toThrow(weakens);
    expect(under(keeping, hiding).access).toHaveLength(3);
  });
});

describe('classificationFramework refuses a JavaScript caller with a next step', () => {
  const levels = {
    confidential: level,
    pseudonymous: level,
    pii: level,
    pci: level,
    phi: level,
  };
  const whole = { name: 'F', levels, masking: templateMasking() };
  const { phi: _phi, ...withoutPhi } = levels;
  test.each<readonly [definition: object, next: string]>([
    [{ ...whole, mask: [] }, 'use one of'],
    [{ ...whole, levels: withoutPhi }, 'add phi'],
    [{ ...whole, levels: { ...levels, phj: level } }, 'did you mean phi?'],
    [{ ...whole, levels: { ...levels, phi: { meaning: '' } } }, 'stands for'],
    [{ ...whole, levels: { ...levels, phi: { ...level, mayBeSeenBy: ['x'] } } }, 'write X'],
    [{ ...whole, levels: { ...levels, phi: { ...level, whenAgent: 'hide' } } }, 'use one of mask'],
    [{ ...whole, semanticTypes: { emial: 'pii' } }, 'did you mean email?'],
    [{ ...whole, semanticTypes: { email: 'pji' } }, 'did you mean'],
    [{ ...whole, masking: templateMasking({ classifications: ['pii'] }) }, 'maskingPolicy({'],
    [{ ...whole, masking: [...templateMasking(), ...templateMasking()] }, 'a name of its own'],
    [
      {
        ...whole,
        levels: { ...levels, pii: { ...level, mayBeSeenBy: ['FRAUD_DESK'] } },
        masking: [
          ...templateMasking(),
          maskingPolicy({
            name: 'OWN',
            appliesTo: { classification: 'pii' },
            mask: 'mask://redact?reveal=FRAUD_DSK',
          }),
        ],
      },
      'did you mean FRAUD_DESK?',
    ],
  ])('%#', (definition, next) => {
    expect(() => classificationFramework(definition as never)).toThrow(
      expect.objectContaining({ next: expect.stringContaining(next) }),
    );
  });
});
