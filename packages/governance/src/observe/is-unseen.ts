const codes: ReadonlySet<unknown> = new Set([
  'DAS_WAREHOUSE_NOT_AUTHORIZED',
  'DAS_WAREHOUSE_NOT_FOUND',
]);

/** Whether an error says that the role may not see something, or that it is not there: Snowflake says no more. */
export function isUnseen(error: unknown): boolean {
  return codes.has((error as { readonly code?: unknown }).code);
}
