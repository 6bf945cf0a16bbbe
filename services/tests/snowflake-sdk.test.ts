import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientFile, declaredChecks, runChecks } from '../clients/run-checks.js';
import { type ServedDas, startDas } from '../das/start-das.js';

const program = clientFile('driver-checks.mjs');

describe('snowflake-sdk, in a process of its own', () => {
  let das: ServedDas;
  let failures: ReadonlyMap<string, string | null>;
  beforeAll(async () => {
    das = await startDas();
    failures = await runChecks(process.execPath, program, das.url);
  });
  afterAll(async () => await das?.[Symbol.asyncDispose]());

  test.each(declaredChecks(program, /^ {2}'(.+)': async/gm))('%s', (name) => {
    expect(failures.get(name)).toBeNull();
  });
});
