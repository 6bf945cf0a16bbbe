import { checkRules } from '../../definition/checks/check-rules.js';
import { isSameJson, type JsonObject } from '../../document/json.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import type { ContractColumn } from '../../model/column.js';
import { columnsOfRule, type Rule } from '../../model/rule.js';
import { below, objectsAt, textAt, withList } from './element.js';
import { fillSlots } from './fill-slots.js';
import { fits } from './fits.js';
import { freeName } from './names.js';
import type { Reader } from './reader.js';
import { readRule, writeRule } from './rule-lens.js';
import type { ColumnNames } from './rule-measure.js';

/** A rule where it stands: on the property at this index, or on the table. */
interface PlacedRule {
  readonly property: number | undefined;
  readonly index: number;
  readonly element: JsonObject;
  readonly rule: Rule | undefined;
}

function placedRules(
  table: JsonObject,
  names: ColumnNames,
  columns: ReadonlyMap<string, ContractColumn>,
  reader: Reader,
  path: DocumentPath,
): readonly PlacedRule[] {
  const taken = new Set<string>();
  const read = (
    element: JsonObject,
    column: string | undefined,
    at: DocumentPath,
  ): Rule | undefined => {
    const rule = readRule(element, column, names, reader, at);
    if (rule === undefined || !fits(() => checkRules(columns, [rule], ''))) {
      reader.decide('rule-kept', at, 'DAS has no such rule; it is kept and not checked');
      return undefined;
    }
    return { ...rule, name: freeName(rule.name, taken) };
  };
  const ofProperties = objectsAt(table, 'properties').flatMap((property, at) => {
    const column = names.toDas(textAt(property, 'name') ?? '');
    return objectsAt(property, 'quality').map((element, index) => ({
      property: at,
      index,
      element,
      rule: read(element, column, below(path, 'properties', at, 'quality', index)),
    }));
  });
  const ofTable = objectsAt(table, 'quality').map((element, index) => ({
    property: undefined,
    index,
    element,
    rule: read(element, undefined, below(path, 'quality', index)),
  }));
  return [...ofProperties, ...ofTable];
}

/** The rules of a table: those of its properties first, then its own. */
export function readRules(
  table: JsonObject,
  names: ColumnNames,
  columns: ReadonlyMap<string, ContractColumn>,
  reader: Reader,
  path: DocumentPath,
): readonly Rule[] {
  return placedRules(table, names, columns, reader, path).flatMap(({ rule }) => rule ?? []);
}

/** The column on which a rule stands in the standard, if it stands on one. */
function homeOf(rule: Rule): string | undefined {
  if (rule.kind === 'referential') return undefined;
  const columns = columnsOfRule(rule);
  return columns.length === 1 ? columns[0] : undefined;
}

/** The table with its rules changed, each where it stood or where it belongs. */
export function writeRules(
  table: JsonObject,
  rules: readonly Rule[],
  names: ColumnNames,
  columns: ReadonlyMap<string, ContractColumn>,
  reader: Reader,
): JsonObject {
  const placed = placedRules(table, names, columns, reader, []);
  const before = placed.flatMap(({ rule }) => rule ?? []);
  if (isSameJson(before, rules)) return table;
  const properties = objectsAt(table, 'properties');
  const columnAt = (index: number | undefined) =>
    index === undefined ? undefined : names.toDas(textAt(properties[index] ?? {}, 'name') ?? '');
  const former = (rule: Rule) =>
    placed.find(
      (other) =>
        other.rule?.name === rule.name &&
        isSameJson(columnsOfRule(other.rule), columnsOfRule(rule)),
    );
  const homes = rules.map((rule) => {
    const place = former(rule);
    if (place !== undefined) return place.property;
    const home = homeOf(rule);
    const at = properties.findIndex((_, index) => columnAt(index) === home);
    return home === undefined || at === -1 ? undefined : at;
  });
  const listFor = (property: number | undefined) => {
    const here = placed.filter((other) => other.property === property);
    const wanted = rules
      .filter((_, index) => homes[index] === property)
      .map((rule) => {
        const before = former(rule)?.element;
        const element = writeRule(before ?? {}, rule, columnAt(property), names, reader);
        return { element, former: before };
      });
    return fillSlots(
      here.map(({ element, rule }) => ({ element, isOurs: rule !== undefined })),
      wanted,
    );
  };
  const next = properties.map((property, at) => withList(property, 'quality', listFor(at)));
  return withList(withList(table, 'properties', next), 'quality', listFor(undefined));
}
