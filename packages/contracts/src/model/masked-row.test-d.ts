import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineContract, type Masked } from '../index.js';

const named = { domain: 'health', name: 'patients', version: '1.0.0', owner: 'data' } as const;
const schema = z.object({ id: z.int(), mrn: z.string().brand<'mrn'>(), level: z.literal([1, 2]) });
const patients = defineContract({
  ...named,
  schema,
  columns: { id: 'internal', mrn: 'phi', level: 'phi' },
});
type Row = typeof patients.$row;

test('what is masked is not taken for what is clear', () => {
  type Seen = Masked<typeof patients, 'pii'>;
  expectTypeOf<Seen>().toEqualTypeOf<{ id: number; mrn: string | null; level: 1 | 2 | null }>();
  expectTypeOf<Seen>().not.toExtend<Row>();
});

test('a clearance of `any` or `never` clears nothing', () => {
  // biome-ignore lint/suspicious/noExplicitAny: it is what is tested
  type Anybody = Masked<typeof patients, any>;
  expectTypeOf<Anybody>().toEqualTypeOf<Masked<typeof patients>>();
  expectTypeOf<Masked<typeof patients, never>>().toEqualTypeOf<Masked<typeof patients>>();
});

test('a column whose classification is `any` or `never` is masked', () => {
  // biome-ignore lint/suspicious/noExplicitAny: it is what is tested
  const anything = 'internal' as any;
  const columns = { id: anything, mrn: 'phi' as never, level: 'phi' } as const;
  const vague = defineContract({ ...named, schema, columns });
  expectTypeOf<Masked<typeof vague>>().toEqualTypeOf<{
    id: number | null;
    mrn: string | null;
    level: 1 | 2 | null;
  }>();
});
