import { metrics } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { startTelemetry } from './start-telemetry.js';

test('what is measured is given as the text of Prometheus', async () => {
  await using telemetry = await startTelemetry({}, true);
  metrics
    .getMeter('test')
    .createCounter('das.collector.landed', { unit: '{record}', description: 'Records.' })
    .add(3, { 'das.collector.name': 'orders' });
  const text = await telemetry.metrics();
  expect(text).toContain('# HELP das_collector_landed_total Records.\n');
  expect(text).toMatch(/^das_collector_landed_total\{das_collector_name="orders".*\} 3$/m);
});

test('it can be started again after it was stopped', async () => {
  for (const value of [1, 2]) {
    await using telemetry = await startTelemetry({}, true);
    metrics.getMeter('test').createCounter('again').add(value);
    expect(await telemetry.metrics()).toMatch(new RegExp(`^again_total\\{.*\\} ${value}$`, 'm'));
  }
});

test.each([
  [{}],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'TRUE' }],
])('with %j nothing is measured that nobody reads', async (env) => {
  await using telemetry = await startTelemetry(env, false);
  metrics.getMeter('test').createCounter('unread').add(1);
  expect(await telemetry.metrics()).toBe('');
});

test.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'])(
  '%s without the SDK that sends is refused before anything is read',
  async (name) => {
    const started = startTelemetry({ [name]: 'http://127.0.0.1:4318' }, true);
    await expect(started).rejects.toMatchObject({
      code: 'DAS_TELEMETRY_SDK_MISSING',
      next: expect.stringContaining('npm install @opentelemetry/sdk-node'),
    });
  },
);
