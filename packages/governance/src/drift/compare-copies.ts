import { isClassified } from '../checks/effective-policy.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import { driftRules } from './drift-rules.js';

/** What nobody declared and the role may not see, and what was copied from classified columns. */
export function compareCopies(comparison: Comparison): readonly DriftFinding[] {
  return [...hiddenData(comparison), ...copies(comparison)];
}

function hiddenData({ deployed, observed, originOf }: Comparison): readonly DriftFinding[] {
  return observed.hidden.flatMap(({ kind, name, owner }) => {
    const full = name.join('.');
    if (deployed.has(`${kind} ${full}`) || deployed.has(`dynamicTable ${full}`)) return [];
    const address = `${kind} ${full}`;
    const message = `${address} is not declared; role ${owner} owns it and keeps it to itself`;
    return [driftFinding(driftRules.undeclaredData, message, { address }, originOf(full))];
  });
}

function copies({ deployed, observed, originOf }: Comparison): readonly DriftFinding[] {
  const classified = new Set(
    [...deployed.values()].flatMap((resource) =>
      resource.kind === 'table' || resource.kind === 'dynamicTable'
        ? resource.columns
            .filter((column) => column.maskingPolicy !== undefined || isClassified(column))
            .map(({ name }) => columnKey(resource.name.join('.'), name))
        : [],
    ),
  );
  const found = new Map<string, DriftFinding>();
  for (const { table, column, source, isMasked, isDeployed } of observed.copies) {
    if (isMasked || !classified.has(columnKey(source.table, source.column))) continue;
    if (deployed.has(`table ${table}`) || deployed.has(`dynamicTable ${table}`)) continue;
    // In the databases of the domain nobody but the domain deploys.
    const [database = ''] = table.split('.');
    const isOther = isDeployed && !observed.databases.includes(database);
    const rule = isOther ? driftRules.copyOfDomain : driftRules.copyUnprotected;
    const key = columnKey(table, column);
    if (found.has(key)) continue;
    const message = `the column was written from ${source.table}.${source.column}, and nothing masks it`;
    const place = { address: `table ${table}`, column };
    found.set(key, driftFinding(rule, message, place, originOf(table)));
  }
  return [...found.values()];
}

function columnKey(table: string, column: string): string {
  return JSON.stringify([table, column]);
}
