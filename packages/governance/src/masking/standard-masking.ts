import type { MaskingPolicyDeclaration } from '@das/core';
import { maskingPolicy } from './masking-policy.js';

/**
 * A masking policy for each protected classification, to start a platform from: e-mail addresses
 * keep their domain, dates of birth their year, ZIP codes three digits; the rest is hidden.
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
      mask: 'mask://year',
    }),
    maskingPolicy({ appliesTo: { classification: 'phi' }, mask: 'mask://redact' }),
  ];
}
