import { describeWarehouse } from '@das/core/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { differingCases, unsupportedCases } from './fixtures/conformance-deviations.js';
import { openLocalWarehouse } from './index.js';

describeWarehouse('the embedded warehouse', () => openLocalWarehouse(), {
  runner: { describe, test, beforeAll, afterAll },
  unsupported: unsupportedCases,
  differs: differingCases,
});
