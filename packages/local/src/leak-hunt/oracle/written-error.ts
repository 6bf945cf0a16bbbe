/** Message, stack and members of an error, and of what caused it, as one text. */
export function writtenError(error: unknown): string {
  const parts: string[] = [];
  for (let at = error, depth = 0; at !== undefined && depth < 10; depth += 1) {
    parts.push(String(at));
    if (!(at instanceof Error)) break;
    parts.push(at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)));
    at = at.cause;
  }
  return parts.join('\n');
}
