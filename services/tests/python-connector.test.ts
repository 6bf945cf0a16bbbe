import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientFile, declaredChecks, runChecks } from '../clients/run-checks.js';
import { type ServedDas, startDas } from '../das/start-das.js';

const program = clientFile('connector_checks.py');
const names = declaredChecks(program, /^def check_(\w+)/gm).map((name) =>
  name.replaceAll('_', ' '),
);

describe('snowflake-connector-python', () => {
  let das: ServedDas;
  let failures: ReadonlyMap<string, string | null>;
  beforeAll(async () => {
    const { DAS_PYTHON: python } = process.env;
    if (python === undefined) throw new Error('DAS_PYTHON is not set: run npm run test:services');
    das = await startDas();
    failures = await runChecks(python, program, String(das.port));
  });
  afterAll(async () => await das?.[Symbol.asyncDispose]());

  test.each(names)('%s', (name) => {
    expect(failures.get(name)).toBeNull();
  });
});
