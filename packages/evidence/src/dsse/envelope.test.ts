import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../encoding/bytes.js';
import { createSigner } from '../keys/create-signer.js';
import { parseVerifier } from '../note/evidence-verifier.js';
import { openEnvelope, preAuthenticationEncoding, sealEnvelope } from './envelope.js';

const signer = createSigner({ origin: 'example.com/log' });
const verifier = parseVerifier(signer.verifier);
const encoding = (type: string, body: string): string =>
  Buffer.from(preAuthenticationEncoding(type, utf8(body))).toString();

describe('the pre-authentication encoding', () => {
  it('is that of the specification', () => {
    expect(encoding('http://example.com/HelloWorld', 'hello world')).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
    expect(encoding('text/plain', 'Hello, World!')).toBe('DSSEv1 10 text/plain 13 Hello, World!');
    expect(encoding('', '')).toBe('DSSEv1 0  0 ');
  });

  it('counts bytes, not characters', () => {
    expect(encoding('é', '漢')).toBe('DSSEv1 2 é 3 漢');
  });
});

describe('an envelope', () => {
  const sealed = sealEnvelope('text/plain', utf8('hello??>'), signer);
  const change = (from: string, to: string): Uint8Array =>
    utf8(Buffer.from(sealed).toString().replace(from, to));

  it('opens with the key that sealed it', () => {
    const opened = openEnvelope(sealed, verifier);
    expect(opened).toMatchObject({ status: 'verified', payloadType: 'text/plain' });
    expect(JSON.parse(Buffer.from(sealed).toString()).signatures[0].keyid).toBe(signer.keyId);
  });

  it('is signed so that any Ed25519 implementation can check it', () => {
    const { payload, payloadType, signatures } = JSON.parse(Buffer.from(sealed).toString());
    const [, key = ''] = /\+(?:[0-9a-f]{8})\+(.*)$/.exec(signer.verifier) ?? [];
    const prefix = Buffer.from('302a300506032b6570032100', 'hex');
    const der = Buffer.concat([prefix, Buffer.from(key, 'base64').subarray(1)]);
    const body = Buffer.from(payload, 'base64');
    const message = Buffer.from(`DSSEv1 10 ${payloadType} ${body.length} ${body}`);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(verify(null, message, publicKey, Buffer.from(signatures[0].sig, 'base64'))).toBe(true);
  });

  it('opens with the URL-safe alphabet too, and without a hint of the key', () => {
    const { payload, ...rest } = JSON.parse(Buffer.from(sealed).toString());
    const urlSafe = payload.replaceAll('+', '-').replaceAll('/', '_');
    expect(urlSafe).not.toBe(payload);
    const [{ sig }] = rest.signatures;
    const other = { ...rest, payload: urlSafe, signatures: [{ sig: 'AAAA' }, { sig }] };
    expect(openEnvelope(utf8(JSON.stringify(other)), verifier).status).toBe('verified');
  });

  it('does not open with another key, nor with another type', () => {
    const stranger = parseVerifier(createSigner({ origin: 'example.com/log' }).verifier);
    expect(openEnvelope(sealed, stranger).status).toBe('bad-signature');
    expect(openEnvelope(change('text/plain', 'text/html'), verifier).status).toBe('bad-signature');
  });

  it.each([
    ['an array', utf8('[]')],
    ['no JSON', utf8('{')],
    ['no UTF-8', Uint8Array.of(0xff)],
    ['no signatures', change('"signatures"', '"others"')],
    ['an empty list of signatures', utf8('{"payload":"","payloadType":"a","signatures":[]}')],
    ['a payload that is no base64', change('"payload":"', '"payload":"!')],
  ])('is malformed as %s', (_what, bytes) => {
    expect(openEnvelope(bytes, verifier).status).toBe('malformed');
  });
});
