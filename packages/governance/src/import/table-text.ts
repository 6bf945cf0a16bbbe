import type { ColumnResource } from '@das/core';
import type { ContractNames } from './contract-text.js';
import type { ExistingTable } from './import-tables.js';
import { type Literal, typescriptText } from './typescript-text.js';

/** A table as `importedTable(…)`: what its contract does not say. */
export function tableText({ table }: ExistingTable, names: ContractNames): string {
  const columns = table.columns.flatMap((column): readonly (readonly [string, Literal])[] => {
    const key = names.columns.get(column.name) ?? column.name;
    const details = columnDetails(column, key);
    return details === undefined ? [] : [[key, details]];
  });
  const { rowAccess, aggregationPolicy, tags } = table;
  const definition: Literal = {
    name: [...table.name],
    columns: columns.length === 0 ? undefined : Object.fromEntries(columns),
    rowAccess:
      rowAccess === undefined
        ? undefined
        : { policy: [...rowAccess.policy], columns: [...rowAccess.columns] },
    aggregationPolicy: aggregationPolicy === undefined ? undefined : [...aggregationPolicy],
    tags: tags === undefined ? undefined : tagTexts(tags),
    dynamic:
      table.kind === 'table'
        ? undefined
        : {
            targetLag: table.targetLag,
            warehouse: table.warehouse,
            query: table.query,
            owner: table.owner,
          },
  };
  const start = `  importedTable(${names.constant}, `;
  return `${start}${typescriptText(definition, 2, start.length + 2)}),`;
}

function columnDetails(column: ColumnResource, key: string): Literal | undefined {
  const { maskingPolicy, maskingArguments, projectionPolicy, tags } = column;
  const details = {
    name: column.name === key.toUpperCase() ? undefined : column.name,
    // A schema of anything takes NULL, whatever the column does.
    isNullable: column.type === 'VARIANT' && !column.isNullable ? false : undefined,
    maskingPolicy: maskingPolicy === undefined ? undefined : [...maskingPolicy],
    maskingArguments: maskingArguments === undefined ? undefined : [...maskingArguments],
    projectionPolicy: projectionPolicy === undefined ? undefined : [...projectionPolicy],
    tags: tags.length === 0 ? undefined : tagTexts(tags),
  };
  return Object.values(details).every((each) => each === undefined) ? undefined : details;
}

function tagTexts(tags: ColumnResource['tags']): readonly Literal[] {
  return tags.map(({ tag, value }) => ({ tag: [...tag], value }));
}
