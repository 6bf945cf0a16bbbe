import type { TypeFamily } from '@das/core';
import { type MaskEntry, maskLibrary } from './mask-library.js';

/** How values are hidden: SQL over `VAL` by type family. What is not named becomes NULL. */
export type Mask = { readonly [F in TypeFamily]?: string };

/** The masks that a mask URI can name. */
export const maskNames = [
  'null',
  'redact',
  'text',
  'email',
  'phone',
  'name',
  'ssn',
  'id',
  'card',
  'date',
  'age',
  'zip',
  'ip',
  'url',
  'hash',
  'last4',
  'zip3',
  'year',
] as const;

/** One of {@link maskNames}. */
export type MaskName = (typeof maskNames)[number];

/** Whether a text is the name of a mask. */
export function isMaskName(text: string | undefined): text is MaskName {
  return maskNames.some((name) => name === text);
}

/** The SQL of a named mask, as the library has it. */
export function maskOf(name: MaskName, parameters: Readonly<Record<string, string>>): Mask {
  return maskLibrary[name].sql(parameters);
}

/** The parameters of each mask that take one of some words, with the words. */
export const maskParameters: Readonly<
  Record<MaskName, Readonly<Record<string, readonly string[]>>>
> = Object.fromEntries(maskNames.map((name) => [name, choicesOf(maskLibrary[name])])) as Record<
  MaskName,
  Readonly<Record<string, readonly string[]>>
>;

function choicesOf({ parameters }: MaskEntry): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.kind === 'choice' ? [[name, Object.keys(parameter.values)]] : [],
    ),
  );
}
