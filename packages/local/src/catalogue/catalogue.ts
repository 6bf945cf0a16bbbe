import { containersOf, grantedIn, withInheritedGrants } from '../access/inherited-grants.js';
import { databaseRoleOf } from '../access/role-key.js';
import { alreadyExists, notAuthorized } from '../warehouse/errors.js';
import {
  type CatalogueObject,
  isContainer,
  isRelation,
  type ObjectKind,
  type RelationObject,
  type RoleObject,
  type SchemaObject,
  titleOf,
} from './catalogue-object.js';

/** Objects that share one namespace share a space: a table and a view of one name cannot coexist. */
function spaceOf(kind: ObjectKind): string {
  const isRelationKind = kind === 'TABLE' || kind === 'VIEW' || kind === 'DYNAMIC TABLE';
  return isRelationKind || kind === 'STREAM' ? 'RELATION' : kind;
}

function parentOf(object: CatalogueObject): number {
  return 'parent' in object ? object.parent : 0;
}

function keyOf(kind: ObjectKind, parent: number, name: string): string {
  return `${spaceOf(kind)}\u0000${parent}\u0000${name}`;
}

/** What a draft changed: what must be written to the store with it. */
export interface CatalogueChange {
  readonly put: readonly CatalogueObject[];
  readonly removed: readonly number[];
}

/** All objects of the account, by id and by name. A committed catalogue is never changed. */
export class Catalogue {
  readonly version: number;
  protected readonly objects: Map<number, CatalogueObject>;
  protected readonly names: Map<string, number>;

  constructor(version: number, objects: Iterable<CatalogueObject>) {
    this.version = version;
    this.objects = new Map();
    this.names = new Map();
    for (const object of objects) this.insert(object);
  }

  protected insert(object: CatalogueObject): void {
    this.objects.set(object.id, object);
    this.names.set(keyOf(object.kind, parentOf(object), object.name), object.id);
  }

  /** Whether it never changes any more. */
  get isSettled(): boolean {
    return true;
  }

  get(id: number): CatalogueObject | undefined {
    return this.objects.get(id);
  }

  find<K extends ObjectKind>(
    kind: K,
    parent: number,
    name: string,
  ): Extract<CatalogueObject, { kind: K }> | undefined {
    const id = this.names.get(keyOf(kind, parent, name));
    const object = id === undefined ? undefined : this.objects.get(id);
    return object?.kind === kind ? (object as Extract<CatalogueObject, { kind: K }>) : undefined;
  }

  /** The schema of a name in two parts. */
  schemaAt(database: string, schema: string): SchemaObject | undefined {
    const holder = this.find('DATABASE', 0, database);
    return holder && this.find('SCHEMA', holder.id, schema);
  }

  findRelation(schema: number, name: string): RelationObject | undefined {
    const id = this.names.get(keyOf('TABLE', schema, name));
    const object = id === undefined ? undefined : this.objects.get(id);
    return object !== undefined && isRelation(object) ? object : undefined;
  }

  role(name: string): RoleObject | undefined {
    return this.find('ROLE', 0, name);
  }

  *all(): Generator<CatalogueObject> {
    yield* this.objects.values();
  }

  *ofKind<K extends ObjectKind>(kind: K): Generator<Extract<CatalogueObject, { kind: K }>> {
    for (const object of this.objects.values()) {
      if (object.kind === kind) yield object as Extract<CatalogueObject, { kind: K }>;
    }
  }

  *childrenOf(parent: number): Generator<CatalogueObject> {
    for (const object of this.objects.values()) {
      if (parentOf(object) === parent && parent !== 0) yield object;
    }
  }

  /** The full name of an object: `DB.SCHEMA.NAME`. */
  fullName(object: CatalogueObject): string {
    const parent = this.objects.get(parentOf(object));
    return parent === undefined ? object.name : `${this.fullName(parent)}.${object.name}`;
  }

  /** The schema and database that hold an object, itself included. */
  container(object: CatalogueObject): { database: string; schema: string } {
    if (object.kind === 'DATABASE') return { database: object.name, schema: '' };
    const parent = this.objects.get(parentOf(object));
    if (object.kind === 'SCHEMA') return { database: parent?.name ?? '', schema: object.name };
    return parent === undefined ? { database: '', schema: '' } : this.container(parent);
  }

  /** A copy that can be changed, and becomes the next version when it is committed. */
  draft(): CatalogueDraft {
    return new CatalogueDraft(this.version + 1, this.objects.values());
  }
}

/** A catalogue under change, inside the transaction of one DDL statement. */
export class CatalogueDraft extends Catalogue {
  readonly #put = new Set<number>();
  readonly #removed = new Set<number>();

  override get isSettled(): boolean {
    return false;
  }

  put(given: CatalogueObject): void {
    this.#refuseShared(given);
    const object = withInheritedGrants(this, this.#withinDatabase(given));
    const before = this.objects.get(object.id);
    const holder = this.objects.get(
      this.names.get(keyOf(object.kind, parentOf(object), object.name)) ?? object.id,
    );
    // A stream shares the names of tables and views.
    if (holder !== undefined && holder.id !== object.id && holder.kind !== object.kind) {
      throw alreadyExists(titleOf(holder.kind), this.fullName(holder));
    }
    if (before !== undefined) this.names.delete(keyOf(before.kind, parentOf(before), before.name));
    this.insert(object);
    this.#put.add(object.id);
    this.#removed.delete(object.id);
    if (isContainer(object) && this.#passesOther(before, object)) {
      for (const each of [...this.#inside(object)]) this.put(each);
    }
  }

  /** Whether what lies in a container may inherit other grants than before. */
  #passesOther(before: CatalogueObject | undefined, after: CatalogueObject): boolean {
    const [former, next] = [before === undefined ? [] : grantedIn(before), grantedIn(after)];
    if (JSON.stringify(former) !== JSON.stringify(next)) return true;
    if (before !== undefined && parentOf(before) === parentOf(after)) return false;
    const holders = [before, after].flatMap((each) =>
      each === undefined ? [] : containersOf(this, each),
    );
    return [after, ...holders].some((holder) => grantedIn(holder).length > 0);
  }

  /** The account's own objects that lie in a container, at any depth, or in the account. */
  *#inside(container: CatalogueObject): Generator<CatalogueObject> {
    for (const object of this.objects.values()) {
      if (object.id === container.id || object.shared !== undefined) continue;
      if (containersOf(this, object).some(({ id }) => id === container.id)) yield object;
    }
  }

  /** What moves to another database leaves the grants to the roles of the one before behind. */
  #withinDatabase(object: CatalogueObject): CatalogueObject {
    const isForeign = (key: string): boolean => {
      const role = databaseRoleOf(this, key);
      return role !== undefined && role.parent !== this.#databaseOf(object);
    };
    if (isForeign(object.owner)) throw notAuthorized(titleOf(object.kind), this.fullName(object));
    const passed = grantedIn(object);
    if (![...object.grants, ...passed].some(({ role }) => isForeign(role))) return object;
    return {
      ...object,
      grants: object.grants.filter(({ role }) => !isForeign(role)),
      ...(passed.length > 0 && {
        inheritedGrants: passed.filter(({ role }) => !isForeign(role)),
      }),
    };
  }

  #databaseOf(object: CatalogueObject): number | undefined {
    if (object.kind === 'DATABASE') return object.id;
    const parent = this.objects.get(parentOf(object));
    return parent && this.#databaseOf(parent);
  }

  /** What another account shares cannot be changed, and nothing can be put beside it. */
  #refuseShared(object: CatalogueObject): void {
    const parent = this.objects.get(parentOf(object));
    const isInside = parent?.kind === 'DATABASE' && parent.share !== undefined;
    if (object.shared === undefined && parent?.shared === undefined && !isInside) return;
    throw notAuthorized(titleOf(object.kind), this.fullName(object));
  }

  /** Exchanges the names of two objects of one space, which {@link put} cannot do in two steps. */
  swap(left: RelationObject, right: RelationObject): void {
    this.remove(left.id);
    this.remove(right.id);
    this.put({ ...left, name: right.name, parent: right.parent });
    this.put({ ...right, name: left.name, parent: left.parent });
  }

  remove(id: number): void {
    const object = this.objects.get(id);
    if (object === undefined) return;
    this.objects.delete(id);
    const key = keyOf(object.kind, parentOf(object), object.name);
    if (this.names.get(key) === id) this.names.delete(key);
    this.#put.delete(id);
    this.#removed.add(id);
  }

  change(): CatalogueChange {
    const put = [...this.#put].map((id) => this.objects.get(id)).filter((object) => !!object);
    return { put, removed: [...this.#removed] };
  }

  commit(): Catalogue {
    return new Catalogue(this.version, this.objects.values());
  }
}
