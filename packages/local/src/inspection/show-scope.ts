import { holdsGlobal, owns, sees } from '../access/privileges.js';
import type { CatalogueObject, ObjectKind } from '../catalogue/catalogue-object.js';
import { isAccountKind } from '../catalogue/object-kinds.js';
import { findDatabase, findSchema } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { seesUser } from './user-row.js';

/** Roles are known to all; other objects to those with a privilege on them, or MANAGE GRANTS. */
export function isVisible(context: StatementContext, object: CatalogueObject): boolean {
  const { roles, engine, temporaries } = context.state;
  if (object.kind === 'USER') {
    return object.name === context.state.user || seesUser(object, context.state);
  }
  if (object.kind === 'SHARE') return owns(roles, object);
  if (object.kind === 'DATABASE ROLE') {
    const database = engine.catalogue.get(object.parent);
    return database !== undefined && sees(roles, database);
  }
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

/** Where SHOW looks: the account, a database or a schema; by default the current database. */
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
  const isTop = isAccountKind(kind);
  if (reader.accept('IN')) {
    if (reader.accept('ACCOUNT')) return () => true;
    const word = reader.accept('DATABASE') ? 'DATABASE' : reader.accept('SCHEMA') ? 'SCHEMA' : '';
    if (word !== '' && (reader.isAtEnd || endsScope(reader))) {
      // Without a name it is the current one; without a current one it has no effect.
      if (state.database === undefined) return () => true;
      return inside(state.database, word === 'SCHEMA' ? state.schema : undefined);
    }
    const name = reader.name();
    const isDatabase =
      word === 'DATABASE' || (word === '' && name.length === 1 && isInDatabase(kind));
    if (isDatabase) return inside(findDatabase(catalogue, state.roles, name[0] ?? '').name);
    const database = name.length > 1 ? (name[0] ?? '') : state.database;
    if (database === undefined) throw invalidStatement('the session has no current database');
    const schema = findSchema(catalogue, state.roles, database, name.at(-1) ?? '');
    return inside(database, schema.name);
  }
  if (isTop || state.database === undefined) return () => true;
  return inside(state.database);
}

/** Whether what follows IN DATABASE or IN SCHEMA is no name. */
function endsScope(reader: StatementContext['reader']): boolean {
  return reader.sees('STARTS', 'WITH') || reader.sees('LIMIT') || reader.seesOperator('->');
}

/** Whether objects of a kind lie in the database itself, not in a schema. */
function isInDatabase(kind: ObjectKind): boolean {
  return kind === 'SCHEMA' || kind === 'DATABASE ROLE';
}
