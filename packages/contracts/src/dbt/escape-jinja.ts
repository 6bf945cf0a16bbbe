/**
 * Writes a text so that Jinja, which dbt runs over YAML and SQL alike, gives it back unchanged.
 *
 * @see https://jinja.palletsprojects.com/en/stable/templates/#escaping
 */
export function escapeJinja(text: string): string {
  return text.replace(/\{(?=[{%#])/g, "{{ '{' }}");
}

/** The same for each text in a value that is about to be written as YAML; what is undefined is left out. */
export function escapeJinjaDeeply(value: unknown): unknown {
  if (typeof value === 'string') return escapeJinja(value);
  if (Array.isArray(value)) return value.map(escapeJinjaDeeply);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, escapeJinjaDeeply(inner)]),
  );
}
