import { unsupported } from '../warehouse/errors.js';

/** Fields that say where something stood, never what it means. */
const positional = new Set([
  'span',
  'comments',
  'leading_comments',
  'trailing_comments',
  'left_comments',
  'operator_comments',
  'pre_alias_comments',
  'post_select_comments',
  'inferred_type',
]);

/**
 * One node of Polyglot's tree, read strictly: what a handler does not take must be empty.
 * So a clause that the engine does not know is refused by name, and can never be dropped.
 */
export class SyntaxNode {
  readonly kind: string;
  readonly #fields: Map<string, unknown>;

  constructor(kind: string, fields: Readonly<Record<string, unknown>>) {
    this.kind = kind;
    this.#fields = new Map(Object.entries(fields).filter(([name]) => !positional.has(name)));
  }

  /** A node `{ kind: fields }`, as Polyglot writes an expression. */
  static of(value: unknown): SyntaxNode {
    const entries = isRecord(value) ? Object.entries(value) : [];
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1) throw unsupported('this syntax');
    return new SyntaxNode(entry[0], isRecord(entry[1]) ? entry[1] : {});
  }

  /** A part of a node that has no kind of its own. */
  static part(kind: string, value: unknown): SyntaxNode {
    if (!isRecord(value)) throw unsupported(`this form of ${kind}`);
    return new SyntaxNode(kind, value);
  }

  take(field: string): unknown {
    const value = this.#fields.get(field);
    this.#fields.delete(field);
    return value ?? undefined;
  }

  /** Takes fields that only say how something was spelt. */
  ignore(...fields: readonly string[]): void {
    for (const field of fields) this.#fields.delete(field);
  }

  list(field: string): readonly unknown[] {
    const value = this.take(field);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw unsupported(`${field} of ${this.kind}`);
    return value;
  }

  flag(field: string): boolean {
    const value = this.take(field);
    if (value === undefined || value === false) return false;
    if (value === true) return true;
    throw unsupported(`${field} of ${this.kind}`);
  }

  text(field: string): string {
    const value = this.take(field);
    if (typeof value !== 'string') throw unsupported(`${field} of ${this.kind}`);
    return value;
  }

  /** Refuses whatever was not taken and is set. */
  done(): void {
    for (const [field, value] of this.#fields) {
      if (value === null || value === undefined || value === false) continue;
      if (Array.isArray(value) && value.length === 0) continue;
      throw unsupported(`${field.replaceAll('_', ' ')} in ${this.kind.replaceAll('_', ' ')}`);
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
