import { describe, expect, test } from 'vitest';
import { sessionOf } from './policy-session.js';
import { readPolicyBody } from './read-policy-body.js';
import { roleGraph } from './role-graph.js';

const roles = roleGraph([
  { kind: 'role', name: ['READER'] },
  {
    kind: 'roleGrant',
    role: { type: 'ROLE', name: ['DOCTOR'] },
    to: { type: 'ROLE', name: ['CHIEF'] },
  },
  {
    kind: 'roleGrant',
    role: { type: 'DATABASE ROLE', name: ['CLINIC', 'ALL_ROWS'] },
    to: { type: 'SHARE', name: ['FINANCE'] },
  },
]);

const reader = sessionOf('ROLE READER', roles);
const doctor = sessionOf('ROLE DOCTOR', roles);
const chief = sessionOf('ROLE CHIEF', roles);
const finance = sessionOf('SHARE FINANCE', roles);

function isClear(body: string, session = reader): boolean {
  return readPolicyBody(body, 'VAL', session, 'CLINIC').mayBeClear;
}

describe('a body gives the clear value', () => {
  const body = "CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') THEN VAL ELSE '***' END";

  test('to the role that it names, and to those that inherit it', () => {
    expect([reader, doctor, chief, finance].map((each) => isClear(body, each))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('by CURRENT_ROLE only to the role itself', () => {
    const named = "CASE CURRENT_ROLE() WHEN 'DOCTOR' THEN VAL ELSE NULL END";
    expect(isClear(named, doctor)).toBe(true);
    expect(isClear(named, chief)).toBe(false);
    expect(isClear("IFF(CURRENT_ROLE() IN ('A', 'READER'), VAL, '')")).toBe(true);
    expect(isClear("IFF(CURRENT_ROLE() NOT IN ('A', 'READER'), VAL, '')")).toBe(false);
  });

  test('to a database role through a share, in its own database alone', () => {
    const shared = "IFF(IS_DATABASE_ROLE_IN_SESSION('ALL_ROWS'), VAL, '')";
    expect(isClear(shared, finance)).toBe(true);
    expect(readPolicyBody(shared, 'VAL', finance, 'OTHER').mayBeClear).toBe(false);
    expect(isClear(shared, chief)).toBe(false);
  });

  test.each([
    'VAL',
    'val',
    '"VAL"',
    '(VAL)',
    'VAL::VARCHAR(10)',
    'CAST(VAL AS VARCHAR)',
    "COALESCE(VAL, '')",
    "VAL || ''",
    "CASE WHEN OTHER = 'x' THEN VAL END",
    "IFF(IS_ROLE_IN_SESSION(OTHER), VAL, '')",
    "CASE WHEN NOT IS_ROLE_IN_SESSION('DOCTOR') THEN VAL END",
    "CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') AND TRUE THEN '' ELSE VAL END",
    '(SELECT VAL)',
    'CASE WHEN broken',
    'VAL VAL',
    '',
  ])('to everybody when it is %s', (text) => {
    expect(isClear(text)).toBe(true);
  });

  test.each([
    "'***'",
    'NULL',
    'SHA2(VAL, 256)',
    "'x' || LENGTH(VAL)",
    "REGEXP_REPLACE(VAL, '.', '*')",
    "CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') OR IS_ROLE_IN_SESSION('OTHER') THEN VAL ELSE '' END",
    "CASE WHEN CONSENT = 'yes' AND IS_ROLE_IN_SESSION('DOCTOR') THEN VAL ELSE '' END",
    "CASE WHEN NOT (TRUE OR FALSE) THEN VAL ELSE '' END",
    'CASE WHEN EXISTS (SELECT 1 FROM D.S.T WHERE ROLE = CURRENT_ROLE()) THEN 1 ELSE 2 END',
    "IFF('VAL' = 'x', '', 'VAL')",
    "CASE WHEN VAL IS NULL THEN NULL WHEN VAL LIKE '%@%' THEN 'an address' ELSE '***' END",
  ])('to nobody without the role when it is %s', (text) => {
    expect(isClear(text)).toBe(false);
  });
});

test('the body of a row access policy is true, false or not known', () => {
  const truth = (body: string, session = reader) =>
    readPolicyBody(body, '', session, 'CLINIC').truth;
  const body =
    "CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') THEN TRUE WHEN IS_ROLE_IN_SESSION('READER') AND VAL IN ('EMEA') THEN TRUE ELSE FALSE END";
  expect(truth(body, chief)).toBe('true');
  expect(truth(body, reader)).toBe('unknown');
  expect(truth(body, finance)).toBe('false');
  expect(truth('gibberish (')).toBe('unknown');
});
