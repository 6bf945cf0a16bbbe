import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { ListingDeclaration, ShareDeclaration } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { failingAt, interposed } from '../fixtures/interposed-warehouse.js';
import { shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { listingManifest } from '../resources/listing.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse();
});
afterEach(() => warehouse.close());

const share: ShareDeclaration = {
  kind: 'share',
  name: 'PEOPLE_SHARE',
  contracts: ['people'],
  tier: 'BRONZE',
  accounts: [],
  clearance: [],
};
const narrow: ListingDeclaration = {
  kind: 'listing',
  name: 'PEOPLE_LISTING',
  share: 'PEOPLE_SHARE',
  title: 'People: "all" of them',
  access: [{ account: 'FINANCE', roles: ['ANALYST'] }],
  supportContact: 'shop@brook.example',
};
const wide: ListingDeclaration = {
  ...narrow,
  description: "It's $$ two\nlines \\",
  access: [{ account: 'FINANCE' }, { account: 'SALES' }],
  discovery: 'all',
  approverContact: 'shop@brook.example',
  regions: ['PUBLIC.AWS_EU_CENTRAL_1'],
};
const other: ListingDeclaration = { ...narrow, access: [{ account: 'SALES' }] };
const lowering: PlanOptions = { allowLowering: true };

const listing = (...more: readonly ListingDeclaration[]) => shopWith([share, ...more]);

async function deploy(domain: Domain, planOptions: PlanOptions = {}, on = warehouse) {
  const evidence = new EvidenceInMemory();
  await apply({ domain, warehouse: on, evidence, planOptions, parallel: 1 });
}

async function stepsOf(domain: Domain, options: PlanOptions = {}) {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session, options)).steps;
}

async function run(text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(text))).rows;
}

const described = async () => {
  const [row] = await run('DESCRIBE LISTING PEOPLE_LISTING');
  return { state: row?.state, manifest: parse(String(row?.manifest_yaml)) as unknown };
};

describe('a listing', () => {
  test('is made without being published, and published when all that it shows is granted', async () => {
    const texts = (await stepsOf(listing(wide))).flatMap(({ statements }) => statements);
    const about = texts.filter((text) => /LISTING/.test(text));
    expect(about[0]).toMatch(/^CREATE ORGANIZATION LISTING .* PUBLISH = FALSE$/s);
    expect(about[1]).toBe('ALTER LISTING "PEOPLE_LISTING" PUBLISH');
    expect(texts.at(-1)).toBe(about[1]);
    await deploy(listing(wide));
    expect(await described()).toEqual({
      state: 'PUBLISHED',
      manifest: {
        title: 'People: "all" of them',
        description: "It's $$ two\nlines \\",
        organization_profile: 'INTERNAL',
        organization_targets: {
          access: [{ account: 'FINANCE' }, { account: 'SALES' }],
          discovery: [{ all_accounts: true }],
        },
        support_contact: 'shop@brook.example',
        approver_contact: 'shop@brook.example',
        locations: { access_regions: [{ name: 'PUBLIC.AWS_EU_CENTRAL_1' }] },
      },
    });
    expect(await stepsOf(listing(wide))).toEqual([]);
  });

  test('is opened to more only where that is allowed, and last', async () => {
    await deploy(listing({ ...narrow, regions: ['PUBLIC.AWS_EU_CENTRAL_1'] }));
    await expect(stepsOf(listing(wide))).rejects.toMatchObject({
      code: 'DAS_PLAN_LOWERS_PROTECTION',
      place: 'listing PEOPLE_LISTING',
    });
    const steps = await stepsOf(listing(wide), lowering);
    expect(steps.map(({ action, address }) => [action, address])).toEqual([
      ['alter', 'listing PEOPLE_LISTING'],
    ]);
    await deploy(listing(wide), lowering);
    expect(await stepsOf(listing(wide))).toEqual([]);
  });

  test('is not opened to other regions unseen', async () => {
    const inRegions = (...regions: string[]) => ({ ...wide, regions });
    const one = inRegions('PUBLIC.AWS_EU_CENTRAL_1');
    const two = inRegions('PUBLIC.AWS_EU_CENTRAL_1', 'PUBLIC.AWS_US_EAST_1');
    const { regions: _, ...anywhere } = wide;
    await deploy(listing(one));
    for (const wider of [two, anywhere]) {
      await expect(stepsOf(listing(wider))).rejects.toMatchObject({
        code: 'DAS_PLAN_LOWERS_PROTECTION',
      });
    }
    await deploy(listing(two), lowering);
    expect(await stepsOf(listing(one))).toHaveLength(2);
  });

  test('that was made before its plan was interrupted is known to the next plan', async () => {
    const broken = interposed(warehouse, async (text) => {
      if (/PUBLISH$/.test(text)) throw new Error('pulled the plug');
    });
    await expect(deploy(listing(narrow), {}, broken)).rejects.toThrow('pulled the plug');
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const { startsWith, steps } = await plan(listing(narrow), session);
    expect(startsWith).toContainEqual(
      expect.objectContaining({ kind: 'listing', name: ['PEOPLE_LISTING'], isPublished: false }),
    );
    expect(steps.map(({ address }) => address)).toEqual(['listing PEOPLE_LISTING']);
    await deploy(listing(narrow));
    expect(await described()).toMatchObject({ state: 'PUBLISHED' });
  });

  test('that was begun in other words each time is gone on with', async () => {
    const failing = (form: RegExp) =>
      interposed(warehouse, async (text) => {
        if (form.test(text)) throw new Error('pulled the plug');
      });
    const { regions: _, ...begun } = wide;
    await expect(deploy(listing(begun), {}, failing(/^CREATE ORG/))).rejects.toThrow('plug');
    const other = { ...narrow, title: 'Some people' };
    await expect(deploy(listing(other), lowering, failing(/PUBLISH$/))).rejects.toThrow('plug');
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const { startsWith } = await plan(listing(narrow), session);
    expect(startsWith).toContainEqual(
      expect.objectContaining({ kind: 'listing', title: 'Some people', isPublished: false }),
    );
    await expect(stepsOf(listing(begun))).rejects.toMatchObject({
      code: 'DAS_PLAN_LOWERS_PROTECTION',
    });
    await deploy(listing(narrow));
    expect(await described()).toMatchObject({
      state: 'PUBLISHED',
      manifest: { organization_targets: { access: [{ account: 'FINANCE' }] } },
    });
    expect(await stepsOf(listing(narrow))).toEqual([]);
  });

  test('that was begun for two shares shows neither of them unseen', async () => {
    const second = { ...share, name: 'SECOND' };
    const failing = (form: RegExp) =>
      interposed(warehouse, async (text) => {
        if (form.test(text)) throw new Error('pulled the plug');
      });
    const shows = (name: string) => shopWith([share, second, { ...narrow, share: name }]);
    await expect(deploy(shows(share.name), {}, failing(/^CREATE ORG/))).rejects.toThrow('plug');
    await expect(deploy(shows('SECOND'), {}, failing(/PUBLISH$/))).rejects.toThrow('plug');
    for (const name of [share.name, 'SECOND']) {
      await expect(stepsOf(shows(name))).rejects.toMatchObject({
        code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
        place: 'listing PEOPLE_LISTING',
      });
    }
  });

  test('shuts out before anything else who is not to read any more', async () => {
    await deploy(listing(wide));
    const first = { ...other, title: 'Sales only', regions: ['PUBLIC.AWS_EU_CENTRAL_1'] };
    const two = shopWith([share, first], ['people', 'visits', 'orders']);
    const steps = await stepsOf(two);
    const at = (address: string) => steps.findIndex((step) => step.address === address);
    expect(at('listing PEOPLE_LISTING')).toBeLessThan(at('table BROOK_SHOP.BRONZE.ORDERS'));
    expect(steps.at(-1)?.address).toBe('listing PEOPLE_LISTING');
    await deploy(two);
    expect(await described()).toMatchObject({
      manifest: { title: 'Sales only', organization_targets: { access: [{ account: 'SALES' }] } },
    });
  });

  test('is not given to wholly others, nor another share', async () => {
    await deploy(listing(narrow));
    const refused = { code: 'DAS_PLAN_UNSUPPORTED_CHANGE', place: 'listing PEOPLE_LISTING' };
    await expect(stepsOf(listing(other), lowering)).rejects.toMatchObject(refused);
    const second = { ...share, name: 'SECOND' };
    const moved = shopWith([share, second, { ...narrow, share: 'SECOND' }]);
    await expect(stepsOf(moved)).rejects.toMatchObject(refused);
  });

  test('has to go before another one shows its share, to no more than it did', async () => {
    await deploy(listing(narrow));
    const renamed = { ...narrow, name: 'PEOPLE_BY_NAME' };
    await expect(stepsOf(listing(renamed))).rejects.toMatchObject({
      code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
      message:
        'listing PEOPLE_LISTING would have to be dropped, so that its share can be shown otherwise',
    });
    await expect(stepsOf(listing({ ...wide, name: 'WIDER' }), { destroy: true })).rejects.toThrow(
      'listing WIDER is opened to more accounts, roles or regions',
    );
    await deploy(listing(renamed), { destroy: true });
    expect((await run('SHOW LISTINGS')).map(({ name }) => name)).toEqual(['PEOPLE_BY_NAME']);
    expect(await stepsOf(listing(renamed))).toEqual([]);
  });

  test('of a share that accounts have read is more than was read', async () => {
    await deploy(shopWith([{ ...share, accounts: ['ACME.FINANCE'] }]));
    await expect(stepsOf(listing(narrow))).rejects.toThrow(
      'listing PEOPLE_LISTING is opened to who finds or reads a listing',
    );
    expect(await stepsOf(listing(narrow), lowering)).not.toEqual([]);
  });

  test('that others have made is left alone', async () => {
    await deploy(shopWith([share]));
    const text = 'title: T\nsupport_contact: a\norganization_targets: { access: [{ account: A }] }';
    await run(`CREATE ORGANIZATION LISTING PEOPLE_LISTING SHARE PEOPLE_SHARE AS $$${text}$$`);
    await expect(stepsOf(listing(narrow))).rejects.toMatchObject({
      code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
    });
  });

  test('is unpublished and dropped before its share', async () => {
    await deploy(listing(wide));
    const left = (await stepsOf(shopWith())).map(({ address }) => address);
    expect(left.filter((address) => /^(?:listing|share) /.test(address))).toEqual([]);
    const texts = (await stepsOf(shopWith(), { destroy: true })).flatMap((each) => each.statements);
    const about = texts.filter((text) => /LISTING|DROP SHARE/.test(text));
    expect(about).toEqual([
      'ALTER LISTING "PEOPLE_LISTING" UNPUBLISH',
      'DROP LISTING "PEOPLE_LISTING"',
      'DROP SHARE "PEOPLE_SHARE"',
    ]);
    await deploy(shopWith(), { destroy: true });
    expect(await run('SHOW LISTINGS')).toEqual([]);
  });

  test('that goes is dropped before its share is opened to accounts', async () => {
    await deploy(listing(narrow));
    const opened = shopWith([{ ...share, accounts: ['ACME.FINANCE'] }]);
    await expect(stepsOf(opened, lowering)).rejects.toMatchObject({
      code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
      place: 'listing PEOPLE_LISTING',
    });
    await expect(stepsOf(opened, { destroy: true })).rejects.toThrow(
      'share PEOPLE_SHARE is opened to account ACME.FINANCE',
    );
    const steps = await stepsOf(opened, { ...lowering, destroy: true });
    const texts = steps.flatMap(({ statements }) => statements);
    const drop = texts.indexOf('DROP LISTING "PEOPLE_LISTING"');
    const open = texts.findIndex((text) => text.includes('SET ACCOUNTS'));
    expect(drop).toBeGreaterThan(-1);
    expect(open).toBeGreaterThan(drop);
  });

  test('and a change of it that dies at any statement is gone on with to the same end', async () => {
    await deploy(listing(wide));
    const expected = await accountContent(warehouse, listing(wide));
    let wentThrough = 0;
    for (let change = 1; wentThrough < 2; change += 1) {
      await using left = await openLocalWarehouse();
      await deploy(change % 2 === 0 ? listing(narrow) : shopWith(), {}, left);
      wentThrough = await deploy(listing(wide), lowering, failingAt(left, change)).then(
        () => wentThrough + 1,
        () => 0,
      );
      await deploy(listing(wide), lowering, left);
      expect(await accountContent(left, listing(wide))).toEqual(expected);
    }
  });

  test('is planned with all that its share shows, where it is a target', async () => {
    const steps = await stepsOf(listing(narrow), { targets: ['listing PEOPLE_LISTING'] });
    const addresses = steps.map(({ address }) => address);
    expect(addresses).toContain('share PEOPLE_SHARE');
    expect(addresses).toContain('table BROOK_SHOP.BRONZE.PEOPLE');
    expect(addresses).not.toContain('table BROOK_SHOP.BRONZE.VISITS');
  });
});

test.each<
  readonly [more: Partial<ListingDeclaration>, of: Partial<ShareDeclaration>, message: string]
>([
  [{ share: 'PEOPLE_SHAR' }, {}, 'not declared'],
  [{}, { accounts: ['ACME.FINANCE'] }, 'which has accounts'],
  [{ name: 'a$b' }, {}, 'upper-case identifier'],
])('a listing that shows nothing valid is refused: %j %j', (more, of, message) => {
  expect(() =>
    shopWith([
      { ...share, ...of },
      { ...narrow, ...more },
    ]),
  ).toThrow(message);
});

test('a share is listed once', () => {
  expect(() => listing(narrow, { ...narrow, name: 'SECOND' })).toThrow('so does another one');
});

test('a text of a manifest cannot say anything else', () => {
  const title = 'x"\norganization_targets: {access: [{all_accounts: true}]}\n#';
  const text = listingManifest({ ...narrow, name: ['L'], title, isPublished: true });
  expect(parse(text)).toMatchObject({
    title,
    organization_targets: { access: [{ account: 'FINANCE', roles: ['ANALYST'] }] },
  });
});
