import { expect, test } from 'vitest';
import { readRows } from './read-rows.js';

const agent = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED')";

test.each([
  ['TRUE', 'true'],
  ['FALSE', 'false'],
  ['NULL', 'false'],
  ["IS_ROLE_IN_SESSION('READER')", 'true'],
  ["IS_ROLE_IN_SESSION('DOCTOR')", 'false'],
  ["IS_ROLE_IN_SESSION('DOCTOR') OR VAL = 'EMEA'", 'unknown'],
  ["IS_ROLE_IN_SESSION('READER') AND VAL IN ('EMEA')", 'unknown'],
  ["CASE WHEN IS_ROLE_IN_SESSION('DOCTOR') THEN TRUE ELSE FALSE END", 'false'],
  ["CASE WHEN IS_ROLE_IN_SESSION('READER') THEN TRUE WHEN VAL = 'A' THEN TRUE END", 'true'],
  ['EXISTS (SELECT 1 FROM D.S.T WHERE REGION = VAL)', 'unknown'],
  [`${agent} = 'FALSE'`, 'unknown'],
  [`IS_ROLE_IN_SESSION('DOCTOR') AND ${agent} = 'FALSE'`, 'false'],
  ["CURRENT_ROLE() <> 'READ\\x45R'", 'unknown'],
  ["IS_ROLE_IN_SESSION('READ\\x45R')", 'unknown'],
  ["CURRENT_ROLE() IN ('READ\\x45R')", 'unknown'],
  ['gibberish (', 'unknown'],
])('a session of READER sees rows by %s: %s', (body, truth) => {
  const session = { currentRole: 'READER', active: new Set(['ROLE READER', 'ROLE PUBLIC']) };
  expect(readRows(body, session, 'CLINIC').truth).toBe(truth);
});
