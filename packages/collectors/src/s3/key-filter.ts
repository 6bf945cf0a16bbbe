/** Whether a key is one to read. */
export type KeyFilter = (key: string) => boolean;

/**
 * Compiles globs over keys: `*` and `?` stand for characters other than `/`, `**` for any. Without
 * globs every key fits. What only marks a folder, a key that ends with `/`, never does.
 */
export function keyFilter(globs: string | readonly string[] | undefined): KeyFilter {
  const patterns = typeof globs === 'string' ? [globs] : (globs ?? ['**']);
  const expressions = patterns.map(expressionOf);
  return (key) => !key.endsWith('/') && expressions.some((each) => each.test(key));
}

function expressionOf(glob: string): RegExp {
  const source = glob.replace(/\*{2,}\/?|\*|\?|[^*?]/gsu, (part) => {
    if (part === '?') return '[^/]';
    if (part === '*') return '[^/]*';
    // As in a shell, `**/` may also stand for no folder at all.
    if (part.startsWith('**')) return part.endsWith('/') ? '(?:.*/)?' : '.*';
    return part.replace(/[\\^$.|+()[\]{}/]/u, '\\$&');
  });
  return new RegExp(`^${source}$`, 'su');
}
