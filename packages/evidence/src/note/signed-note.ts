import { decodeBase64, encodeBase64 } from '../encoding/base64.js';
import { decodeUtf8, hex, utf8 } from '../encoding/bytes.js';
import { EvidenceError } from '../errors/evidence-error.js';
import type { EvidenceSigner } from './evidence-signer.js';
import type { EvidenceVerifier } from './evidence-verifier.js';
import { isKeyName } from './key-name.js';

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text with the signatures below it, in their order. Nothing is verified yet. */
export interface SignedNote {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly [NoteSignature, ...NoteSignature[]];
}

/** What is known of a note: a known key's bad signature spoils it, whoever else signed. */
export type NoteVerdict =
  | { readonly status: 'verified'; readonly by: readonly EvidenceVerifier[] }
  | { readonly status: 'unknown-key' }
  | { readonly status: 'bad-signature'; readonly name: string };

const maximumNoteLength = 1_000_000;
const maximumSignatures = 100;

function malformed(reason: string, place: string): EvidenceError {
  return new EvidenceError('DAS_EVIDENCE_MALFORMED', `the signed note ${reason}`, {
    place,
    next: 'restore the file from a copy that was not edited',
  });
}

/** Signs a text (C2SP signed-note v1, Ed25519); signatures already there are kept before the new ones. */
export function signNote(
  text: string,
  signers: readonly EvidenceSigner[],
  existing: readonly NoteSignature[] = [],
): string {
  const message = utf8(text);
  const signatures = signers.map((signer) => ({
    name: signer.origin,
    keyId: signer.keyId,
    signature: signer.sign(message),
  }));
  const lines = [...existing, ...signatures].map(({ name, keyId, signature }) => {
    const bytes = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
    return `\u2014 ${name} ${encodeBase64(bytes)}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Reads the bytes of a signed note; `DAS_EVIDENCE_MALFORMED` when they are not exactly one. */
export function parseNote(bytes: Uint8Array, place: string): SignedNote {
  const note = bytes.length > maximumNoteLength ? undefined : decodeUtf8(bytes);
  if (note === undefined) throw malformed('is not UTF-8 text of a sensible length', place);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the standard forbids exactly these.
  if (/[\0-\x09\x0b-\x1f]/u.test(note)) throw malformed('holds a control character', place);
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n')) throw malformed('has no blank line before its end', place);
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > maximumSignatures) throw malformed('has too many signatures', place);
  const [first, ...rest] = lines.map((line) => parseSignature(line, place));
  if (first === undefined) throw malformed('has no signature', place);
  return { text: note.slice(0, blank + 1), signatures: [first, ...rest] };
}

function parseSignature(line: string, place: string): NoteSignature {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= 4) {
    throw malformed('has a signature line that does not parse', place);
  }
  return { name, keyId: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/** Checks a note against known keys. Signatures of other keys are ignored, as the standard asks. */
export function verifyNote(note: SignedNote, known: readonly EvidenceVerifier[]): NoteVerdict {
  const message = utf8(note.text);
  const by: EvidenceVerifier[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const verifier = known.find((key) => key.name === name && key.keyId === keyId);
    if (verifier === undefined) continue;
    if (!verifier.verify(message, signature)) return { status: 'bad-signature', name };
    if (!by.includes(verifier)) by.push(verifier);
  }
  return by.length === 0 ? { status: 'unknown-key' } : { status: 'verified', by };
}
