import type { Catalogue } from '../catalogue/catalogue.js';
import { type DynamicTableObject, isRelation } from '../catalogue/catalogue-object.js';
import { tokenize } from '../lexing/tokenize.js';

/** The dynamic tables that a dynamic table reads, directly or through views. */
export function upstreamOf(catalogue: Catalogue, table: DynamicTableObject): readonly number[] {
  const found = new Set<number>();
  const { database, schema } = catalogue.container(table);
  const visit = (text: string, at: { database: string; schema: string }): void => {
    const tokens = tokenize(text);
    for (const [index, token] of tokens.entries()) {
      if (token.kind !== 'word' && token.kind !== 'quoted') continue;
      const path = [token.value];
      for (let next = index + 1; tokens[next]?.value === '.' && path.length < 3; next += 2) {
        path.push(tokens[next + 1]?.value ?? '');
      }
      for (let length = 1; length <= path.length; length += 1) {
        const [a = '', b, c] = path.slice(0, length);
        const full =
          c !== undefined && b !== undefined
            ? [a, b, c]
            : b !== undefined
              ? [at.database, a, b]
              : [at.database, at.schema, a];
        const parent = catalogue.schemaAt(full[0] ?? '', full[1] ?? '');
        const relation = parent && catalogue.findRelation(parent.id, full[2] ?? '');
        if (relation === undefined || relation.id === table.id || !isRelation(relation)) continue;
        if (found.has(relation.id)) continue;
        if (relation.kind === 'DYNAMIC TABLE') found.add(relation.id);
        if (relation.kind === 'VIEW' && !found.has(-relation.id)) {
          found.add(-relation.id);
          visit(relation.text, catalogue.container(relation));
        }
      }
    }
  };
  visit(table.text, { database, schema });
  return [...found].filter((id) => id > 0);
}

/** The dynamic tables that read a dynamic table, directly, through views or through one another. */
export function downstreamOf(catalogue: Catalogue, id: number): readonly number[] {
  const readers = new Map<number, number[]>();
  for (const table of catalogue.ofKind('DYNAMIC TABLE')) {
    for (const upstream of upstreamOf(catalogue, table)) {
      readers.set(upstream, [...(readers.get(upstream) ?? []), table.id]);
    }
  }
  const found = new Set<number>();
  const open = [...(readers.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || next === id) continue;
    found.add(next);
    open.push(...(readers.get(next) ?? []));
  }
  return [...found];
}
