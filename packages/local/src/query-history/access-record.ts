/** One row of the access history, but for what the statement's own record says. Each is JSON. */
export interface AccessRecord {
  readonly direct: readonly unknown[];
  readonly base: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly definition: Readonly<Record<string, unknown>> | undefined;
  readonly policies: readonly unknown[];
}
