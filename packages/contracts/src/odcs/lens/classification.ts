import { isJsonObject, type Json, type JsonObject } from '../../document/json.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import {
  type Classification,
  classifications,
  isMoreSensitive,
} from '../../model/classification.js';
import { below, objectAt, objectsAt, textAt, withMember } from './element.js';
import type { Reader } from './reader.js';

/** What is assumed of data of which nothing is known. */
const strictest: Classification = 'phi';

function meaningOf(text: string, reader: Reader): Classification | undefined {
  const mapped = reader.reading.classifications ?? {};
  if (Object.hasOwn(mapped, text)) return mapped[text];
  return classifications.find((known) => known === text);
}

/** The parts of a property that may be classified by themselves, each with its path. */
function partsOf(element: JsonObject, path: DocumentPath): readonly [JsonObject, DocumentPath][] {
  const properties = objectsAt(element, 'properties').map(
    (property, at): [JsonObject, DocumentPath] => [property, below(path, 'properties', at)],
  );
  const map = objectAt(element, 'map');
  const single: [Json | undefined, DocumentPath][] = [
    [element.items, below(path, 'items')],
    [map.key, below(path, 'map', 'key')],
    [map.value, below(path, 'map', 'value')],
  ];
  const parts = single.flatMap(([part, at]): [JsonObject, DocumentPath][] =>
    isJsonObject(part) ? [[part, at]] : [],
  );
  return [...properties, ...parts];
}

function ownClassification(
  element: JsonObject,
  reader: Reader,
  path: DocumentPath,
): Classification | undefined {
  const text = textAt(element, 'classification');
  if (text === undefined) return undefined;
  const known = meaningOf(text, reader);
  if (known !== undefined) return known;
  reader.decide(
    'classification-unknown',
    below(path, 'classification'),
    `the classification is not one that DAS knows and is read as ${strictest}`,
  );
  return strictest;
}

function nestedClassifications(
  element: JsonObject,
  reader: Reader,
  path: DocumentPath,
): readonly Classification[] {
  return partsOf(element, path).flatMap(([part, at]) => [
    ...[ownClassification(part, reader, at)].filter((level) => level !== undefined),
    ...nestedClassifications(part, reader, at),
  ]);
}

function mostSensitive(levels: readonly Classification[]): Classification | undefined {
  return levels.reduce<Classification | undefined>(
    (worst, level) => (worst === undefined || isMoreSensitive(level, worst) ? level : worst),
    undefined,
  );
}

/**
 * How sensitive a column is: the most sensitive of it and of all that is nested in it. Where nothing
 * is said, or something that DAS does not know, it is taken for the most sensitive.
 */
export function readClassification(
  element: JsonObject,
  reader: Reader,
  path: DocumentPath,
): Classification {
  const own = ownClassification(element, reader, path);
  if (own === undefined) {
    reader.decide(
      'classification-missing',
      path,
      `there is no classification, so the column is read as ${strictest}`,
    );
    return strictest;
  }
  return mostSensitive([own, ...nestedClassifications(element, reader, path)]) ?? strictest;
}

function lowered(element: JsonObject, level: Classification, reader: Reader): JsonObject {
  const own = ownClassification(element, reader, []);
  let next =
    own !== undefined && isMoreSensitive(own, level)
      ? withMember(element, 'classification', level)
      : element;
  if (Array.isArray(next.properties)) {
    next = withMember(
      next,
      'properties',
      objectsAt(next, 'properties').map((part) => lowered(part, level, reader)),
    );
  }
  if (next.items !== undefined) {
    next = withMember(next, 'items', lowered(objectAt(next, 'items'), level, reader));
  }
  if (next.map !== undefined) {
    const map = objectAt(next, 'map');
    const parts = Object.entries(map).map(
      ([key]) => [key, lowered(objectAt(map, key), level, reader)] as const,
    );
    next = withMember(next, 'map', Object.fromEntries(parts));
  }
  return next;
}

/** Writes a classification, and lowers what is nested to it: the column is one thing to DAS. */
export function writeClassification(
  element: JsonObject,
  level: Classification,
  reader: Reader,
): JsonObject {
  return lowered(withMember(element, 'classification', level), level, reader);
}
