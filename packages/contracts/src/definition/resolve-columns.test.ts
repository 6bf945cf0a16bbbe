import { expect, test } from 'vitest';
import { z } from 'zod';
import { resolveColumns } from './resolve-columns.js';

test('what is said of a column and is not known is refused: it may be a protection that is misspelt', () => {
  const email = { classification: 'pii' as const, semantics: 'email' };
  const schema = z.object({ email: z.email() });
  expect(() => resolveColumns({ schema, columns: { email } }, 'contract orders')).toThrow(
    expect.objectContaining({
      code: 'DAS_CONTRACT_INVALID_COLUMN',
      place: 'contract orders, column email, semantics',
    }),
  );
});

function withSemantic(semantic: string) {
  const columns = { email: { classification: 'pii' as const, semantic } };
  return () =>
    resolveColumns({ schema: z.object({ email: z.email() }), columns }, 'contract orders');
}

test.each(['emial', 'Email', 'emails', 'postal-code'])(
  'the semantic type %s, nearly a known one, is refused: it would lose its Safe Harbor letter',
  (semantic) => {
    expect(withSemantic(semantic)).toThrow(
      expect.objectContaining({
        code: 'DAS_CONTRACT_INVALID_COLUMN',
        next: expect.stringMatching(/write (email|postal_code), or a type of your own/),
      }),
    );
  },
);

test.each(['acme:emial', 'basket_size', 'loyalty_tier'])(
  "a semantic type of one's own is taken: %s",
  (semantic) => {
    expect(withSemantic(semantic)()[0]?.semantic).toBe(semantic);
  },
);

test('an unknown column is refused with the one that was probably meant', () => {
  const columns = { email: 'pii', emial: 'pii' } as const;
  const schema = z.object({ email: z.email() });
  expect(() => resolveColumns({ schema, columns: columns as never }, 'contract orders')).toThrow(
    expect.objectContaining({
      code: 'DAS_CONTRACT_UNKNOWN_COLUMN',
      next: 'did you mean email? use the name of a column of the schema: email',
    }),
  );
});
