import { definePlatform, type Platform } from '@das/core';
import { maskingPolicy, standardMasking } from '@das/governance';
import { companyNetwork } from './access/network.js';

/** What holds in every domain of the company: how each classification is masked, and from where one connects. */
export const platform: Platform = definePlatform({
  name: 'brook',
  prefix: 'BROOK',
  masking: [
    ...standardMasking(),
    maskingPolicy({
      appliesTo: { classification: 'pii', semantic: 'phone' },
      mask: 'mask://last4',
    }),
  ],
  network: [companyNetwork],
});
