import { owns } from '../../access/privileges.js';
import type { PolicyObject } from '../../catalogue/catalogue-object.js';
import { titleOf } from '../../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../../catalogue/constraint-policy-object.js';
import { alreadyExists, notAuthorized } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** `RENAME TO`: another name, or another schema. What the policy protects stays protected. */
export function movePolicy(
  definition: Definition,
  policy: PolicyObject | ConstraintPolicyObject,
): void {
  const { draft, reader, roles } = definition;
  const { schema, plain } = definition.schemaFor(reader.name(), policy.kind);
  reader.expectEnd();
  if (draft.find(policy.kind, schema.id, plain) !== undefined) {
    throw alreadyExists(titleOf(policy.kind), plain);
  }
  // Only who also owns it may bring an object into a schema of managed access.
  if (schema.id !== policy.parent && schema.isManaged && !owns(roles, schema)) {
    throw notAuthorized('Schema', draft.fullName(schema));
  }
  draft.put({ ...policy, name: plain, parent: schema.id });
}
