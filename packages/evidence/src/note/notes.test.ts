import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../encoding/bytes.js';
import { createSigner } from '../keys/create-signer.js';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import { signerOf } from './evidence-signer.js';
import { parseVerifier } from './evidence-verifier.js';
import { encodePrivateKey, parsePrivateKey } from './private-key.js';
import { parseNote, signNote, verifyNote } from './signed-note.js';

const origin = 'example.com/log';
const signer = createSigner({ origin });
const verifier = parseVerifier(signer.verifier);
const other = createSigner({ origin: 'example.org/witness' });
const text = formatCheckpoint({ origin, size: 7n, root: new Uint8Array(32).fill(3) });
const read = (note: string) => parseNote(utf8(note), 'test');

describe('keys', () => {
  it('reads the published example key of the Go note package, private and public', () => {
    const skey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const named = parsePrivateKey(skey);
    expect(signerOf(named.name, named.key).verifier).toBe(vkey);
    expect(encodePrivateKey(named)).toBe(skey);
    expect(parseVerifier(vkey)).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
  });

  it('reads the keys of the specification and of a public test log', () => {
    for (const vkey of [
      'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
      'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
    ]) {
      expect(parseVerifier(vkey).text).toBe(vkey);
    }
  });

  it('reads back every private key that it writes', () => {
    for (let round = 0; round < 20; round += 1) {
      const key = generateKeyPairSync('ed25519').privateKey;
      const again = parsePrivateKey(encodePrivateKey({ name: origin, key }));
      expect(signerOf(again.name, again.key).verifier).toBe(signerOf(origin, key).verifier);
    }
  });

  it('refuses a key with any character changed, left out or added', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: signer.verifier.length - 1 }),
        fc.constantFrom('', 'A', '+', '\n', '=', 'é'),
        (position, replacement) => {
          const changed =
            signer.verifier.slice(0, position) + replacement + signer.verifier.slice(position + 1);
          fc.pre(changed !== signer.verifier);
          expect(() => parseVerifier(changed)).toThrow(
            expect.objectContaining({ code: 'DAS_EVIDENCE_INVALID_KEY' }),
          );
        },
      ),
    );
    expect(() => parseVerifier(`${signer.verifier}\n`)).toThrow();
    expect(() => parsePrivateKey('PRIVATE+KEY+x+00000000+AAAA')).toThrow(
      expect.objectContaining({ code: 'DAS_EVIDENCE_INVALID_KEY' }),
    );
  });

  it.each(['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u0085b', '\ud800', 'x'.repeat(256)])(
    'refuses the name %j',
    (name) => {
      expect(() => createSigner({ origin: name })).toThrow(
        expect.objectContaining({ code: 'DAS_EVIDENCE_INVALID_ORIGIN' }),
      );
    },
  );
});

describe('signed notes', () => {
  it('have the form of the specification, and verify', () => {
    const note = signNote(text, [signer]);
    expect(note).toMatch(
      /^example\.com\/log\n7\n[A-Za-z0-9+/]{43}=\n\n\u2014 example\.com\/log [A-Za-z0-9+/]+=*\n$/,
    );
    expect(verifyNote(read(note), [verifier])).toEqual({ status: 'verified', by: [verifier] });
  });

  it('keep several signatures, and ignore those of unknown keys', () => {
    const { signatures } = read(signNote(text, [other]));
    const note = read(signNote(text, [signer], signatures));
    expect(note.signatures.map(({ name }) => name)).toEqual([other.origin, origin]);
    expect(verifyNote(note, [verifier])).toEqual({ status: 'verified', by: [verifier] });
    const both = [verifier, parseVerifier(other.verifier)];
    expect(verifyNote(note, both)).toMatchObject({ status: 'verified', by: { length: 2 } });
  });

  it('tell an unknown key from a bad signature', () => {
    const note = signNote(text, [signer]);
    const sameName = parseVerifier(createSigner({ origin }).verifier);
    expect(verifyNote(read(note), [sameName])).toEqual({ status: 'unknown-key' });
    const changed = read(note.replace('\n7\n', '\n8\n'));
    expect(verifyNote(changed, [verifier])).toEqual({ status: 'bad-signature', name: origin });
    const { signatures } = changed;
    const spoiled = read(signNote('another text\n', [other], signatures));
    expect(verifyNote(spoiled, [verifier, parseVerifier(other.verifier)]).status).toBe(
      'bad-signature',
    );
  });

  it('may hold empty lines in their text', () => {
    const note = read(signNote('a\n\nb\n', [signer]));
    expect(note.text).toBe('a\n\nb\n');
    expect(verifyNote(note, [verifier]).status).toBe('verified');
  });

  it('read as nothing else after any change of one byte', () => {
    const note = utf8(signNote(text, [signer]));
    fc.assert(
      fc.property(
        fc.nat({ max: note.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, bits) => {
          const changed = note.map((byte, index) => (index === at ? byte ^ bits : byte));
          let status = 'malformed';
          try {
            status = verifyNote(parseNote(changed, 'test'), [verifier]).status;
          } catch (error) {
            expect(error).toMatchObject({ code: 'DAS_EVIDENCE_MALFORMED' });
          }
          expect(status).not.toBe('verified');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no blank line', 'text\n— a AAAAAAAA\n'],
    ['no last newline', 'text\n\n— a AAAAAAAA'],
    ['a control character', 'te\tt\n\n— a AAAAAAAA\n'],
    ['a hyphen for a dash', 'text\n\n- a AAAAAAAA\n'],
    ['base64 with stray bits', 'text\n\n— a AAAAAAB=\n'],
    ['a key ID and nothing after it', 'text\n\n— a AAAAAA==\n'],
  ])('are refused with %s', (_what, note) => {
    expect(() => read(note)).toThrow(expect.objectContaining({ code: 'DAS_EVIDENCE_MALFORMED' }));
  });

  it('are refused when they are not UTF-8', () => {
    expect(() => parseNote(Uint8Array.of(0xff, 0x0a), 'test')).toThrow('UTF-8');
  });
});

describe('checkpoints', () => {
  it('are read back as they were written, up to a size of 2^64-1', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, bytes) => {
          const root = Buffer.from(bytes);
          const parsed = parseCheckpoint(formatCheckpoint({ origin, size, root }), 'test');
          expect(parsed).toEqual({ origin, size, root, extensions: [] });
        },
      ),
    );
  });

  it('keep extension lines', () => {
    expect(parseCheckpoint(`${text}more\n`, 'test').extensions).toEqual(['more']);
  });

  const root = Buffer.alloc(32).toString('base64');
  it.each([
    `${origin}\n07\n${root}\n`,
    `${origin}\n-7\n${root}\n`,
    `${origin}\n18446744073709551616\n${root}\n`,
    `${origin}\n7\n${root.slice(4)}\n`,
    `${origin}\n7\n${root}`,
    `${origin}\n7\n`,
    `\n7\n${root}\n`,
    `${origin}\n7\n${root}\n\nx\n`,
    '',
  ])('are refused as %j', (bad) => {
    expect(() => parseCheckpoint(bad, 'test')).toThrow(
      expect.objectContaining({ code: 'DAS_EVIDENCE_MALFORMED' }),
    );
  });
});
