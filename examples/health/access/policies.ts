import type { MaskingPolicyDeclaration } from '@das/core';
import { maskingPolicy } from '@das/governance';

/**
 * The platform keeps the year of a date of birth. Safe Harbor allows that only up to 89 years of
 * age, which a mask of one column for everybody does not look at, so here nothing is kept.
 */
export const birthDateMask: MaskingPolicyDeclaration = maskingPolicy({
  name: 'PHI_BIRTH_DATE_HIDDEN',
  appliesTo: { classification: 'phi', semantic: 'birth_date' },
  mask: 'mask://null',
});
