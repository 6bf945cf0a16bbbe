import { z } from 'zod';

/** A number as CSV writes it. Text alone is taken: a missing field must not become a zero. */
export const decimal: z.ZodPipe<
  z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>,
  z.ZodNumber
> = z
  .string()
  .regex(/^-?[0-9]+(\.[0-9]+)?$/)
  .transform(Number)
  .pipe(z.number());

/** What stands in for a patient: see `collectors/pseudonym.ts`. */
export const pseudonym: z.ZodString = z.string().regex(/^[0-9a-f]{64}$/);
