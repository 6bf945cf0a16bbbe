import type { AccessRoleDeclaration } from '@das/core';
import { accessRole } from '@das/governance';

/** Customer service and fraud: everything in clear. */
export const piiReader: AccessRoleDeclaration = accessRole({
  name: 'COMMERCE_PII_READER',
  reads: ['SILVER', 'PLATINUM'],
  clearance: ['confidential', 'pseudonymous', 'pii'],
});

/** Analysts: every row, with people and amounts masked. */
export const analyst: AccessRoleDeclaration = accessRole({
  name: 'COMMERCE_ANALYST',
  reads: ['SILVER', 'PLATINUM'],
});

/** The manager of EMEA: the rows of that region, with its amounts, and people masked. */
export const emeaManager: AccessRoleDeclaration = accessRole({
  name: 'COMMERCE_EMEA_MANAGER',
  reads: ['PLATINUM'],
  clearance: ['confidential'],
});

/** What dbt runs as: every row as it landed, with its amounts, and people masked. */
export const modeller: AccessRoleDeclaration = accessRole({
  name: 'COMMERCE_MODELLER',
  reads: ['BRONZE'],
  clearance: ['confidential'],
});
