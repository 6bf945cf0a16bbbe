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
  return (bytes, start = 0, end = bytes.length) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let crc = -1;
    let at = start;
    // Sixteen bytes a step: many times as fast as one.
    for (const last = end - 15; at < last; at += 16) {
      const first = crc ^ view.getInt32(at, true);
      const second = view.getInt32(at + 4, true);
      const third = view.getInt32(at + 8, true);
      const fourth = view.getInt32(at + 12, true);
      crc =
        (tables[3840 + (first & 0xff)] as number) ^
        (tables[3584 + ((first >>> 8) & 0xff)] as number) ^
        (tables[3328 + ((first >>> 16) & 0xff)] as number) ^
        (tables[3072 + (first >>> 24)] as number) ^
        (tables[2816 + (second & 0xff)] as number) ^
        (tables[2560 + ((second >>> 8) & 0xff)] as number) ^
        (tables[2304 + ((second >>> 16) & 0xff)] as number) ^
        (tables[2048 + (second >>> 24)] as number) ^
        (tables[1792 + (third & 0xff)] as number) ^
        (tables[1536 + ((third >>> 8) & 0xff)] as number) ^
        (tables[1280 + ((third >>> 16) & 0xff)] as number) ^
        (tables[1024 + (third >>> 24)] as number) ^
        (tables[768 + (fourth & 0xff)] as number) ^
        (tables[512 + ((fourth >>> 8) & 0xff)] as number) ^
        (tables[256 + ((fourth >>> 16) & 0xff)] as number) ^
        (tables[fourth >>> 24] as number);
    }
    for (; at < end; at += 1) {
      crc = (crc >>> 8) ^ (tables[(crc ^ (bytes[at] as number)) & 0xff] as number);
    }
    return (crc ^ -1) >>> 0;
  };
}
