import type { ResultSet, Row } from '@das/core';
import type { StageObject } from '../catalogue/stage-object.js';
import { rowsResult } from '../shaping/status-result.js';
import { describeFormat } from './file-format-row.js';

/** What SHOW STAGES says of a stage alone. */
export function stageValues(stage: StageObject): Record<string, Row[string]> {
  const isExternal = stage.url !== undefined;
  return {
    type: isExternal ? 'EXTERNAL' : 'INTERNAL',
    url: stage.url ?? '',
    has_credentials: 'N',
    has_encryption_key: 'N',
    cloud: isExternal ? cloudOf(stage.url ?? '') : null,
    region: null,
    storage_integration: stage.integration ?? null,
  };
}

function cloudOf(url: string): string {
  if (url.startsWith('s3')) return 'AWS';
  return url.startsWith('gcs:') ? 'GCP' : 'AZURE';
}

/** `DESCRIBE STAGE`: one row for each property of the stage and of its files. */
export function stageDescription(stage: StageObject): ResultSet {
  const rows: Row[] = [];
  const add = (
    parent: string,
    property: string,
    type: string,
    value: string,
    fallback: string,
  ): void => {
    rows.push({
      parent_property: parent,
      property,
      property_type: type,
      property_value: value,
      property_default: fallback,
    });
  };
  const named = stage.fileFormat?.FORMAT_NAME;
  if (typeof named === 'string') {
    add('STAGE_FILE_FORMAT', 'FORMAT_NAME', 'String', named, '');
  } else {
    for (const row of describeFormat({ options: stage.fileFormat ?? {} })) {
      rows.push({ parent_property: 'STAGE_FILE_FORMAT', ...row });
    }
  }
  const copy = stage.copyOptions ?? {};
  for (const [property, type, fallback] of copyProperties) {
    add('STAGE_COPY_OPTIONS', property, type, (copy[property] ?? fallback).toString(), fallback);
  }
  add('STAGE_LOCATION', 'URL', 'String', stage.url === undefined ? '' : `["${stage.url}"]`, '');
  if (stage.integration !== undefined) {
    add('STAGE_INTEGRATION', 'STORAGE_INTEGRATION', 'String', stage.integration, '');
  }
  add('DIRECTORY', 'ENABLE', 'Boolean', 'false', 'false');
  return rowsResult(
    ['parent_property', 'property', 'property_type', 'property_value', 'property_default'],
    rows,
  );
}

const copyProperties: readonly (readonly [string, string, string])[] = [
  ['ON_ERROR', 'String', 'ABORT_STATEMENT'],
  ['SIZE_LIMIT', 'Long', ''],
  ['PURGE', 'Boolean', 'false'],
  ['RETURN_FAILED_ONLY', 'Boolean', 'false'],
  ['ENFORCE_LENGTH', 'Boolean', 'true'],
  ['TRUNCATECOLUMNS', 'Boolean', 'false'],
  ['FORCE', 'Boolean', 'false'],
];
