import type { DetectorId } from '../detection/detector-id.js';

/** Where something sensitive is in a cell, and what it is. */
export interface Label {
  readonly kind: DetectorId;
  readonly start: number;
  readonly end: number;
}

/** A value as it would stand in a table, with everything that is sensitive in it. */
export interface LabelledCell {
  readonly text: string;
  readonly columnName: string | undefined;
  /**
   * - `named`: in a column whose name says what it holds
   * - `unnamed`: in a column whose name says nothing, or something else
   * - `sentence`: within free text
   */
  readonly style: 'named' | 'unnamed' | 'sentence';
  readonly labels: readonly Label[];
}

/** The cell of one value that is sensitive as a whole, or not at all. */
export function wholeCell(
  text: string,
  kind: DetectorId | undefined,
  columnName: string,
  style: LabelledCell['style'],
): LabelledCell {
  const labels = kind === undefined ? [] : [{ kind, start: 0, end: text.length }];
  return { text, columnName, style, labels };
}

/**
 * Fills a template: `{email}` becomes a value with its label, `{!order}` one without.
 */
export function fillTemplate(
  template: string,
  columnName: string | undefined,
  fill: (slot: string) => { readonly text: string; readonly kind: DetectorId | undefined },
): LabelledCell {
  const labels: Label[] = [];
  let text = '';
  for (const [index, part] of template.split(/\{(!?[a-z0-9_]+)\}/).entries()) {
    if (index % 2 === 0) {
      text += part;
      continue;
    }
    const { text: value, kind } = fill(part);
    if (kind !== undefined)
      labels.push({ kind, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text, columnName, style: 'sentence', labels };
}
