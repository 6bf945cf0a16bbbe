/** How far back words are looked for. A constant, so that a text is read in linear time. */
const reach = 40;

/** Words that stand between a label and its value and say nothing: `order no. 123`. */
const fillers: ReadonlySet<string> = new Set(['no', 'nr', 'num', 'number', 'id', 'is']);

/** The last word of a text, with nothing after it but the marks that tie a label to its value. */
const lastWord = /([a-z]+)[ \t:#.=]*$/;

function textBefore(text: string, start: number): string {
  return text.slice(Math.max(0, start - reach), start).toLowerCase();
}

/** Whether one of the words stands shortly before the index. */
export function hasWordBefore(text: string, start: number, words: ReadonlySet<string>): boolean {
  return textBefore(text, start)
    .split(/[^a-z]+/)
    .some((word) => words.has(word));
}

/**
 * Whether one of the labels belongs to the value that starts at the index: it is the word right
 * before it, on the same line, leaving out fillers such as "no.". Stricter than
 * {@link hasWordBefore}, since a label makes a finding disappear.
 */
export function isLabelled(text: string, start: number, labels: ReadonlySet<string>): boolean {
  let before = textBefore(text, start);
  for (let match = lastWord.exec(before); match !== null; match = lastWord.exec(before)) {
    const [, word = ''] = match;
    if (!fillers.has(word)) return labels.has(word);
    before = before.slice(0, match.index);
  }
  return false;
}
