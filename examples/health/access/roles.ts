import type { AccessRoleDeclaration } from '@das/core';
import { accessRole } from '@das/governance';

/** Those who treat: everything in clear. */
export const clinician: AccessRoleDeclaration = accessRole({
  name: 'HEALTH_CLINICIAN',
  reads: ['SILVER', 'PLATINUM'],
  clearance: ['confidential', 'pseudonymous', 'phi'],
});

/** Those who study: the de-identified sets, and of the clinical tables what names nobody. */
export const researcher: AccessRoleDeclaration = accessRole({
  name: 'HEALTH_RESEARCHER',
  reads: ['SILVER', 'PLATINUM'],
});

/** Those who may follow a patient through the sets, under an agreement: they see the pseudonym. */
export const linkageResearcher: AccessRoleDeclaration = accessRole({
  name: 'HEALTH_LINKAGE_RESEARCHER',
  reads: ['PLATINUM'],
  clearance: ['pseudonymous'],
});
