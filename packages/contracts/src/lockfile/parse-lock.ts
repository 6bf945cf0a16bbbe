import { freezeDeeply } from '../definition/freeze-deeply.js';
import { isJsonObject, type Json, type JsonObject } from '../document/json.js';
import { toJsonPointer } from '../document/structure/structure.js';
import type { ContractLock } from './contract-lock.js';
import { LockError } from './lock-error.js';
import { lockStructure } from './lock-structure.js';
import { fullDocument } from './short-document.js';

const remake = 'take the file of the main branch and run das contract lock again';

/**
 * Reads the text of a lockfile. Nothing in it is trusted: it may have been merged or written by hand.
 *
 * @param place - where the text is from, for messages
 * @throws {@link LockError} `DAS_LOCK_MERGE_CONFLICT`, `DAS_LOCK_NOT_JSON`, `DAS_LOCK_UNKNOWN_VERSION`,
 * or `DAS_LOCK_INVALID` with the JSON pointer of each fault
 */
export function parseLock(text: string, place: string): ContractLock {
  const raw = parseJson(text, place);
  if (!isJsonObject(raw)) throw invalid([{ path: '', message: 'must be an object' }], place);
  if (raw.lockfileVersion !== 1) {
    throw new LockError('DAS_LOCK_UNKNOWN_VERSION', 'the lockfile has no version that is known', {
      place: `${place}#/lockfileVersion`,
      next: 'use the release of DAS that wrote it, or a newer one; this one reads version 1',
    });
  }
  const full = withDefaults(raw);
  const faults = lockStructure(full, []).map(({ path, message }) => ({
    path: toJsonPointer(path),
    message,
  }));
  if (faults.length > 0) throw invalid(faults, place);
  // The structure has just been checked, member for member.
  return freezeDeeply(full) as unknown as ContractLock;
}

function parseJson(text: string, place: string): unknown {
  const conflict = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7})(?:\s|$)/.test(line));
  if (conflict !== -1) {
    throw new LockError('DAS_LOCK_MERGE_CONFLICT', 'the lockfile has marks of a merge conflict', {
      place: `${place}:${conflict + 1}`,
      next: remake,
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LockError('DAS_LOCK_NOT_JSON', 'the lockfile is not JSON', {
      place: `${place}${lineOf(error, text)}`,
      next: `repair it there, or ${remake}`,
    });
  }
}

/** The line that the parser names, if it names one. Its message may quote the text, so it is not used. */
function lineOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message) : null;
  return position === null ? '' : `:${text.slice(0, Number(position[1])).split('\n').length}`;
}

function invalid(
  faults: readonly { readonly path: string; readonly message: string }[],
  place: string,
): LockError {
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more faults` : '';
  const what = `${first?.path || 'it'} ${first?.message ?? 'is not right'}${more}`;
  return new LockError(
    'DAS_LOCK_INVALID',
    `the lockfile is no lock: ${what}`,
    { place: `${place}#${first?.path ?? ''}`, next: `repair it there, or ${remake}` },
    faults,
  );
}

function mapMembers(
  value: Json | undefined,
  change: (inner: JsonObject, key: string) => Json,
): Json {
  if (!isJsonObject(value)) return value ?? {};
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, isJsonObject(inner) ? change(inner, key) : inner] as const,
  );
  return Object.fromEntries(entries);
}

function withDefaults(raw: JsonObject): JsonObject {
  const pins = raw.consumers ?? [];
  return {
    retired: {},
    acceptances: [],
    ...raw,
    contracts: mapMembers(raw.contracts, (contract, id) => ({
      earlier: [],
      tombstones: [],
      ...contract,
      ...(isJsonObject(contract.document) ? { document: fullDocument(contract.document, id) } : {}),
      ...(Array.isArray(contract.earlier)
        ? {
            earlier: contract.earlier.map((each: Json) =>
              isJsonObject(each) ? fullDocument(each, id) : each,
            ),
          }
        : {}),
    })),
    consumers: Array.isArray(pins)
      ? pins.map((pin: Json) => (isJsonObject(pin) ? { exhaustive: [], ...pin } : pin))
      : pins,
  };
}
