import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContractDocument } from '@das/contracts';
import { stringify } from 'yaml';
import { duckdbType, snowflakeFunctions } from './duckdb-dialect.js';
import { csvOf, type SampleRow } from './sample-rows.js';

/** One table that the project builds. */
export interface ProjectModel {
  readonly document: ContractDocument;
  /** The name of the file of its SQL, without an extension. */
  readonly file: string;
  readonly rows: readonly SampleRow[];
}

/** Writes a dbt project: what was exported, and what a project brings of its own. */
export function writeProject(
  directory: string,
  models: readonly ProjectModel[],
  exported: Readonly<Record<string, string>>,
): void {
  const files: Record<string, string> = { ...exported };
  files['dbt_project.yml'] = stringify({
    name: 'das_services',
    version: '1.0.0',
    profile: 'das_services',
    'on-run-start': snowflakeFunctions.map((text) => `{{ "${text}" if target.type == 'duckdb' }}`),
    // The names of DAS are exact, also where one is a word of SQL.
    quoting: { database: true, schema: true, identifier: true },
    seeds: { '+quote_columns': true },
  });
  const domains = [...new Set(models.map(({ document }) => document.domain))];
  files['profiles.yml'] = stringify({
    das_services: { target: 'duckdb', outputs: outputsOf(domains) },
  });
  // Without it, dbt puts the schema of the profile before that of the model.
  files['macros/generate_schema_name.sql'] =
    '{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or target.schema }}{% endmacro %}\n';
  for (const { document, file, rows } of models) {
    const { domain, name } = document;
    const seed = `bronze_${file}`;
    const isEarlier = file === `${name}_v1`;
    files[`seeds/${seed}.csv`] = csvOf(rows);
    files[`seeds/${seed}.yml`] = stringify({
      seeds: [
        {
          name: seed,
          config: {
            database: `BROOK_${domain.toUpperCase()}`,
            schema: 'BRONZE',
            alias: isEarlier ? file.toUpperCase() : name.toUpperCase(),
            column_types: Object.fromEntries(
              document.columns.map((column) => [
                column.name.toUpperCase(),
                duckdbType(column.type),
              ]),
            ),
          },
        },
      ],
    });
    const columns = document.columns.map((column) => `"${column.name.toUpperCase()}"`).join(', ');
    const from = isEarlier ? `ref('${seed}')` : `source('${domain}_bronze', '${name}')`;
    files[`models/${domain}/${file}.sql`] = `select ${columns} from {{ ${from} }}\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

function outputsOf(domains: readonly string[]): object {
  const [first, ...others] = domains.map((domain) => `BROOK_${domain.toUpperCase()}`);
  return {
    duckdb: {
      type: 'duckdb',
      path: `${first}.duckdb`,
      schema: 'main',
      threads: 1,
      attach: others.map((name) => ({ path: `${name}.duckdb`, alias: name })),
    },
    snowflake: {
      type: 'snowflake',
      account: 'example',
      user: 'nobody',
      password: 'unused: parsing opens no connection',
      database: 'BROOK_LIBRARY',
      schema: 'SILVER',
      warehouse: 'NONE',
    },
  };
}
