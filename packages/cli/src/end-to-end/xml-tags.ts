const text = '(?:[^<&]|&(?:amp|lt|gt|quot|apos);)';
const attribute = String.raw`\s+[\w:-]+="${text.replace('<&', '<&"')}*"`;
const token = new RegExp(
  String.raw`(?<words>${text}+)|</(?<end>[\w:-]+)\s*>|<(?<begin>[\w:-]+)(?:${attribute})*\s*(?<empty>/?)>`,
  'y',
);

/**
 * The names of the elements of a document, in the order in which they begin.
 *
 * @throws where the document is not well-formed, as far as reports go: no comments, no CDATA
 */
export function openTags(document: string): readonly string[] {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!document.startsWith(declaration)) throw new Error('there is no XML declaration');
  const names: string[] = [];
  const open: string[] = [];
  token.lastIndex = declaration.length;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const { words, end, begin, empty } = token.exec(document)?.groups ?? {};
    const isOutside = open.length === 0 && names.length > 0;
    if (begin !== undefined && !isOutside) {
      names.push(begin);
      if (empty === '') open.push(begin);
    } else if (end !== undefined ? open.pop() !== end : words === undefined) {
      throw new Error(`not well-formed at ${at}`);
    } else if (words !== undefined && open.length === 0 && words.trim() !== '') {
      throw new Error(`text outside of elements at ${at}`);
    }
  }
  if (open.length > 0 || names.length === 0) throw new Error('an element has no end');
  return names;
}
