import { rolesBelow } from '../access/role-set.js';
import type { ViewObject } from '../catalogue/catalogue-object.js';
import { Compilation } from '../compile/compilation.js';
import type { Definition } from '../definition/definition.js';
import { databaseOf } from '../definition/grant/grantee.js';
import { secureRelation } from '../enforcement/secure-relation.js';

/** The ids of the databases that a view reads, with those that its policies read. */
export function databasesRead(definition: Definition, view: ViewObject): ReadonlySet<number> {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const { database, schema } = draft.container(view);
  secureRelation([database, schema, view.name], compilation, {
    ...compilation.frame(),
    roles: rolesBelow(draft, view.owner),
    invoker: view.owner,
    seesTemporaries: false,
  });
  const ids = [...compilation.relations.values()].map((relation) =>
    databaseOf(definition, relation),
  );
  return new Set(ids.filter((id) => id !== undefined));
}
