import { expect, test, vi } from 'vitest';

test('without snowflake-sdk the first session says how to install it', async () => {
  vi.doMock('snowflake-sdk', () => {
    throw new Error('Cannot find package');
  });
  const { sdkDriver } = await import('./sdk-driver.js');
  const login = sdkDriver.connect({
    account: 'a',
    accessUrl: undefined,
    username: 'u',
    role: 'R',
    warehouse: undefined,
    database: undefined,
    schema: undefined,
    credential: { kind: 'password', password: 'p' },
  });
  await expect(login).rejects.toMatchObject({
    code: 'DAS_SNOWFLAKE_DRIVER_MISSING',
    next: expect.stringContaining('npm install snowflake-sdk'),
  });
  vi.doUnmock('snowflake-sdk');
});
