import { type Duration, durationInSeconds } from '../model/duration.js';
import { quoteIdentifier } from '../quality/quoting.js';
import { columnEntry, tagsOf } from './column-entry.js';
import { type DbtModel, type DbtProject, databaseOf, idOf, schemaOf } from './dbt-project.js';

/** The BRONZE tables of one domain as a source of dbt. */
export function sourceEntry(
  domain: string,
  models: readonly DbtModel[],
  project: DbtProject,
): object {
  return {
    name: `${domain}_bronze`,
    description: `The tables of the domain ${domain} as they landed.`,
    database: databaseOf(project, domain),
    schema: schemaOf(project, 'bronze'),
    loader: 'das',
    quoting: { database: true, schema: true, identifier: true },
    tables: models.map((model) => tableEntry(model, project)),
  };
}

function tableEntry({ document }: DbtModel, project: DbtProject): object {
  const { freshness } = document.slo;
  return {
    name: document.name,
    identifier: document.name.toUpperCase(),
    description: document.description,
    config: {
      ...(freshness === undefined ? {} : freshnessConfig(document, freshness)),
      meta: {
        contract: idOf(document),
        contract_version: document.version,
        owner: document.owner,
        status: document.status,
        retention: document.retention.bronze,
      },
      ...tagsOf(document.tags),
    },
    columns: document.columns.map((column) => columnEntry(column, project)),
  };
}

/**
 * The promise is kept when 95 of 100 measurements are within the age, so that one beyond it is a
 * warning; one at twice the age is an error.
 */
function freshnessConfig(
  { columns }: DbtModel['document'],
  { column, p95 }: { readonly column: string; readonly p95: Duration },
): object {
  const isDay = columns.some(({ name, type }) => name === column && type === 'DATE');
  const text = quoteIdentifier(column);
  const seconds = durationInSeconds(p95);
  return {
    loaded_at_field: isDay ? `CAST(${text} AS TIMESTAMP)` : text,
    freshness: { warn_after: periodOf(seconds), error_after: periodOf(2 * seconds) },
  };
}

/** A length of time in dbt's words, rounded up to whole minutes. */
function periodOf(seconds: number): { readonly count: number; readonly period: string } {
  if (seconds % 86_400 === 0) return { count: seconds / 86_400, period: 'day' };
  if (seconds % 3600 === 0) return { count: seconds / 3600, period: 'hour' };
  return { count: Math.ceil(seconds / 60), period: 'minute' };
}
