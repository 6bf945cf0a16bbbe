/** How large a batch is that a source hands over: whichever limit is reached first. */
export interface PieceLimits {
  readonly records: number;
  /** Bytes of values. One larger record is a piece of its own. */
  readonly bytes: number;
}

/** Cuts records into pieces within limits, in their order. */
export function* piecesOf<T extends { readonly value: Uint8Array | null }>(
  records: readonly T[],
  limits: PieceLimits,
): Iterable<readonly T[]> {
  let start = 0;
  let bytes = 0;
  for (let index = 0; index < records.length; index += 1) {
    const length = records[index]?.value?.length ?? 0;
    const isFull = index - start >= limits.records || bytes + length > limits.bytes;
    if (index > start && isFull) {
      yield records.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += length;
  }
  if (start < records.length) yield records.slice(start);
}
