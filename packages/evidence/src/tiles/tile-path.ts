/** The number of hashes or entries in a full tile. */
export const tileWidth = 256;

/** Which tiles: those of a level of the tree, or the bundles of the entries themselves. */
export type TileKind = number | 'entries';

/**
 * The path of a tile, by C2SP tlog-tiles: `tile/<L>/<N>` or `tile/entries/<N>`, with `.p/<W>` when
 * it has fewer than 256 elements. N is written in groups of three digits, `x001/x234/067`.
 */
export function tilePath(kind: TileKind, index: number, width: number = tileWidth): string {
  const suffix = width === tileWidth ? '' : `.p/${width}`;
  return `${tileStem(kind, index)}${suffix}`;
}

/** What all partial versions of a tile start with. */
export function partialPrefix(kind: TileKind, index: number): string {
  return `${tileStem(kind, index)}.p/`;
}

function tileStem(kind: TileKind, index: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/${kind}/${groups.join('/')}`;
}

/** How many hashes the tiles of a level hold for a tree of that size: one per 256^level leaves. */
export function levelCount(size: number, level: number): number {
  return Math.floor(size / tileWidth ** level);
}
