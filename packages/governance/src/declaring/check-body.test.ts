import { type Row, sql, type Warehouse } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBody } from './check-body.js';
import { refusing } from './refuse.js';

const refuse = refusing('DAS_GOVERNANCE_INVALID_POLICY', 'maskingPolicy', 'P');

function check(body: unknown) {
  return checkBody(body, ['VAL', 'CONSENT', 'PATIENT_ID'], refuse);
}

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await run('CREATE DATABASE D');
  await run('CREATE SCHEMA D.S');
  await run('CREATE TABLE D.S.GRANTED (PATIENT VARCHAR, ROLE VARCHAR)');
});
afterAll(() => warehouse.close());

async function run(text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(text))).rows;
}

/** Bodies that may be written, with the roles that they name. */
const bodies: readonly (readonly [body: string, roles: readonly string[]])[] = [
  ["'***'", []],
  ['NULL', []],
  ["CASE WHEN IS_ROLE_IN_SESSION('NURSE') THEN VAL ELSE '***' END", ['NURSE']],
  [
    "iff(is_role_in_session('NURSE') or is_role_in_session('DOCTOR'), val, '***')",
    ['NURSE', 'DOCTOR'],
  ],
  ["CASE WHEN CONSENT THEN VAL ELSE LEFT(VAL, 1) || '***' END", []],
  ['CASE WHEN "CONSENT" IS NOT DISTINCT FROM TRUE THEN VAL ELSE \';--\' END', []],
  ["REGEXP_REPLACE(VAL, '[a-z]', 'x')", []],
  ['CAST(TRY_TO_NUMBER(VAL) AS VARCHAR)', []],
  ['TRY_TO_NUMBER(VAL)::VARCHAR', []],
  ["CASE WHEN VAL LIKE '%it''s%' AND NOT CONSENT THEN NULL ELSE VAL END", []],
  [
    'CASE WHEN EXISTS (SELECT 1 FROM D.S.GRANTED G WHERE G.PATIENT = PATIENT_ID AND IS_ROLE_IN_SESSION(G.ROLE)) THEN VAL END',
    [],
  ],
  ["CASE WHEN CURRENT_USER() = 'ADA' THEN VAL ELSE SHA2(VAL, 256) END", []],
];

describe('a body that may be written', () => {
  test.each(bodies)('%s', async (body, roles) => {
    expect(check(body)).toEqual({ roles, functions: [] });
  });

  let made = 0;
  test.each(bodies)('compiles on the engine and is answered: %s', async (body) => {
    made += 1;
    const [policy, table] = [`D.S.P${made}`, `D.S.T${made}`];
    await run(
      `CREATE MASKING POLICY ${policy} AS (VAL VARCHAR, CONSENT BOOLEAN, PATIENT_ID VARCHAR) RETURNS VARCHAR -> ${body}`,
    );
    await run(
      `CREATE TABLE ${table} (VAL VARCHAR WITH MASKING POLICY ${policy} USING (VAL, CONSENT, PATIENT_ID), CONSENT BOOLEAN, PATIENT_ID VARCHAR)`,
    );
    await run(`INSERT INTO ${table} VALUES ('v', FALSE, 'p')`);
    expect(await run(`SELECT VAL FROM ${table}`)).toHaveLength(1);
  });
});

test('a function of a schema is named, so that it can be looked for', () => {
  expect(check('OPS.SCRAMBLE(VAL)').functions).toEqual(['OPS.SCRAMBLE']);
  expect(check('COALESCE(MY_DB.OPS.SCRAMBLE(VAL), VAL)').functions).toEqual(['MY_DB.OPS.SCRAMBLE']);
});

describe('a body is refused', () => {
  test.each<readonly [what: string, body: unknown, says: string]>([
    ['that is empty', ' ', 'empty'],
    ['that is no text', 7, 'empty'],
    ['with CURRENT_ROLE', "CASE WHEN CURRENT_ROLE() = 'A' THEN VAL END", 'CURRENT_ROLE'],
    ['with current_role without brackets', "IFF(current_role = 'A', VAL, NULL)", 'CURRENT_ROLE'],
    ['with CURRENT_AVAILABLE_ROLES', 'CURRENT_AVAILABLE_ROLES()', 'CURRENT_AVAILABLE_ROLES'],
    ['with a bare subquery', '(SELECT MAX(X) FROM T)', 'EXISTS'],
    ['with IN and a subquery', 'VAL IN (SELECT X FROM T)', 'EXISTS'],
    ['that is a query', 'SELECT 1', 'EXISTS'],
    ['with a query behind EXISTS', 'EXISTS (SELECT 1 FROM T UNION SELECT 2 FROM U)', 'EXISTS'],
    ['with a query in a query', 'EXISTS (SELECT 1 FROM (SELECT * FROM T) X)', 'EXISTS'],
    ['with a common table expression', 'EXISTS (WITH A AS (SELECT 1) SELECT * FROM A)', 'EXISTS'],
    ['with a column that is not there', 'CASE WHEN CONSNT THEN VAL END', 'column'],
    ['with a quoted column that is not there', 'CASE WHEN "consent" THEN VAL END', 'column'],
    ['with a function that is not known', 'LOWR(VAL)', 'function'],
    ['with a type that is not known', 'VAL::VARCHR', 'type'],
    ['with a role in lower case', "IFF(IS_ROLE_IN_SESSION('nurse'), VAL, NULL)", 'role'],
    ['with a role that is put together', "IS_ROLE_IN_SESSION('NUR' || 'SE')", 'literal'],
    ['with a role from a column', 'IS_ROLE_IN_SESSION(PATIENT_ID)', 'literal'],
    ['with two statements', 'VAL; DROP TABLE T', 'more than one statement'],
    ['with a line comment', 'VAL -- clear', 'comment'],
    ['with a slash comment', 'VAL // clear', 'comment'],
    ['with a block comment', 'VAL /* clear */', 'comment'],
    ['with a text that does not end', "'***", 'does not end'],
    ['with an identifier that does not end', '"VAL', 'does not end'],
    ['with a bracket that is not closed', 'LEFT(VAL, 1', 'brackets'],
    ['with a bracket too many', 'LEFT(VAL, 1))', 'brackets'],
    ['with brackets that cross', 'LEFT(VAL[1)]', 'brackets'],
    ['with a variable', '$1', 'variable'],
    ['with a session variable', '$SECRET', 'variable'],
    ['with a bind', 'VAL = ?', 'bind'],
    ['whose answer changes', 'RANDOM()', 'RANDOM'],
  ])('%s', (_what, body, says) => {
    expect(() => check(body)).toThrow(
      expect.objectContaining({
        code: 'DAS_GOVERNANCE_INVALID_POLICY',
        message: expect.stringContaining(says),
        next: expect.stringMatching(/./),
      }),
    );
  });

  test('with what was probably meant', () => {
    expect(() => check('CASE WHEN CONSNT THEN VAL END')).toThrow(
      expect.objectContaining({ next: expect.stringContaining('did you mean CONSENT?') }),
    );
    expect(() => check('UPPR(VAL)')).toThrow(
      expect.objectContaining({ next: expect.stringContaining('did you mean UPPER?') }),
    );
  });

  test('without a word of its literals', () => {
    expect(() => check("LOWR('Ada Lovelace')")).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Ada') }),
    );
  });
});
