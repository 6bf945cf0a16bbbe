import { definePlatform, type Platform } from '@das/core';
import { standardMasking } from '@das/governance';

/** What holds in every domain of the company: how each classification is masked. */
export const platform: Platform = definePlatform({
  name: 'brook',
  prefix: 'BROOK',
  masking: standardMasking(),
});
