import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE SHARE SHOWN',
    'CREATE SHARE OTHER',
    'CREATE ROLE SELLER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const manifest = (more = '', targets = 'access: [{ account: FINANCE, roles: [ANALYST] }]') =>
  `title: Orders\nsupport_contact: shop@brook.example\norganization_targets:\n  ${targets}\n${more}`;
const create = (text = manifest(), end = '') =>
  `CREATE ORGANIZATION LISTING ORDERS SHARE SHOWN AS $$${text}$$${end}`;
const described = async (revision = '') =>
  (await account.run(`DESCRIBE LISTING ORDERS ${revision}`)).map(
    ({ share, state, manifest_yaml: yaml }) => [share, state, yaml],
  );

describe('a listing', () => {
  it('is published at once, unless that is said otherwise', async () => {
    await account.run(create());
    expect(await described()).toEqual([['SHOWN', 'PUBLISHED', manifest()]]);
    await account.runAll(['ALTER LISTING ORDERS UNPUBLISH', 'DROP LISTING ORDERS']);
    await account.run(create(manifest(), ' PUBLISH = FALSE'));
    expect(await account.run('SHOW LISTINGS')).toMatchObject([
      { name: 'ORDERS', state: 'DRAFT', distribution: 'ORGANIZATION', published_on: null },
    ]);
    await account.run('ALTER LISTING ORDERS PUBLISH');
    expect((await described())[0]?.[1]).toBe('PUBLISHED');
  });

  it('keeps a manifest that is not published beside the one in force', async () => {
    const other = manifest('description: more');
    await account.run(`ALTER LISTING ORDERS AS $$${other}$$ PUBLISH = FALSE`);
    expect((await described())[0]?.[2]).toBe(manifest());
    expect((await described('REVISION = DRAFT'))[0]?.[2]).toBe(other);
    await account.run('ALTER LISTING ORDERS PUBLISH');
    expect((await described('REVISION = PUBLISHED'))[0]?.[2]).toBe(other);
    await account.run("ALTER LISTING ORDERS SET COMMENT = 'ours'");
    expect(await account.run("SHOW LISTINGS LIKE 'ORD%'")).toMatchObject([{ comment: 'ours' }]);
  });

  it('shows a share that is there, which shows in no other and stays', async () => {
    const missing = 'DAS_WAREHOUSE_NOT_FOUND';
    expect(await account.code(create().replace('ORDERS', 'L2').replace('SHOWN', 'NONE'))).toBe(
      missing,
    );
    expect(await account.code('ALTER LISTING NONE PUBLISH')).toBe(missing);
    expect(await account.code('DESCRIBE LISTING NONE')).toBe(missing);
    expect(await account.code(create().replace('ORDERS', 'L2'))).not.toBe('none');
    expect(await account.code(create().replace('SHOWN', 'OTHER'))).toBe(
      'DAS_WAREHOUSE_ALREADY_EXISTS',
    );
    expect(await account.code('DROP SHARE SHOWN')).not.toBe('none');
    expect(await account.code('DROP LISTING ORDERS')).not.toBe('none');
  });

  it.each([
    ['no YAML', 'title: [', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['a field that is not known', manifest('categories: [A]'), 'DAS_WAREHOUSE_UNSUPPORTED'],
    [
      'a long title',
      manifest().replace('Orders', 'x'.repeat(111)),
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    ],
    ['no contact', manifest().replace('support_', 'approver_'), 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['no target', manifest('', 'access: []'), 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['no account', manifest('', 'access: [{ roles: [A] }]'), 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    [
      'discovery and nobody who approves',
      manifest('', 'discovery: [{ all_accounts: true }]'),
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    ],
  ])('is refused with %s', async (_, text, code) => {
    const other = create(text).replace('ORDERS', 'L2').replace('SHOWN', 'OTHER');
    expect(await account.code(other)).toBe(code);
    expect(await account.code(`ALTER LISTING ORDERS AS $$${text}$$`)).toBe(code);
  });

  it('has no dollar sign in its name', async () => {
    expect(await account.code(create().replace('ORDERS', '"A$B"'))).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('is made by who may, of a share of their own, and changed by its owner alone', async () => {
    const mine = create().replace('ORDERS', 'MINE').replace('SHOWN', 'MINE');
    await account.run('GRANT CREATE SHARE ON ACCOUNT TO ROLE SELLER');
    await account.run('CREATE SHARE MINE', 'SELLER');
    expect(await account.code(mine, 'SELLER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT CREATE ORGANIZATION LISTING ON ACCOUNT TO ROLE SELLER');
    expect(await account.code(mine.replace('SHARE MINE', 'SHARE OTHER'), 'SELLER')).not.toBe(
      'none',
    );
    expect(await account.code(mine, 'SELLER')).toBe('none');
    expect(await account.code('ALTER LISTING ORDERS UNPUBLISH', 'SELLER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });

  it('keeps its share from being replaced, and its name from who may not see it', async () => {
    const replaced = await account.run('CREATE OR REPLACE SHARE SHOWN').catch(String);
    expect(replaced).toContain('the share SHOWN is listed');
    for (const name of ['ORDERS', 'NONE']) {
      expect(await account.code(`ALTER LISTING IF EXISTS ${name} UNPUBLISH`, 'SELLER')).toBe(
        'none',
      );
    }
  });
});
