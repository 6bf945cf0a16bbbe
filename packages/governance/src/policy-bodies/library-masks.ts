import type { SemanticType } from '@das/contracts';
import type { AccessDeclaration, MaskingPolicyDeclaration } from '@das/core';
import { isMaskName, type MaskName, maskNames, maskOf } from '../masking/mask.js';
import { maskLibrary } from '../masking/mask-library.js';
import type { KnownMasks } from './outcomes.js';
import { parseBody } from './parse-body.js';

/** The masks of the library with each choice of parameters. A free text is a constant anyway. */
export const libraryMasks: KnownMasks = {
  library: new Set(
    maskNames.flatMap((name) => (meaningOf(name) === undefined ? keysOf(choices(name)) : [])),
  ),
  byMeaning: new Map(
    maskNames.flatMap((name) => {
      const meaning = meaningOf(name);
      return meaning === undefined
        ? []
        : keysOf(choices(name)).map((key) => [key, meaning] as const);
    }),
  ),
  vouched: new Map(),
};

/** The masks of the library, and those for which declarations give a reason. */
export function knownMasks(declarations: readonly AccessDeclaration[]): KnownMasks {
  const masking = declarations.filter((each) => each.kind === 'maskingPolicy');
  const others = masking.filter(({ named: mask }) => meaningOf(mask?.mask) === undefined);
  return {
    library: new Set([...libraryMasks.library, ...keysOf(others.flatMap(named))]),
    byMeaning: libraryMasks.byMeaning,
    vouched: new Map(
      masking.flatMap(({ masks, hidesBecause }) =>
        hidesBecause === undefined
          ? []
          : keysOf(Object.values(masks)).map((key) => [key, hidesBecause] as const),
      ),
    ),
  };
}

const ofMeanings = new WeakMap<KnownMasks, Map<string | undefined, KnownMasks>>();

/** What of masks counts for values of a meaning. */
export function masksFor(masks: KnownMasks, semantic: string | undefined): KnownMasks {
  const known = ofMeanings.get(masks) ?? new Map<string | undefined, KnownMasks>();
  ofMeanings.set(masks, known);
  const found = known.get(semantic) ?? withMeaning(masks, (meaning) => meaning === semantic);
  known.set(semantic, found);
  return found;
}

/** What of masks counts for values of some meaning, for a policy that is seen without its columns. */
export function masksForAny(masks: KnownMasks): KnownMasks {
  return withMeaning(masks, () => true);
}

function withMeaning(masks: KnownMasks, isMeant: (meaning: string) => boolean): KnownMasks {
  const more = [...masks.byMeaning].flatMap(([key, meaning]) => (isMeant(meaning) ? [key] : []));
  return more.length === 0 ? masks : { ...masks, library: new Set([...masks.library, ...more]) };
}

/** The meaning of the values that a mask hides, where it hides no others. */
function meaningOf(name: string | undefined): SemanticType | undefined {
  return isMaskName(name) ? maskLibrary[name].meaning : undefined;
}

function keysOf(masks: readonly string[]): readonly string[] {
  return masks.flatMap((mask) => parseBody(mask)?.key ?? []);
}

function choices(name: MaskName): readonly string[] {
  const parameters = Object.entries(maskLibrary[name].parameters).flatMap(([parameter, each]) =>
    each.kind === 'choice' ? [[parameter, Object.keys(each.values)] as const] : [],
  );
  return choicesOf(parameters).flatMap((each) => Object.values(maskOf(name, each)));
}

/** Each way to give some of the parameters. */
function choicesOf(
  parameters: readonly (readonly [name: string, values: readonly string[]])[],
): readonly Readonly<Record<string, string>>[] {
  const [first, ...rest] = parameters;
  if (first === undefined) return [{}];
  const others = choicesOf(rest);
  const [name, values] = first;
  const given = values.flatMap((value) => others.map((each) => ({ ...each, [name]: value })));
  return [...others, ...given];
}

/** The SQL of a mask that a declaration has by name: made anew from the name, and not taken from it. */
function named({ named: mask }: MaskingPolicyDeclaration): readonly string[] {
  if (mask === undefined || !isMaskName(mask.mask)) return [];
  return Object.values(maskOf(mask.mask, mask.parameters));
}
