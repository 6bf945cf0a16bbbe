import { type ContractRepository, makeContractRepository } from './contract-repository.js';

/** A plan that clears a role for what it has not seen, saved in the repository. */
export const loweringPlan = 'lowering.plan.json';

const policyTest = `
import { describePolicies } from '@das/governance/testing';
import { beforeAll, describe, test } from 'vitest';
import { orders } from './contracts.js';
import domain from './das.config.js';

describePolicies(domain, {
  runner: { describe, beforeAll, test },
  personas: { steward: ['STEWARD'] },
  rows: [
    orders,
    { order_id: 'o1', email: 'hidden.tested@example.net', region: 'EMEA', total_usd: 1, placed_at: '2026-01-01T00:00:00Z' },
  ],
  expect: { steward: { email: 'clear' } },
});
`;

/** The engine starts slowly on a busy machine. */
const vitestConfiguration = `
export default { test: { testTimeout: 120_000, hookTimeout: 120_000 } };
`;

type Edit = readonly [old: string, now: string];
const cleared: Edit = [
  "accessRole({ name: 'ANALYST' })",
  "accessRole({ name: 'ANALYST', clearance: ['pii'] })",
];
const open: readonly Edit[] = [
  ["accessRole({ name: 'ANALYST' })", "accessRole({ name: 'PUBLIC' })"],
  ["ANALYST: ['EMEA']", "PUBLIC: ['EMEA']"],
];
const leaking: readonly Edit[] = [
  ['standardMasking }', 'maskingPolicy }'],
  [
    'masking: standardMasking()',
    `masking: [{
      ...maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'mask://redact' }),
      masks: { text: "CONCAT(VAL, '!')" },
    }]`,
  ],
];

async function replace(
  repository: ContractRepository,
  file: string,
  edits: readonly Edit[],
): Promise<void> {
  let text = await repository.read(file);
  for (const [old, now] of edits) {
    if (!text.includes(old)) throw new Error(`not in ${file}: ${old}`);
    text = text.replace(old, now);
  }
  await repository.write(file, text);
}

/** What can be planted for each part of `das check`, and how. Values begin with `hidden`, or are numbers of patients. */
export const violations = {
  contracts: async (repository) => {
    await repository.edit(
      ["customer_id: 'internal', city: 'internal'", "customer_id: 'internal'"],
      [', city: z.string()', ''],
    );
  },
  lint: (repository) => replace(repository, 'das.config.ts', open),
  coverage: (repository) => replace(repository, 'das.config.ts', leaking),
  policies: (repository) =>
    replace(repository, 'shop.policy.test.ts', [["email: 'clear'", "email: 'masked'"]]),
  fixtures: async (repository) => {
    const lines = Array.from({ length: 20 }, (_, number) =>
      JSON.stringify({ mrn: `MRN-${551_000 + number}`, contact: `hidden${number}@example.net` }),
    );
    await repository.write('test/fixtures/patients (1).ndjson', `${lines.join('\n')}\n`);
    const headless = lines.map((_, number) => `${number},hidden.head${number}@example.net`);
    await repository.write('dbt/seeds/headless.csv', `${headless.join('\n')}\n`);
  },
} as const satisfies Readonly<Record<string, (repository: ContractRepository) => Promise<void>>>;

/** What no output of a check may have. */
export const plantedValues = /hidden|MRN-\d/;

/** Makes a repository in which nothing is wrong, with what `das check` looks at in each part. */
export async function makeCheckRepository(): Promise<ContractRepository> {
  const repository = await makeContractRepository();
  await repository.write('vitest.config.mjs', vitestConfiguration);
  await repository.write('shop.policy.test.ts', policyTest);
  await repository.write('dbt/seeds/regions.csv', 'code,label\nEMEA,Europe\nAMER,America\n');
  const configuration = await repository.read('das.config.ts');
  await done(repository, 'apply', '--yes');
  await replace(repository, 'das.config.ts', [cleared]);
  await done(repository, 'plan', '--out', loweringPlan);
  await repository.write('das.config.ts', configuration);
  return repository;
}

async function done({ das }: ContractRepository, ...command: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await das(...command);
  if (exitCode !== 0) throw new Error(stderr);
}
