import { definePlatform, type Platform } from '@das/core';
import { standardMasking } from '@das/governance';
import { clinicNetwork } from './access/network.js';

/** What holds in every domain of the company: how each classification is masked, and from where one connects. */
export const platform: Platform = definePlatform({
  name: 'brook',
  prefix: 'BROOK',
  masking: standardMasking(),
  network: [clinicNetwork],
});
