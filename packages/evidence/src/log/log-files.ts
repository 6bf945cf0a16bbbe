/** The file that holds the newest checkpoint. */
export const checkpointFile = 'checkpoint';

/** What the immutable copies of all checkpoints start with. */
export const checkpointCopyPrefix = 'checkpoint.';

/** The immutable copy of the checkpoint of a size. */
export function checkpointCopy(size: number): string {
  return `${checkpointCopyPrefix}${size}`;
}

/** The size in the name of a checkpoint's copy; `undefined` for a name that is none. */
export function sizeOfCopy(path: string): number | undefined {
  const [, text] = /^checkpoint\.(0|[1-9]\d{0,15})$/.exec(path) ?? [];
  const size = Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
}
