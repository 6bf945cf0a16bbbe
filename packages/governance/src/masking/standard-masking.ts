import type { MaskingPolicyDeclaration } from '@das/core';
import { maskingPolicy } from './masking-policy.js';

/**
 * A masking policy for each protected classification, to start a platform from: e-mail addresses
 * keep their domain, payment cards four digits, dates of birth their year up to the age of 89 (HIPAA
 * Safe Harbor); the rest is hidden.
 */
export function standardMasking(): readonly MaskingPolicyDeclaration[] {
  return [
    maskingPolicy({ appliesTo: { classification: 'confidential' }, mask: 'mask://redact' }),
    maskingPolicy({ appliesTo: { classification: 'pseudonymous' }, mask: 'mask://redact' }),
    maskingPolicy({
      appliesTo: { classification: 'pii', semantic: 'email' },
      mask: 'mask://email?keep=domain',
    }),
    maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'mask://redact' }),
    maskingPolicy({ appliesTo: { classification: 'pci' }, mask: 'mask://last4' }),
    maskingPolicy({
      appliesTo: { classification: 'phi', semantic: 'birth_date' },
      mask: 'mask://date?keep=year&cap=90',
    }),
    maskingPolicy({ appliesTo: { classification: 'phi' }, mask: 'mask://redact' }),
  ];
}
