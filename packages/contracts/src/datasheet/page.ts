/** A piece of a line: words, a name as it is written in code, or a link. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly link: string; readonly text: string };

/** A line of pieces, one after the other. */
export type Line = readonly Inline[];

/** A table whose first column names its rows. */
export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Line[])[];
}

/** One part of a section. */
export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'notice'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | Table;

/** A heading with what stands under it. */
export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A page for people, before it is Markdown or HTML. */
export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

/** A paragraph. */
export function paragraph(...line: Line): Block {
  return { kind: 'paragraph', line };
}

/** A list of lines, or a paragraph that says there are none. */
export function listOr(items: readonly Line[], none: string): Block {
  return items.length === 0 ? paragraph(none) : { kind: 'list', items };
}

/** Names in code, with commas between. */
export function codes(names: readonly string[]): Line {
  return names.flatMap((code, index) => (index === 0 ? [{ code }] : [', ', { code }]));
}
