/** Code that stands for itself, such as a name. Columns may be called anything: a member is no mark of it. */
export class Code {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** What {@link typescriptText} writes; a member that is `undefined` is left out. */
export type Literal =
  | string
  | number
  | boolean
  | Code
  | readonly Literal[]
  | { readonly [key: string]: Literal | undefined };

/** A piece of code in a literal. */
export function code(text: string): Code {
  return new Code(text);
}

const width = 100;

/**
 * A value as TypeScript, on one line where it fits and else broken as Biome and Prettier do, with trailing
 * commas. `column` is where the first line starts, `indent` how far the lines after it are indented.
 */
export function typescriptText(value: Literal, indent = 0, column: number = indent): string {
  const inline = inlineText(value);
  if (!inline.includes('\n') && column + inline.length < width) return inline;
  const inner = indent + 2;
  const pad = ' '.repeat(inner);
  const end = ' '.repeat(indent);
  if (isList(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((each) => `${pad}${typescriptText(each, inner)},\n`).join('')}${end}]`;
  }
  if (isMembers(value)) {
    const lines = membersOf(value).map(([key, each]) => {
      const start = `${pad}${keyText(key)}: `;
      return `${start}${typescriptText(each, inner, start.length)},\n`;
    });
    return `{\n${lines.join('')}${end}}`;
  }
  return inline;
}

function inlineText(value: Literal): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(inlineText).join(', ')}]`;
  if (value instanceof Code) return value.code;
  const members = membersOf(value).map(([key, each]) => `${keyText(key)}: ${inlineText(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

function isMembers(value: Literal): value is { readonly [key: string]: Literal | undefined } {
  return typeof value === 'object' && !isList(value) && !(value instanceof Code);
}

function membersOf(value: {
  readonly [key: string]: Literal | undefined;
}): readonly (readonly [string, Literal])[] {
  return Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : [[key, each] as const],
  );
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringText(key);
}

/** What an editor does not show, or shows as something else. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text as a literal that means exactly it: a text of several lines keeps them. */
export function stringText(text: string): string {
  const isShown = text.replaceAll('\n', '').search(hidden) < 0 && text.isWellFormed();
  if (text.includes('\n') && isShown) {
    return `\`${text.replaceAll(/[\\`]|\$\{/g, (found) => `\\${found}`)}\``;
  }
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll(hidden, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
  const [singles, doubles] = ["'", '"'].map((quote) => inner.split(quote).length - 1);
  return (singles ?? 0) > (doubles ?? 0)
    ? `"${inner.replaceAll('"', '\\"')}"`
    : `'${inner.replaceAll("'", "\\'")}'`;
}

/** A text inside a comment, which it cannot end. */
export function commentText(text: string): string {
  return text.replaceAll(hidden, ' ').replaceAll('*/', '* /');
}
