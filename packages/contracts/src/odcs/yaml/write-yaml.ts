import { stringify } from 'yaml';
import type { JsonObject } from '../../document/json.js';

/**
 * Writes YAML 1.2 that readers of YAML 1.1 take for the same: what they would read as a date or a
 * boolean is quoted.
 */
export function writeYaml(document: JsonObject): string {
  return stringify(document, {
    version: '1.2',
    schema: 'core',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
}
