import { openSnowflakeWarehouse } from '@das/core/snowflake';
import { describeWarehouse } from '@das/core/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { differingCases, unsupportedCases } from './fixtures/conformance-deviations.js';
import { type ServedWarehouse, serve } from './index.js';

/** The same engine behind the protocol of the drivers: `snowflake-sdk` and the adapter of core. */
let server: ServedWarehouse;
beforeAll(async () => {
  server = await serve();
});
afterAll(async () => await server.close());

describeWarehouse(
  'the Snowflake adapter over the served warehouse',
  async () =>
    openSnowflakeWarehouse({
      account: 'local',
      accessUrl: server.url,
      user: 'conformance',
      credential: { kind: 'password', password: 'any' },
      pool: { maximum: 16 },
    }),
  {
    runner: { describe, test, beforeAll, afterAll },
    unsupported: unsupportedCases,
    differs: differingCases,
  },
);
