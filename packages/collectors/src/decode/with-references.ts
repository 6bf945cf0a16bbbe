import { SchemaFault } from './registered-decoder.js';
import type { RegisteredSchema, SchemaReference, SchemaRegistry } from './schema-registry.js';

/** A schema that another one uses, under the name that it uses. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: string;
}

const deepest = 50;

/**
 * All schemas that a schema uses, each one before those that use it.
 *
 * @throws {@link SchemaFault} `unknown_schema_reference`
 */
export async function referencesOf(
  registry: SchemaRegistry,
  { references }: RegisteredSchema,
): Promise<readonly NamedSchema[]> {
  const found = new Map<string, NamedSchema>();
  const collect = async (reference: SchemaReference, depth: number): Promise<void> => {
    const key = `${reference.subject}:${reference.version}`;
    if (found.has(key)) return;
    const schema = depth > deepest ? undefined : await registry.referenced(reference);
    if (schema === undefined) throw new SchemaFault('unknown_schema_reference');
    for (const each of schema.references) await collect(each, depth + 1);
    found.set(key, { name: reference.name, schema: schema.schema });
  };
  for (const each of references) await collect(each, 0);
  return [...found.values()];
}
