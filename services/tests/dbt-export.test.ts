import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractDocument } from '@das/contracts';
import { type DbtOptions, toDbt } from '@das/contracts/dbt';
import { afterAll, describe, expect, test } from 'vitest';
import { customers } from '../../examples/commerce/contracts/customers.js';
import { dailyRevenue } from '../../examples/commerce/contracts/daily-revenue.js';
import { orders } from '../../examples/commerce/contracts/orders.js';
import { sessions } from '../../examples/commerce/contracts/sessions.js';
import { conditions } from '../../examples/health/contracts/conditions.js';
import { encounters } from '../../examples/health/contracts/encounters.js';
import { observations } from '../../examples/health/contracts/observations.js';
import { patients } from '../../examples/health/contracts/patients.js';
import { duckdbType } from '../dbt/duckdb-dialect.js';
import { earlierLoans, loans, members, oddTexts } from '../dbt/library.js';
import { runDbt } from '../dbt/run-dbt.js';
import { type SampleOverrides, sampleRows } from '../dbt/sample-rows.js';
import { type ProjectModel, writeProject } from '../dbt/write-project.js';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const contracts: readonly ContractDocument[] = [
  customers,
  dailyRevenue,
  orders,
  sessions,
  conditions,
  encounters,
  observations,
  patients,
  members,
  loans,
];

const shared: DbtOptions = {
  earlier: [earlierLoans],
  consumers: [
    {
      consumer: 'Overdue letters',
      contract: 'library.loans',
      version: '2.0.0',
      columns: ['loan_id', 'due_on'],
      exhaustive: [],
      owner: 'letters@example.org',
    },
    {
      consumer: 'Old report',
      contract: 'library.loans',
      version: '1.0.0',
      columns: ['state'],
      exhaustive: ['state'],
      type: 'dashboard',
      url: 'https://example.org/report',
    },
  ],
};

/** What the rules of the library ask for beyond the usual samples. */
const librarySamples = {
  members: { branch: () => 'north', order: String, invited_by: () => '' },
  loans: { branch: () => 'north', shelf: () => 'A1', fee: () => '0.50' },
} satisfies Readonly<Record<string, SampleOverrides>>;
const samples: Readonly<Record<string, SampleOverrides>> = librarySamples;

function projectOf(
  options: DbtOptions,
  overrides: Readonly<Record<string, SampleOverrides>> = {},
): string {
  const directory = mkdtempSync(join(tmpdir(), 'das-dbt-'));
  directories.push(directory);
  const modelOf = (document: ContractDocument, file: string): ProjectModel => ({
    document,
    file,
    rows: sampleRows(document, { ...samples[document.name], ...overrides[document.name] }),
  });
  const models = contracts.map((contract) =>
    modelOf(contract, contract.name === 'loans' ? 'loans_v2' : contract.name),
  );
  const { files } = toDbt(contracts, { ...shared, ...options });
  writeProject(directory, [...models, modelOf(earlierLoans, 'loans_v1')], files);
  return directory;
}

const onDuckdb: DbtOptions = { dataType: duckdbType };

describe('the export to dbt, in dbt', () => {
  test('is read for Snowflake without an error, a warning or a deprecation', () => {
    const directory = projectOf({});
    const run = runDbt(directory, 'parse', '--target=snowflake');
    expect(run).toEqual({ exitCode: 0, complaints: [], statuses: {} });
    const manifest = JSON.parse(readFileSync(join(directory, 'target', 'manifest.json'), 'utf8'));
    expect(manifest.nodes['model.das_services.orders'].relation_name).toBe(
      '"BROOK_COMMERCE"."SILVER"."ORDERS"',
    );
    expect(manifest.sources['source.das_services.commerce_bronze.orders'].relation_name).toBe(
      '"BROOK_COMMERCE"."BRONZE"."ORDERS"',
    );
    const model = manifest.nodes['model.das_services.members'];
    expect(model.description).toBe(members.description);
    expect(model.columns.BRANCH.config.meta.examples).toEqual(oddTexts);
  });

  test('builds on DuckDB: contracts and constraints hold, and all tests pass', () => {
    const directory = projectOf(onDuckdb);
    expect(runDbt(directory, 'seed')).toMatchObject({ exitCode: 0, complaints: [] });
    const run = runDbt(directory, 'build', '--exclude=resource_type:seed');
    expect(run.complaints).toEqual([]);
    expect(run.exitCode).toBe(0);
    const kinds = Object.keys(run.statuses);
    expect(kinds.filter((id) => id.startsWith('model.'))).toHaveLength(contracts.length + 1);
    expect(kinds.filter((id) => id.startsWith('test.')).length).toBeGreaterThan(40);
  });

  test('fails exactly the tests of the rules that the data breaks', () => {
    const directory = projectOf(
      // Constraints would stop the build before a test sees the rows.
      { ...onDuckdb, constraints: [] },
      {
        members: {
          ...librarySamples.members,
          member_id: (index) => `member_id-${Math.max(index, 1)}`,
          email: (index) => (index === 0 ? '' : 'ada@example.org'),
        },
        loans: {
          ...librarySamples.loans,
          loan_id: (index) => `loan_id-${Math.max(index, 1)}`,
          state: (index) => (index === 0 ? 'lost' : 'open'),
          genre: () => 'manual',
          shelf: () => 'B2',
          fee: (index) => (index === 0 ? '70' : index === 1 ? '' : '2.00'),
          branch: (index) => (index === 0 ? 'NORTH' : 'north'),
          weight: () => '',
          updated_at: () => '2020-01-01T00:00:00',
        },
        customers: { loyalty_tier: () => 'none' },
        sessions: { pages: (index) => String(index) },
        orders: { total_usd: () => '100001' },
      },
    );
    runDbt(directory, 'seed');
    // A test is run whatever became of others, so all models are built first.
    expect(runDbt(directory, 'run').exitCode).toBe(0);
    const { exitCode, statuses } = runDbt(directory, 'test');
    const failed = Object.entries(statuses)
      .filter(([, status]) => status !== 'pass')
      .map(([id, status]) => `${id.replace('test.', '')} ${status}`);
    expect(exitCode).toBe(1);
    expect(failed.sort()).toEqual([
      'customers__accepted_values_loyalty_tier fail',
      'loans_v1__accepted_values_state fail',
      'loans_v1__primary_key fail',
      'loans_v2__accepted_values_fee fail',
      'loans_v2__accepted_values_genre fail',
      'loans_v2__accepted_values_shelf warn',
      'loans_v2__accepted_values_state fail',
      'loans_v2__completeness_fee warn',
      'loans_v2__completeness_weight fail',
      'loans_v2__completeness_weight_2 warn',
      'loans_v2__foreign_key_member_id_branch fail',
      'loans_v2__freshness_updated_at fail',
      'loans_v2__mean_fee fail',
      'loans_v2__member_is_known fail',
      'loans_v2__not_null_fee fail',
      'loans_v2__not_null_weight warn',
      'loans_v2__one_row_for_each_loan fail',
      'loans_v2__pattern_branch fail',
      'loans_v2__range_fee fail',
      'members__not_null_email fail',
      'members__primary_key fail',
      'members__unique_key_member_id_branch fail',
      'orders__range_total_usd fail',
      'sessions__range_pages fail',
    ]);
  });

  test('a row that breaks an enforced constraint stops the model', () => {
    const directory = projectOf(onDuckdb, { customers: { full_name: () => '' } });
    runDbt(directory, 'seed');
    const { statuses } = runDbt(directory, 'run', '--select=customers');
    expect(statuses['model.customers']).toBe('error');
  });

  test('measures how fresh the sources are', () => {
    const directory = projectOf(onDuckdb, {
      orders: { updated_at: () => '2020-01-01T00:00:00' },
    });
    runDbt(directory, 'seed');
    const { statuses } = runDbt(directory, 'source freshness');
    expect(statuses).toEqual({
      'source.commerce_bronze.customers': 'pass',
      'source.commerce_bronze.daily_revenue': 'pass',
      'source.commerce_bronze.orders': 'error',
      'source.commerce_bronze.sessions': 'pass',
      'source.library_bronze.loans': 'pass',
    });
  });
});
