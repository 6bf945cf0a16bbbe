import type { $ZodObject } from 'zod/v4/core';
import * as zod from 'zod/v4/core';

/**
 * The same schema, by which zod reads what it accepts in code that it generates for it: in about half of
 * the time. What is not accepted, and what zod does not compile, it reads by the schema itself.
 *
 * It is the schema as it was where code must not be generated, and for a zod before 4.6, which has no
 * compiler, or another one than made the schema.
 */
export function compiledSchema(schema: $ZodObject): $ZodObject {
  const { version, globalConfig } = zod;
  const { compile } = zod as Partial<typeof zod>;
  const { major, minor, patch } = schema._zod.version;
  const isOwn = major === version.major && minor === version.minor && patch === version.patch;
  if (compile === undefined || !isOwn || globalConfig.jitless === true) return schema;
  return compile(schema);
}
