/** A decoded record, or the code of what is wrong with it. */
export type DecodedRecord =
  | { readonly event: unknown; readonly fault?: undefined }
  | { readonly event?: undefined; readonly fault: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes one JSON document, refusing invalid UTF-8. */
export function decodeJson(raw: string | Uint8Array): DecodedRecord {
  let text: string;
  try {
    text = typeof raw === 'string' ? raw : utf8.decode(raw);
  } catch {
    return { fault: 'invalid_utf8' };
  }
  try {
    // A byte order mark is no part of the document; a decoder of bytes drops it.
    return { event: JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) };
  } catch {
    // The error quotes the text, so only its kind is kept.
    return { fault: 'invalid_json' };
  }
}
