/** Says that bytes would decompress to more than is allowed. Never leaves this package. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}
