import { Document, visit } from 'yaml';
import { escapeJinjaDeeply } from './escape-jinja.js';

/** Characters that YAML 1.1 takes for the end of a line, or does not let stand as they are. */
const special =
  /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A properties file of dbt. It is read with YAML 1.1, in which a bare `no` or `12:30` is no text, and
 * as a template, so that texts are escaped for both. Half a surrogate pair, which no file can hold,
 * is replaced.
 */
export function dbtYaml(content: object): string {
  const document = new Document(escapeJinjaDeeply({ version: 2, ...content }), {
    version: '1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      const text = node.value.toWellFormed();
      node.value = text;
      // What begins with a letter is a text to all readers, or quoted by the library, as `no` is.
      if (!/^[A-Za-z]/.test(text) || text.search(special) >= 0) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replace(special, (character) => `\\u${hexadecimal(character)}`);
}

function hexadecimal(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
