import { isJsonObject, type JsonObject, toPlainJson } from '../document/json.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { ContractLock, LockedContract } from './contract-lock.js';
import { printJson } from './print-json.js';
import { shortDocument } from './short-document.js';

/**
 * The text of a lockfile: small, sorted, and the same for the same lock.
 *
 * What is the case by default is left out, as is what an enum's shape says already. A column is one
 * line where it fits, so that a review shows which column changed. Ends with a new line.
 */
export function formatLock(lock: ContractLock): string {
  const { consumers, acceptances } = lock;
  const contracts = Object.entries(lock.contracts).map(([id, each]) => [id, shortContract(each)]);
  const isPresent = (value: object) => Object.keys(value).length > 0;
  return printJson(
    toPlainJson({
      lockfileVersion: lock.lockfileVersion,
      contracts: Object.fromEntries(contracts),
      ...(isPresent(lock.retired) ? { retired: lock.retired } : {}),
      ...(isPresent(consumers) ? { consumers: consumers.map(shortPin) } : {}),
      ...(isPresent(acceptances) ? { acceptances } : {}),
    }),
  );
}

function shortPin({ exhaustive, ...pin }: ContractLock['consumers'][number]): object {
  return exhaustive.length === 0 ? pin : { ...pin, exhaustive };
}

function shortContract({ document, earlier, tombstones }: LockedContract): object {
  return {
    document: shorten(document),
    ...(earlier.length === 0 ? {} : { earlier: earlier.map(shorten) }),
    ...(tombstones.length === 0 ? {} : { tombstones }),
  };
}

function shorten(document: ContractDocument): JsonObject {
  const json = toPlainJson(document);
  return isJsonObject(json) ? shortDocument(json) : {};
}
