import { sql } from '@das/core';
import { expect, test } from 'vitest';
import { openLocalWarehouse } from '../warehouse/open-local-warehouse.js';

/** A table T with the row 1, and two sessions. */
async function openShop(idleTransaction: number) {
  const warehouse = await openLocalWarehouse({ idleTransaction });
  const first = await warehouse.openSession({ role: 'SYSADMIN' });
  await first.execute(sql`CREATE DATABASE SHOP`);
  await first.execute(sql`CREATE TABLE SHOP.PUBLIC.T (ID NUMBER)`);
  await first.execute(sql`INSERT INTO SHOP.PUBLIC.T VALUES (1)`);
  const second = await warehouse.openSession({ role: 'SYSADMIN' });
  return {
    first,
    second,
    ids: async () => {
      const { rows } = await second.execute<{ ID: number }>(
        sql`SELECT ID FROM SHOP.PUBLIC.T ORDER BY ID`,
      );
      return rows.map(({ ID }) => ID);
    },
    [Symbol.asyncDispose]: () => warehouse.close(),
  };
}

test('undoes a transaction whose client is gone, once another one has waited for it', async () => {
  await using shop = await openShop(0.2);
  await shop.first.execute(sql`BEGIN`);
  await shop.first.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 2`);

  await shop.second.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = ID + 10`);

  expect(await shop.ids()).toEqual([11]);
});

test('lets a transaction that nobody waits for be idle as long as it likes', async () => {
  await using shop = await openShop(0.05);
  await shop.first.execute(sql`BEGIN`);
  await shop.first.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 2`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await shop.first.execute(sql`COMMIT`);

  expect(await shop.ids()).toEqual([2]);
});

test('waits for a transaction that goes on', async () => {
  await using shop = await openShop(3);
  await shop.first.execute(sql`BEGIN`);
  await shop.first.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 2`);
  const waiting = shop.second.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = ID + 10`);
  for (let index = 0; index < 6; index += 1) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await shop.first.execute(sql`SELECT 1`);
  }
  await shop.first.execute(sql`COMMIT`);
  await waiting;

  expect(await shop.ids()).toEqual([12]);
});

test.each([
  'INSERT INTO SHOP.PUBLIC.T VALUES (3)',
  'SELECT ID FROM SHOP.PUBLIC.T',
  'CREATE TABLE SHOP.PUBLIC.U (ID NUMBER)',
  'COMMIT',
])('does not let the session go on with %s as if nothing had happened', async (text) => {
  await using shop = await openShop(0.1);
  await shop.first.execute(sql`BEGIN`);
  await shop.first.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 2`);
  await shop.second.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 5`);

  await expect(shop.first.execute(sql.raw(text))).rejects.toMatchObject({
    code: 'DAS_WAREHOUSE_CONFLICT',
  });
  await shop.first.execute(sql`ROLLBACK`);
  await shop.first.execute(sql`INSERT INTO SHOP.PUBLIC.T VALUES (6)`);
  expect(await shop.ids()).toEqual([5, 6]);
});

test('gives up when LOCK_TIMEOUT has passed', async () => {
  await using shop = await openShop(300);
  await shop.first.execute(sql`BEGIN`);
  await shop.first.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 2`);
  for (const seconds of [0, 1]) {
    await shop.second.execute(sql.raw(`ALTER SESSION SET LOCK_TIMEOUT = ${seconds}`));
    await expect(shop.second.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 3`)).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_CONFLICT',
      number: 625,
    });
    await expect(shop.second.execute(sql`DROP TABLE SHOP.PUBLIC.T`)).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_CONFLICT',
    });
  }
  await shop.first.execute(sql`COMMIT`);

  await shop.second.execute(sql`UPDATE SHOP.PUBLIC.T SET ID = 4`);
  expect(await shop.ids()).toEqual([4]);
});

test('tells which transaction is open', async () => {
  await using shop = await openShop(300);
  const current = async () => {
    const { rows } = await shop.first.execute<{ ID: string | null }>(
      sql`SELECT CURRENT_TRANSACTION() AS ID`,
    );
    return rows[0]?.ID;
  };
  expect(await current()).toBeNull();
  await shop.first.execute(sql`BEGIN`);
  const first = await current();
  expect(first).toMatch(/^\d+$/);
  expect(await current()).toBe(first);
  await shop.first.execute(sql`COMMIT`);
  await shop.first.execute(sql`BEGIN`);
  expect(await current()).not.toBe(first);
  await shop.first.execute(sql`ROLLBACK`);
  expect(await current()).toBeNull();
});
