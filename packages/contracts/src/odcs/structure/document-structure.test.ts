import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2019 from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../document/json.js';
import { readYaml } from '../yaml/read-yaml.js';
import { odcsStructure } from './document-structure.js';

const folder = fileURLToPath(new URL('../../../../../../shared/vectors/odcs/', import.meta.url));
const isThere = existsSync(folder);

function officialSchema(): (document: unknown) => boolean {
  const ajv = new Ajv2019.default({ strict: false });
  addFormats.default(ajv);
  const schema = readFileSync(`${folder}schema/odcs-json-schema-v3.1.0.json`, 'utf8');
  return ajv.compile(JSON.parse(schema));
}

/** All examples but the one of five thousand lines, of which the others have every part. */
function examples(): readonly Json[] {
  return readdirSync(`${folder}docs/examples`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.odcs.yaml') && !name.includes('adventureworks'))
    .map((name) => readYaml(readFileSync(`${folder}docs/examples/${name}`, 'utf8'), name).value);
}

type Path = readonly (string | number)[];

/** The paths of all parts of a document. */
function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

type Change = (before: unknown) => unknown;

/** The document with another value at a path, or without it. */
function changed(document: unknown, path: Path, change: Change): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(document);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(document)
    ? [...document]
    : { ...(document as object) };
  const holder = copy as Record<string, unknown>;
  const next = changed(holder[step], rest, change);
  if (next === undefined) {
    if (Array.isArray(copy)) copy.splice(Number(step), 1);
    else delete holder[step];
  } else holder[step] = next;
  return copy;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of the standard, so that a change hits what other parts would take. */
const words = [
  'name',
  'id',
  'type',
  'metric',
  'mustBe',
  'mustBeLessThan',
  'mustBeBetween',
  'query',
  'engine',
  'implementation',
  'logicalType',
  'logicalTypeOptions',
  'properties',
  'items',
  'required',
  'from',
  'to',
  'value',
  'property',
  'quality',
  'x-unknown',
  'format',
  'minLength',
  'minimum',
  'tags',
  'vendor',
  'deprecated',
  'enum',
  'location',
  'port',
  'dateIn',
  'relationships',
];

const values: readonly Json[] = [
  null,
  true,
  0,
  1.5,
  -1,
  '',
  'x',
  'a.b',
  'a.b.c',
  'string',
  'integer',
  'array',
  'object',
  'library',
  'sql',
  'custom',
  'text',
  'rowCount',
  'snowflake',
  'kafka',
  '2024-02-30',
  '2024-02-29',
  '2024-02-29T10:00:00Z',
  [],
  [1],
  [1, 2],
  [2, 2],
  ['a.b', 'a.c'],
  {},
  { a: 1 },
  's3://x/y',
  'a b',
];

describe.skipIf(!isThere)(
  'the structure of documents (skipped only where the folder shared/vectors/odcs is not beside the repository)',
  () => {
    test('every official example has it', () => {
      for (const document of examples()) expect(odcsStructure('3.1')(document, [])).toEqual([]);
    });

    // The one place where we are stricter: the validator of the official schema overlooks this name.
    test('a member called __proto__ is refused like any other that is not known', () => {
      const document: unknown = JSON.parse('{"__proto__": 1}');
      expect(odcsStructure('3.1')(document, []).at(-1)?.path).toEqual(['__proto__']);
    });

    test('a document that was changed at random is refused when the official schema refuses it', () => {
      const official = officialSchema();
      const structure = odcsStructure('3.1');
      const documents = examples().map((document) => ({ document, paths: pathsOf(document) }));
      const change = fc.oneof(
        fc.constant<Change>(() => undefined),
        fc.constantFrom(...values).map(
          (value): Change =>
            () =>
              value,
        ),
        fc.tuple(fc.constantFrom(...words), fc.constantFrom(...values)).map(
          ([key, value]): Change =>
            (before) =>
              isObject(before)
                ? Object.fromEntries([...Object.entries(before), [key, value]])
                : value,
        ),
      );
      let refused = 0;
      let taken = 0;
      fc.assert(
        fc.property(
          fc.constantFrom(...documents),
          fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 2 }),
          ({ document, paths }, changes) => {
            let next: unknown = document;
            for (const [at, change] of changes) {
              const path = paths[at % paths.length] ?? [];
              try {
                next = changed(next, path, change);
              } catch {
                // An earlier change took the part away.
              }
            }
            if (next === undefined) return;
            const isTaken = structure(next, []).length === 0;
            if (isTaken) taken += 1;
            else refused += 1;
            const told = structure(next, []).map(
              ({ path, message }) => `${path.join('/')} ${message}`,
            );
            expect({ isTaken, told }).toEqual({ isTaken: official(next), told });
          },
        ),
        { numRuns: 3000 },
      );
      expect(refused).toBeGreaterThan(300);
      expect(taken).toBeGreaterThan(300);
    }, 60_000);
  },
);
