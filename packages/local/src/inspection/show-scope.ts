import { holdsGlobal, sees } from '../access/privileges.js';
import type { CatalogueObject, ObjectKind } from '../catalogue/catalogue-object.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** Roles are known to all; other objects to those with a privilege on them, or MANAGE GRANTS. */
export function isVisible(context: StatementContext, object: CatalogueObject): boolean {
  const { roles, engine, temporaries } = context.state;
  if (object.kind === 'ROLE' || temporaries.has(object.id)) return true;
  if (holdsGlobal(engine.catalogue, roles, 'MANAGE GRANTS')) return true;
  if (object.kind === 'DATABASE' || object.kind === 'SCHEMA') {
    return sees(roles, object);
  }
  const parent = 'parent' in object ? engine.catalogue.get(object.parent) : undefined;
  return sees(roles, object) && (parent === undefined || sees(roles, parent));
}

/** The names that `LIKE` lets through. */
export function readLike(context: StatementContext): RegExp | undefined {
  if (!context.reader.accept('LIKE')) return undefined;
  const pattern = context.reader.string();
  const source = [...pattern]
    .map((character) => {
      if (character === '%') return '[\\s\\S]*';
      if (character === '_') return '[\\s\\S]';
      return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 'i');
}

/** The number of rows after `LIMIT`. */
export function readLimit(context: StatementContext): number | undefined {
  const { reader } = context;
  if (reader.accept('STARTS', 'WITH')) throw unsupported('STARTS WITH in SHOW');
  return reader.accept('LIMIT') ? reader.integer() : undefined;
}

/** Where SHOW looks: the account, a database or a schema; by default where the session is. */
export function scopeOf(
  context: StatementContext,
  kind: ObjectKind,
): (object: CatalogueObject) => boolean {
  const { reader, state, engine } = context;
  const { catalogue } = engine;
  const inside = (database: string, schema?: string): ((object: CatalogueObject) => boolean) => {
    return (object) => {
      const place = catalogue.container(object);
      return place.database === database && (schema === undefined || place.schema === schema);
    };
  };
  const isTop = kind === 'DATABASE' || kind === 'ROLE' || kind === 'WAREHOUSE';
  if (reader.accept('IN')) {
    if (reader.accept('ACCOUNT')) return () => true;
    const word = reader.accept('DATABASE') ? 'DATABASE' : reader.accept('SCHEMA') ? 'SCHEMA' : '';
    const name = reader.name();
    const isDatabase =
      word === 'DATABASE' || (word === '' && name.length === 1 && kind === 'SCHEMA');
    if (isDatabase) return inside(findDatabase(catalogue, state.roles, name[0] ?? '').name);
    const database = name.length > 1 ? (name[0] ?? '') : state.database;
    if (database === undefined) throw invalidStatement('the session has no current database');
    const schema = findSchema(catalogue, state.roles, database, name.at(-1) ?? '');
    return inside(database, schema.name);
  }
  if (isTop || state.database === undefined) return () => true;
  if (kind === 'SCHEMA' || state.schema === undefined) return inside(state.database);
  return inside(state.database, state.schema);
}
