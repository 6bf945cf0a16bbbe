import { isJsonObject, isSameJson, type Json, type JsonObject } from '../document/json.js';
import { defaultRetention } from '../model/slo.js';

/** What a document says when it says nothing. */
const contractDefaults: JsonObject = {
  status: 'active',
  tags: [],
  unknownKeys: 'drop',
  refinements: 0,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  partitionBy: [],
  clusterBy: [],
  slo: {},
  quality: [],
  retention: { ...defaultRetention },
  support: [],
  compatibility: 'full',
};

const columnDefaults: JsonObject = {
  isNullable: false,
  isEnumOpen: false,
  isFreeText: false,
  examples: [],
  tags: [],
};

const ruleDefaults: JsonObject = { severity: 'error' };

/** The object without the members that say what is the case anyway. */
function without(value: JsonObject, defaults: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(
    ([key, inner]) => !Object.hasOwn(defaults, key) || !isSameJson(inner, defaults[key]),
  );
  return Object.fromEntries(entries);
}

/** Maps the objects of a list; what is no list or no object is left for others to complain about. */
function mapObjects(value: Json | undefined, change: (item: JsonObject) => JsonObject): Json {
  if (!Array.isArray(value)) return value ?? null;
  return value.map((item: Json) => (isJsonObject(item) ? change(item) : item));
}

/** The texts of an enum, if a shape is one. They are in the shape, so they need not be said twice. */
function enumOf(shape: Json | undefined): readonly Json[] | undefined {
  if (!isJsonObject(shape)) return undefined;
  const options = shape.kind === 'union' && Array.isArray(shape.options) ? shape.options : [shape];
  const present = options.filter(
    (option: Json) =>
      !isJsonObject(option) || (option.kind !== 'null' && option.kind !== 'undefined'),
  );
  const [only] = present;
  if (present.length !== 1 || !isJsonObject(only) || only.kind !== 'enum') return undefined;
  const { values } = only;
  const isText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  return isText ? values : undefined;
}

/** Said where a column has no enum although its shape is one. */
const noEnum: Json = null;

function shortColumn(column: JsonObject): JsonObject {
  const derived = enumOf(column.stored);
  const { enum: values, ...rest } = without(column, columnDefaults);
  if (isSameJson(values, derived)) return rest;
  return { ...rest, enum: values ?? noEnum };
}

function fullColumn(column: JsonObject): JsonObject {
  const { enum: values, ...rest } = { ...columnDefaults, ...column };
  const found = values === undefined ? enumOf(column.stored) : values;
  return found === undefined || found === noEnum ? rest : { ...rest, enum: found };
}

/** A document without what its place in the lockfile and the defaults say already. */
export function shortDocument(document: JsonObject): JsonObject {
  const { domain: _, name: __, ...rest } = without(document, contractDefaults);
  return {
    ...rest,
    ...(Object.hasOwn(rest, 'columns') ? { columns: mapObjects(rest.columns, shortColumn) } : {}),
    ...(Object.hasOwn(rest, 'quality')
      ? { quality: mapObjects(rest.quality, (rule) => without(rule, ruleDefaults)) }
      : {}),
  };
}

/** The whole document of the contract with this id, `domain.name`. */
export function fullDocument(document: JsonObject, id: string): JsonObject {
  const dot = id.indexOf('.');
  const full = {
    domain: id.slice(0, dot),
    name: id.slice(dot + 1),
    ...contractDefaults,
    ...document,
  } as JsonObject;
  return {
    ...full,
    columns: mapObjects(full.columns, fullColumn),
    quality: mapObjects(full.quality, (rule) => ({ ...ruleDefaults, ...rule })),
  };
}
