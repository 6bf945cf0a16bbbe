const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
const printableAscii = /^[\x20-\x7e]*$/;
/** Controls, and the marks that turn the direction of writing: either could forge what is shown. */
const controls = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Makes text from elsewhere safe for one line of a terminal: control characters are spelled out. */
export function escapeControls(text: string): string {
  return text.replace(controls, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return named[character] ?? `\\u${code.padStart(4, '0')}`;
  });
}

/** The columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments.segment(text)) width += widthOf(segment);
  return width;
}

/** Cuts a text that is wider than `width` columns, and ends it with an ellipsis. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segments.segment(text)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function widthOf(segment: string): number {
  return wide.test(segment) ? 2 : 1;
}
