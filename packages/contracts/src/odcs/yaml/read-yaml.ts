import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { freezeDeeply } from '../../definition/freeze-deeply.js';
import type { Json } from '../../document/json.js';
import {
  type DocumentPath,
  type StructureFault,
  toJsonPointer,
} from '../../document/structure/structure.js';
import { OdcsError, type OdcsErrorCode, type OdcsFault } from '../errors/odcs-error.js';

/** A text that was read, and where its parts stand in it. */
export interface YamlSource {
  readonly value: Json;
  /** The places of whole numbers that a JavaScript number cannot hold exactly, as JSON pointers. */
  readonly rounded: readonly string[];
  /** The error that says where these faults stand in the text. */
  error(code: OdcsErrorCode, faults: readonly StructureFault[], next: string): OdcsError;
}

/** As many aliases as a person would write; more would blow a short text up. */
const mostAliases = 100;

interface Position {
  readonly line: number;
  readonly col: number;
}

function offsetOf(document: Document, path: DocumentPath, isAboutName: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return offset;
      const isLast = depth === path.length - 1;
      const target: unknown = isLast && isAboutName ? pair.key : (pair.value ?? pair.key);
      if (isNode(target) && target.range) offset = target.range[0];
      node = pair.value;
    } else {
      const item: unknown = (
        node as { get?: (key: unknown, keep: boolean) => unknown } | null
      )?.get?.(step, true);
      if (!isNode(item)) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
  }
  return offset;
}

function danglingAliases(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias(_, node) {
      if (node.resolve(document) === undefined) offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function roundedNumbers(document: Document): readonly string[] {
  const rounded: string[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      const { value } = node;
      if (key === 'key' || typeof value !== 'number') return;
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) return;
      const path: (string | number)[] = [];
      for (const [at, ancestor] of ancestors.entries()) {
        const child: unknown = ancestors[at + 1] ?? node;
        if (isPair(ancestor) && isScalar(ancestor.key)) path.push(String(ancestor.key.value));
        else if (isNode(ancestor) && 'items' in ancestor && !isMap(ancestor)) {
          path.push((ancestor.items as readonly unknown[]).indexOf(child));
        }
      }
      rounded.push(toJsonPointer(path));
    },
  });
  return rounded;
}

function errorOf(
  code: OdcsErrorCode,
  faults: readonly OdcsFault[],
  file: string,
  next: string,
  cause?: unknown,
): OdcsError {
  const [first] = faults;
  const where = first?.path === '' || first === undefined ? 'the document' : first.path;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more faults` : '';
  const line = first?.line === undefined ? '' : `:${first.line}:${first.column ?? 1}`;
  return new OdcsError(code, `${where} ${first?.message ?? 'is wrong'}${more}`, faults, {
    place: `${file}${line}${first?.path ? ` ${first.path}` : ''}`,
    next,
    cause,
  });
}

/**
 * Reads YAML 1.2 with its core schema, of which JSON is a part: dates stay texts, a key comes once,
 * there are no tags of programming languages, and aliases are few.
 *
 * @throws {@link OdcsError} `DAS_ODCS_NOT_YAML`
 */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const position = (offset: number): Position => lines.linePos(offset);
  const refuse = (faults: readonly OdcsFault[], cause?: unknown) =>
    errorOf('DAS_ODCS_NOT_YAML', faults, file, 'write one document of YAML 1.2 or JSON', cause);
  const whole = (message: string) => ({ path: '', message, line: undefined, column: undefined });
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      // A directive in the text must not bring back the dates and booleans of YAML 1.1.
      schema: 'core',
      version: '1.2',
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      uniqueKeys: true,
      prettyErrors: false,
      // With `silent` a second document would be overlooked.
      logLevel: 'error',
    });
    const problems = [...document.errors, ...document.warnings];
    if (problems.length > 0) {
      const faults = problems.map(({ code, pos }) => {
        const { line, col } = position(pos[0]);
        return { path: '', message: `is not YAML 1.2 (${code})`, line, column: col };
      });
      throw refuse(faults);
    }
    const dangling = danglingAliases(document);
    if (dangling.length > 0) {
      throw refuse(
        dangling.map((offset) => {
          const { line, col } = position(offset);
          return { path: '', message: 'names an anchor that is not there', line, column: col };
        }),
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return {
      value: freezeDeeply(value) as Json,
      rounded: roundedNumbers(document),
      error: (code, faults, next) =>
        errorOf(
          code,
          faults.map(({ path, message, isAboutName }) => {
            const { line, col } = position(offsetOf(document, path, isAboutName));
            return { path: toJsonPointer(path), message, line, column: col };
          }),
          file,
          next,
        ),
    };
  } catch (error) {
    if (error instanceof OdcsError) throw error;
    // Too many aliases is a ReferenceError of the library, too deep a nesting a RangeError.
    const reason =
      error instanceof RangeError ? 'is nested too deeply' : 'repeats itself too often';
    throw refuse([whole(reason)], error);
  }
}
