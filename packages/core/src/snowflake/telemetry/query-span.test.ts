import { serve } from '@das/local';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSnowflakeWarehouse } from '../open-snowflake-warehouse.js';
import { outlineOf } from '../session/statement-outline.js';
import { summaryOf } from './query-span.js';

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});
afterAll(() => {
  trace.disable();
  context.disable();
});

test('statements are client spans with the database conventions, and hold no text and no bind', async () => {
  await using server = await serve();
  await using warehouse = openSnowflakeWarehouse({
    account: 'local',
    accessUrl: server.url,
    user: 'ann',
    credential: { kind: 'password', password: 'S3CRET' },
  });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute({ text: 'CREATE DATABASE D', binds: [] });
  exporter.reset();
  await using inside = await warehouse.openSession({
    role: 'ACCOUNTADMIN',
    database: 'D',
    schema: 'PUBLIC',
  });
  await trace.getTracer('test').startActiveSpan('parent', async (parent) => {
    await inside.execute({ text: "SELECT 'S3CRET', ?", binds: ['S3CRET'] });
    parent.end();
  });
  await inside.execute({ text: "SELECT 'S3CRET' FROM NOWHERE", binds: [] }).catch(() => undefined);
  await inside.transaction(async () => undefined);
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name }) => name)).toEqual(['SELECT', 'parent', 'SELECT', 'BEGIN', 'COMMIT']);
  const [query, parent, failed] = spans;
  const url = new URL(server.url);
  expect(query?.kind).toBe(SpanKind.CLIENT);
  expect(query?.attributes).toEqual({
    'db.system.name': 'snowflake',
    'db.namespace': 'D|PUBLIC',
    'db.operation.name': 'SELECT',
    'db.query.summary': 'SELECT',
    'db.response.returned_rows': 1,
    'server.address': '127.0.0.1',
    'server.port': Number(url.port),
  });
  expect(query?.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  expect(failed?.status.code).toBe(SpanStatusCode.ERROR);
  expect(failed?.attributes).toMatchObject({
    'db.response.status_code': '002003',
    'error.type': 'DAS_WAREHOUSE_NOT_FOUND',
  });
  for (const { attributes, events, status, name } of spans) {
    expect(JSON.stringify({ attributes, events, status, name })).not.toContain('S3CRET');
  }
});

test.each([
  ['select 1', 'SELECT'],
  ['CREATE OR REPLACE TABLE SECRET_NAME (A NUMBER)', 'CREATE OR REPLACE TABLE'],
  ['/* S3CRET */ INSERT INTO T VALUES (1)', 'INSERT INTO'],
  ['COPY INTO T FROM @S', 'COPY INTO'],
  ['USE ROLE R', 'USE ROLE'],
  ['"S3CRET"', 'UNKNOWN'],
])('the summary of %s is %s', (text, summary) => {
  expect(summaryOf(outlineOf(text))).toBe(summary);
});
