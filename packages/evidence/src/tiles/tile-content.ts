import { hashLength } from '../merkle/tree-hash.js';

/** The bytes of a tile: its hashes, one after the other. */
export function encodeTile(hashes: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(hashes);
}

/** The hashes of a tile; `undefined` when its length is not that of whole hashes. */
export function decodeTile(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length % hashLength !== 0) return undefined;
  const count = bytes.length / hashLength;
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * hashLength, (index + 1) * hashLength),
  );
}

/** The bytes of an entry bundle: each entry after its length as a big-endian 16-bit number. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(entries.flatMap((entry) => [lengthPrefix(entry), entry]));
}

function lengthPrefix(entry: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(entry.length);
  return prefix;
}

/** What an entry bundle holds: the entries up to where it stops to make sense. */
export interface DecodedBundle {
  readonly entries: readonly Uint8Array[];
  /** Whether the last entry ends where the bundle ends. */
  readonly isWhole: boolean;
}

/** Reads an entry bundle as far as it goes. */
export function decodeBundle(bytes: Uint8Array): DecodedBundle {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let position = 0;
  while (position + 2 <= bytes.length) {
    const end = position + 2 + view.getUint16(position);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(position + 2, end));
    position = end;
  }
  return { entries, isWhole: position === bytes.length };
}
