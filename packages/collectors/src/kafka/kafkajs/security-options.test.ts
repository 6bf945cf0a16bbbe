import { afterEach, expect, test, vi } from 'vitest';
import { saslOptions, tlsOptions } from './security-options.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('gives certificates as they are, and no TLS where there is none', () => {
  expect(tlsOptions(false)).toBe(false);
  expect(tlsOptions({ ca: ['one', 'two'], servername: 'kafka' })).toEqual({
    ca: ['one', 'two'],
    servername: 'kafka',
  });
});

test('asks for a password when it is needed', async () => {
  const asked = vi.fn(async () => 'secret');
  const sasl = { mechanism: 'plain', username: 'das', password: asked } as const;
  expect(asked).not.toHaveBeenCalled();
  expect(await saslOptions(sasl)).toEqual({
    sasl: { mechanism: 'plain', username: 'das', password: 'secret' },
  });
});

test('signs tokens for Amazon MSK with the credentials of AWS', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  const { sasl } = await saslOptions({ mechanism: 'aws-iam', region: 'eu-central-1' });
  if (sasl?.mechanism !== 'oauthbearer') throw new Error('another mechanism');
  const { value } = await sasl.oauthBearerProvider();
  const url = new URL(Buffer.from(value, 'base64url').toString());
  expect(url.host).toBe('kafka.eu-central-1.amazonaws.com');
  expect(url.searchParams.get('Action')).toBe('kafka-cluster:Connect');
  expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
});
