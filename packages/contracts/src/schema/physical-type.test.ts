import { expect, test } from 'vitest';
import type { PhysicalType } from '../model/column.js';
import { checkDeclaredType } from './physical-type.js';

function codeOf(declared: string, derived: PhysicalType | undefined): string | undefined {
  try {
    checkDeclaredType(declared as PhysicalType, derived, 'column');
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test.each<readonly [string, PhysicalType | undefined]>([
  ['VARCHAR(200)', 'VARCHAR'],
  ['NUMBER(12,2)', 'FLOAT'],
  ['NUMBER(10,0)', 'NUMBER(38,0)'],
  ['FLOAT', 'NUMBER(38,0)'],
  ['DATE', 'TIMESTAMP_NTZ'],
  ['TIMESTAMP_TZ', 'TIMESTAMP_NTZ'],
  ['TIMESTAMP_NTZ', 'TIMESTAMP_TZ'],
  ['VARCHAR', 'DATE'],
  ['VARIANT', 'VARCHAR'],
  ['VARIANT', 'ARRAY'],
  ['BOOLEAN', undefined],
])('%s may be declared for %s', (declared, derived) => {
  expect(codeOf(declared, derived)).toBeUndefined();
});

test.each<readonly [string, PhysicalType]>([
  ['BOOLEAN', 'VARCHAR'],
  ['NUMBER(12,2)', 'VARCHAR'],
  ['DATE', 'VARCHAR'],
  ['VARCHAR(10)', 'FLOAT'],
  ['VARCHAR', 'BOOLEAN'],
  ['BOOLEAN', 'NUMBER(38,0)'],
  ['OBJECT', 'ARRAY'],
  ['VARCHAR', 'OBJECT'],
  ['TIME', 'DATE'],
  ['VARCHAR', 'VARIANT'],
])('%s contradicts %s', (declared, derived) => {
  expect(codeOf(declared, derived)).toBe('DAS_CONTRACT_TYPE_MISMATCH');
});

test.each([
  'VARCHAR(0)',
  'VARCHAR(-1)',
  'VARCHAR(1.5)',
  'VARCHAR(999999999)',
  'NUMBER',
  'NUMBER(39,0)',
  'NUMBER(10,11)',
  'NUMBER(38,38)',
  'NUMBER(1e1,2)',
  'varchar',
  'VARCHAR) COMMENT',
  'toString',
  '__proto__',
  '',
])('%j is no type, and never gets into DDL', (declared) => {
  expect(codeOf(declared, undefined)).toBe('DAS_CONTRACT_UNKNOWN_TYPE');
});
