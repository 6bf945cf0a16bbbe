import { type Domain, defineDomain } from '@das/core';
import { platform } from './platform.js';

/**
 * What the company's platform team deploys: the network policy of the account.
 * `npx das apply --config platform.config.ts`
 */
const platformDomain: Domain = defineDomain({ platform, name: 'platform', contracts: [] });

export default platformDomain;
