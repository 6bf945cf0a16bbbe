import { WarehouseError } from '@das/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriverConnection } from '../../fixtures/driver.js';
import { serve } from '../serve.js';
import type { ServedWarehouse } from '../serve-options.js';
import { WireFailure } from '../wire-failure.js';
import { wireError } from './error-answer.js';
import { errorNumbers } from './error-numbers.js';

let server: ServedWarehouse;
let driver: DriverConnection;
beforeAll(async () => {
  server = await serve();
  driver = await DriverConnection.open(server.url);
  await driver.all(
    'CREATE DATABASE D',
    'CREATE TABLE D.PUBLIC.T (N NUMBER NOT NULL, S VARCHAR(3))',
    "INSERT INTO D.PUBLIC.T VALUES (1, 'abc')",
    'CREATE ROLE R',
    'GRANT USAGE ON DATABASE D TO ROLE R',
    'GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R',
    'GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE R',
    'USE SCHEMA D.PUBLIC',
  );
});
afterAll(async () => {
  await driver[Symbol.asyncDispose]();
  await server.close();
});

describe('an error reaches the driver with the number and the SQLSTATE of Snowflake', () => {
  it.each([
    ['SELECT * FROM NOTHING', '002003', '42S02'],
    ['USE DATABASE NOTHING', '002043', '02000'],
    ['USE ROLE NOTHING', '002043', '02000'],
    ['CREATE TABLE T (N NUMBER)', '002002', '42710'],
    ['SELEC 1', '001003', '42000'],
    ['SELECT FROM WHERE', '001003', '42000'],
    ["SELECT 'open", '001003', '42000'],
    ['SELECT NO_SUCH_COLUMN FROM T', '000904', '42000'],
    ['SELECT LEFT(1)', '000938', '42000'],
    ['CREATE ALERT A', '000002', '0A000'],
    ["SELECT TO_NUMBER('secret')", '100038', '22018'],
    ["SELECT TO_DATE('secret')", '100040', '22007'],
    ["SELECT CAST('secret' AS BOOLEAN)", '100037', '22018'],
    ["SELECT TO_TIMESTAMP('secret')", '100035', '22007'],
    ['SELECT 1 / 0', '100051', '22012'],
    ["INSERT INTO T VALUES (NULL, 'x')", '100072', '22000'],
    ["INSERT INTO T VALUES (1, 'secret')", '100078', '22000'],
    ['SELECT 1; SELECT 2', '000008', '0A000'],
  ])('%s', async (text, code, sqlState) => {
    const error = await driver.failure(text);
    expect({ code: error.code, sqlState: error.sqlState }).toEqual({ code, sqlState });
    expect(error.message).not.toContain('secret');
  });

  it('without a current database or the privilege', async () => {
    await using own = await DriverConnection.open(server.url, { role: 'R' });
    expect(await own.failure('SELECT * FROM T')).toMatchObject({
      code: '090105',
      sqlState: '22000',
    });
    expect(await own.failure('DELETE FROM D.PUBLIC.T')).toMatchObject({
      code: '003001',
      sqlState: '42501',
    });
    expect(await own.failure('CREATE TABLE D.PUBLIC.X (N NUMBER)')).toMatchObject({
      code: '003001',
      sqlState: '42501',
    });
  });
});

describe('every code of the warehouse', () => {
  it.each(Object.entries(errorNumbers))('%s has a number', (code, { number, sqlState }) => {
    expect(number).toMatch(/^\d{6}$/);
    expect(sqlState).toMatch(/^[0-9A-Z]{5}$/);
    const bare = new WarehouseError(code as never, 'it failed');
    expect(wireError(bare)).toMatchObject({ code: number, sqlState });
    const own = new WarehouseError(code as never, 'it failed', { number: 904, sqlState: '42000' });
    expect(wireError(own)).toMatchObject({ code: '000904', sqlState: '42000' });
  });

  it('and any other failure is internal, with nothing of its text', () => {
    expect(wireError(new Error('secret'))).toEqual({
      code: '000603',
      sqlState: 'XX000',
      message: 'SQL execution internal error.',
    });
    expect(wireError(new WireFailure('390100', '08001', 'no'))).toEqual({
      code: '390100',
      sqlState: '08001',
      message: 'no',
    });
  });
});
