import type { TemporaryObject } from '../catalogue/catalogue-object.js';
import type { Definition } from './definition.js';

/** The temporary table or view of the session under a name. */
export function findTemporary<K extends TemporaryObject['kind']>(
  definition: Definition,
  kind: K,
  schema: number | undefined,
  name: string,
): Extract<TemporaryObject, { kind: K }> | undefined {
  const { temporaries } = definition.context.state;
  const found = [...temporaries.values()].find(
    (object) => object.kind === kind && object.parent === schema && object.name === name,
  );
  return found as Extract<TemporaryObject, { kind: K }> | undefined;
}
