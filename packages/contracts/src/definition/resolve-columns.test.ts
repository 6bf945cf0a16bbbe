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
