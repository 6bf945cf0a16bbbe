import type { ResultSet, Row } from '@das/core';
import type { StorageIntegrationObject } from '../catalogue/storage-integration-object.js';
import { rowsResult } from '../shaping/status-result.js';

/** What SHOW INTEGRATIONS has. */
export const integrationNames: readonly string[] = [
  'name',
  'type',
  'category',
  'enabled',
  'comment',
  'created_on',
];

/** What SHOW INTEGRATIONS says of a storage integration alone. */
export function integrationValues(object: StorageIntegrationObject): Record<string, Row[string]> {
  return { type: 'EXTERNAL_STAGE', category: 'STORAGE', enabled: String(object.isEnabled) };
}

/** `DESCRIBE INTEGRATION`. */
export function integrationDescription(object: StorageIntegrationObject): ResultSet {
  const rows: Row[] = [];
  const add = (property: string, type: string, value: string, fallback: string): void => {
    rows.push({
      property,
      property_type: type,
      property_value: value,
      property_default: fallback,
    });
  };
  add('ENABLED', 'Boolean', String(object.isEnabled), 'false');
  add('STORAGE_PROVIDER', 'String', object.provider, '');
  add('STORAGE_ALLOWED_LOCATIONS', 'List', object.allowed.join(','), '[]');
  add('STORAGE_BLOCKED_LOCATIONS', 'List', object.blocked.join(','), '[]');
  for (const [name, value] of Object.entries(object.options)) add(name, 'String', value, '');
  add('COMMENT', 'String', object.comment, '');
  return rowsResult(['property', 'property_type', 'property_value', 'property_default'], rows);
}
