import type { MaskingPolicyDeclaration } from '@das/core';
import { maskingPolicy } from '@das/governance';

/**
 * The platform keeps the year of a date of birth, up to 89 years of age, as Safe Harbor allows. The research
 * sets have ages, so the clinical tables keep nothing of it.
 */
export const birthDateMask: MaskingPolicyDeclaration = maskingPolicy({
  name: 'PHI_BIRTH_DATE_HIDDEN',
  appliesTo: { classification: 'phi', semantic: 'birth_date' },
  mask: 'mask://null',
});
