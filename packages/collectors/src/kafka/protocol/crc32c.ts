/** The reversed polynomial of Castagnoli. */
const polynomial = 0x82f63b78;

/** Sixteen tables of 256: the checksum of a byte with zero to fifteen zero bytes after it. */
function tablesOf(): Int32Array {
  const all = new Int32Array(16 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    all[byte] = crc;
  }
  for (let at = 256; at < all.length; at += 1) {
    const before = all[at - 256] as number;
    all[at] = (before >>> 8) ^ (all[before & 0xff] as number);
  }
  return all;
}

/**
 * The checksum CRC-32C, as each batch of records carries it. Node's zlib has only CRC-32.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
 */
export const crc32c: (bytes: Uint8Array, start?: number, end?: number) => number = checksumBy(
  tablesOf(),
);

/**
 * The tables are an argument, and no constant of the module, which a bundler makes a variable: V8
 * leaves out the check of each place in them only where it knows that they never change.
 */
function checksumBy(tables: Int32Array): typeof crc32c {
  /** The checksum of four bytes by four tables, of which the first is for the last byte. */
  const ofWord = (table: number, word: number): number =>
    (tables[table + 768 + (word & 0xff)] as number) ^
    (tables[table + 512 + ((word >>> 8) & 0xff)] as number) ^
    (tables[table + 256 + ((word >>> 16) & 0xff)] as number) ^
    (tables[table + (word >>> 24)] as number);
  return (bytes, start = 0, end = bytes.length) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let crc = -1;
    let at = start;
    // Sixteen bytes a step: many times as fast as one.
    for (const last = end - 15; at < last; at += 16) {
      crc =
        ofWord(3072, crc ^ view.getInt32(at, true)) ^
        ofWord(2048, view.getInt32(at + 4, true)) ^
        ofWord(1024, view.getInt32(at + 8, true)) ^
        ofWord(0, view.getInt32(at + 12, true));
    }
    for (; at < end; at += 1) {
      crc = (crc >>> 8) ^ (tables[(crc ^ (bytes[at] as number)) & 0xff] as number);
    }
    return (crc ^ -1) >>> 0;
  };
}
