export { GovernanceError, type GovernanceErrorCode } from './errors/governance-error.js';
export { type Mask, type MaskName, maskNames } from './masking/mask.js';
export { type MaskUri, parseMaskUri } from './masking/mask-uri.js';
export { type MaskingPolicyDefinition, maskingPolicy } from './masking/masking-policy.js';
export { standardMasking } from './masking/standard-masking.js';
export { type AccessRoleDefinition, accessRole } from './roles/access-role.js';
export { type RowAccessPolicyDefinition, rowAccessPolicy } from './rows/row-access-policy.js';
