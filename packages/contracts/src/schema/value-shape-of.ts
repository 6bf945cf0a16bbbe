import type { $ZodType } from 'zod/v4/core';
import type { EnumValue, ValueShape } from '../model/value-shape.js';
import { countChecks, countsOf } from './bounds.js';
import { prefaultAbsence, replacementShape } from './replacement-shape.js';
import { isScalarType, scalarShape } from './scalar-shape.js';
import {
  type CheckDefinition,
  checksOf,
  definitionOf,
  type SchemaDefinition,
} from './schema-definition.js';
import { intersectionOf } from './shape-intersection.js';
import { absent, changed, enumShape, optionsOf, present, refined, unionOf } from './shape-union.js';
import { changesText } from './string-format.js';

/** Which side of a schema: what writers may hand in, or what readers meet. */
export type SchemaSide = 'input' | 'output';

/** Schemas are read this deep, and this much of them: far more than anyone writes for a column. */
const deepest = 32;
const largest = 20_000;

/** One reading of one schema. */
interface Reading {
  readonly side: SchemaSide;
  /** The schemas that the one being read is part of. */
  readonly path: readonly $ZodType[];
  readonly budget: { left: number };
}

/**
 * The values that a schema lets through on one side, as plain data.
 *
 * What only running code can tell is counted as `refinements` or is opaque. On the side of readers,
 * checks that stand before a change of the value (`trim`, `toLowerCase`, a pipe) say nothing, since
 * what was changed need not pass them any more.
 */
export function valueShapeOf(schema: $ZodType, side: SchemaSide): ValueShape {
  return shapeOf(schema, { side, path: [], budget: { left: largest } });
}

function opaque(reason: string): ValueShape {
  return { kind: 'opaque', reason };
}

function shapeOf(schema: $ZodType | undefined, reading: Reading): ValueShape {
  const { path, budget } = reading;
  budget.left -= 1;
  if (schema === undefined) return opaque('missing');
  if (path.includes(schema) || path.length > deepest || budget.left < 0) return opaque('recursive');
  const definition = definitionOf(schema);
  const checks = checksOf(schema);
  const inside = { ...reading, path: [...path, schema] };
  if (isScalarType(definition.type)) {
    const shape = checkedShape(checks, reading.side, (read) =>
      scalarShape(definition.type as 'string', read),
    );
    if (definition.coerce !== true || reading.side === 'output') return shape;
    // A value that is of the type already is taken as it is; what becomes of another is code.
    return unionOf([shape, opaque('coerce')]);
  }
  // What replaces a value of several parts need not hold what was said of the parts.
  if (reading.side === 'output' && checks.some(changesText)) return opaque('overwrite');
  return checkedShape(checks, reading.side, (read) => {
    const { shape, isRead } = structure(schema, definition, read, inside);
    return refined(shape, read.filter((check) => !isRead(check)).length);
  });
}

/**
 * Applies checks, some of which may change the value. Readers meet what the checks behind the last
 * change let through; writers are held to those before the first, and through code to the rest.
 */
function checkedShape(
  checks: readonly CheckDefinition[],
  side: SchemaSide,
  read: (checks: readonly CheckDefinition[]) => ValueShape,
): ValueShape {
  const first = checks.findIndex(changesText);
  if (first === -1) return read(checks);
  const last = checks.findLastIndex(changesText);
  // A change that is also a format, such as that of a URL, holds before and after it.
  const isFormat = (check: CheckDefinition | undefined) => check?.check === 'string_format';
  const after = read(checks.slice(isFormat(checks[last]) ? last : last + 1));
  if (side === 'output') {
    const isPlain = checks.slice(0, last + 1).every(isFormat);
    return isPlain ? after : refined(after, 1);
  }
  const before = read(checks.slice(0, isFormat(checks[first]) ? first + 1 : first));
  const free = read([]);
  const isUnchecked =
    first === last && JSON.stringify(read(checks.slice(last + 1))) === JSON.stringify(free);
  return isUnchecked ? before : changed(before, 'overwrite', after);
}

/** The shape of a schema without its checks, but for those that are read along with it. */
interface Structure {
  readonly shape: ValueShape;
  readonly isRead: (check: CheckDefinition) => boolean;
}

function plain(shape: ValueShape): Structure {
  return { shape, isRead: () => false };
}

function structure(
  schema: $ZodType,
  definition: SchemaDefinition,
  checks: readonly CheckDefinition[],
  reading: Reading,
): Structure {
  if (definition.type !== 'array' && definition.type !== 'set') {
    return plain(plainStructure(schema, definition, reading));
  }
  const { least, most } = countsOf(checks);
  return {
    shape: {
      kind: definition.type,
      items: shapeOf(definition.element ?? definition.valueType, reading),
      ...(least === undefined ? {} : { minItems: least }),
      ...(most === undefined ? {} : { maxItems: most }),
    },
    isRead: ({ check = '' }) => countChecks.has(check),
  };
}

function plainStructure(
  schema: $ZodType,
  definition: SchemaDefinition,
  reading: Reading,
): ValueShape {
  const inner = () => shapeOf(definition.innerType, reading);
  const isInput = reading.side === 'input';
  switch (definition.type) {
    case 'boolean':
      return isInput && definition.coerce === true
        ? unionOf([{ kind: 'boolean' }, opaque('coerce')])
        : { kind: 'boolean' };
    case 'success':
      // zod refuses here what it should only report, so what passes is its to say.
      return isInput ? refined({ kind: 'unknown' }, 1) : { kind: 'boolean' };
    case 'template_literal':
      return { kind: 'string', patterns: [String(schema._zod.pattern)] };
    case 'enum':
    case 'literal':
      return closedShape(schema, definition.type);
    case 'any':
    case 'unknown':
      return { kind: 'unknown' };
    case 'null':
    case 'never':
      return { kind: definition.type };
    case 'undefined':
    case 'void':
      // The value may be undefined, but zod does not let the key be absent.
      return refined(absent, 1);
    case 'object':
      return objectShape(definition, reading);
    case 'tuple':
      return tupleShape(definition, reading);
    case 'record':
    case 'map':
      return recordShape(definition, reading);
    case 'union': {
      const union = unionOf((definition.options ?? []).map((option) => shapeOf(option, reading)));
      // Of an exclusive union exactly one option may hold, which only code can tell.
      return refined(union, schema._zod.traits.has('$ZodXor') ? 1 : 0);
    }
    case 'intersection':
      return intersectionOf(shapeOf(definition.left, reading), shapeOf(definition.right, reading));
    case 'optional':
      return unionOf([inner(), refined(absent, isExactlyOptional(schema) ? 1 : 0)]);
    case 'nullable':
      return unionOf([inner(), { kind: 'null' }]);
    case 'default':
      if (isInput) return unionOf([inner(), absent]);
      return replacementShape(present(inner()), 'default', () => definition.defaultValue);
    case 'prefault':
      if (!isInput) return inner();
      return unionOf([present(inner()), prefaultAbsence(inner(), () => definition.defaultValue)]);
    case 'nonoptional':
      return isInput ? requiredShape(definition.innerType, reading) : present(inner());
    case 'catch':
      if (isInput) return unionOf([{ kind: 'unknown' }, absent]);
      return replacementShape(inner(), 'catch', () =>
        definition.catchValue?.({ value: undefined, issues: [], error: { issues: [] } }),
      );
    case 'readonly':
      return inner();
    case 'lazy':
      return shapeOf(definition.getter?.(), reading);
    case 'pipe':
      return pipeShape(definition, reading);
    default:
      return opaque(definition.type);
  }
}

/** What may be handed in where no value may come out. A default inside may still stand in for it. */
function requiredShape(schema: $ZodType | undefined, reading: Reading): ValueShape {
  const given = shapeOf(schema, reading);
  const kept = shapeOf(schema, { ...reading, side: 'output' });
  if (JSON.stringify(given) === JSON.stringify(kept)) return present(given);
  return unionOf(
    optionsOf(given).map((part) => (part.kind === 'undefined' ? refined(part, 1) : part)),
  );
}

function isExactlyOptional(schema: $ZodType): boolean {
  return schema._zod.traits.has('$ZodExactOptional');
}

/** An enum or a literal. */
function closedShape(schema: $ZodType, type: string): ValueShape {
  const values: EnumValue[] = [];
  const parts: ValueShape[] = [];
  for (const value of schema._zod.values ?? []) {
    if (value === null) parts.push({ kind: 'null' });
    else if (value === undefined) parts.push(refined(absent, 1));
    else if (typeof value === 'bigint') {
      parts.push({ kind: 'bigint', minimum: String(value), maximum: String(value) });
    } else if (
      typeof value === 'symbol' ||
      (typeof value === 'number' && !Number.isFinite(value))
    ) {
      parts.push(opaque(type));
    } else values.push(value);
  }
  return unionOf(values.length === 0 ? parts : [enumShape(values), ...parts]);
}

function objectShape(definition: SchemaDefinition, reading: Reading): ValueShape {
  const fields = Object.entries(definition.shape ?? {})
    // zod neither checks nor keeps a field of this name.
    .filter(([name]) => name !== '__proto__')
    .map(([name, schema]) => [name, shapeOf(schema, reading)] as const);
  const { catchall } = definition;
  const others = catchall === undefined ? undefined : shapeOf(catchall, reading);
  return {
    kind: 'object',
    fields: Object.fromEntries(fields),
    unknownKeys: others === undefined ? 'drop' : others.kind === 'never' ? 'refuse' : others,
  };
}

function tupleShape({ items = [], rest }: SchemaDefinition, reading: Reading): ValueShape {
  return {
    kind: 'tuple',
    items: items.map((item) => shapeOf(item, reading)),
    ...(rest === undefined || rest === null ? {} : { rest: shapeOf(rest, reading) }),
  };
}

function recordShape(definition: SchemaDefinition, reading: Reading): ValueShape {
  const { type, keyType, valueType, mode, partial } = definition;
  const values = shapeOf(valueType, reading);
  const keys = shapeOf(keyType, reading);
  if (type === 'map') return { kind: 'map', keys, values };
  if (mode === 'loose') return opaque('loose record');
  const names = partial === true ? undefined : keyType?._zod.values;
  if (names === undefined) return { kind: 'record', keys, values };
  if (keys.kind !== 'enum' || keys.refinements !== undefined) return opaque('record');
  // A record whose keys are known has all of them and no others.
  return {
    kind: 'object',
    fields: Object.fromEntries(keys.values.map((name) => [String(name), values])),
    unknownKeys: 'refuse',
  };
}

function pipeShape(definition: SchemaDefinition, reading: Reading): ValueShape {
  if (reading.side === 'output') return shapeOf(definition.out, reading);
  const given = shapeOf(definition.in, reading);
  const isTransform = definition.out?._zod.def.type === 'transform';
  // A transform may refuse what it is given.
  if (isTransform) return refined(given, 1);
  const by = definition.in?._zod.def.type === 'transform' ? 'transform' : 'pipe';
  return changed(given, by, shapeOf(definition.out, { ...reading, side: 'output' }));
}
