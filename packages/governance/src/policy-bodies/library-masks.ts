import type { AccessDeclaration, MaskingPolicyDeclaration } from '@das/core';
import { isMaskName, maskNames, maskOf } from '../masking/mask.js';
import { maskLibrary } from '../masking/mask-library.js';
import type { KnownMasks } from './outcomes.js';
import { parseBody } from './parse-body.js';

/** The masks of the library with each choice of parameters. A free text is a constant anyway. */
export const libraryMasks: KnownMasks = {
  library: new Set(keysOf(choices())),
  vouched: new Map(),
};

/** The masks of the library, and those for which declarations give a reason. */
export function knownMasks(declarations: readonly AccessDeclaration[]): KnownMasks {
  const masking = declarations.filter((each) => each.kind === 'maskingPolicy');
  return {
    library: new Set([...libraryMasks.library, ...keysOf(masking.flatMap(named))]),
    vouched: new Map(
      masking.flatMap(({ masks, hidesBecause }) =>
        hidesBecause === undefined
          ? []
          : keysOf(Object.values(masks)).map((key) => [key, hidesBecause] as const),
      ),
    ),
  };
}

function keysOf(masks: readonly string[]): readonly string[] {
  return masks.flatMap((mask) => parseBody(mask)?.key ?? []);
}

function choices(): readonly string[] {
  return maskNames.flatMap((name) => {
    const parameters = Object.entries(maskLibrary[name].parameters).flatMap(([parameter, each]) =>
      each.kind === 'choice' ? [[parameter, Object.keys(each.values)] as const] : [],
    );
    return choicesOf(parameters).flatMap((each) => Object.values(maskOf(name, each)));
  });
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
