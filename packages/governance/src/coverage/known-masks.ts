import {
  type AccessDeclaration,
  type MaskingPolicyDeclaration,
  type SqlToken,
  sqlTokens,
} from '@das/core';
import { isMaskName, maskNames, maskOf } from '../masking/mask.js';
import { maskLibrary } from '../masking/mask-library.js';
import type { BodyReading } from './follow-body.js';
import { tokensKey } from './read-body.js';

/** What the results of a masking policy are called: the value itself, or something in its place. */
export type MaskResult = 'clear' | 'masked' | 'unknown';

/** The SQL of masks and conditions that is known before a body is read. */
export interface KnownSql {
  readonly masks: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

/** The masks of the library with each choice of parameters, and the conditions that declarations name. */
export function knownSql(declarations: readonly AccessDeclaration[]): KnownSql {
  const masking = declarations.filter((each) => each.kind === 'maskingPolicy');
  return {
    masks: new Set([...libraryMasks(), ...masking.flatMap(masksOf)].map(keyOf)),
    conditions: new Set(
      masking.flatMap(({ clearWhen }) => (clearWhen === undefined ? [] : [keyOf(clearWhen)])),
    ),
  };
}

/** Without a subquery, a function or a column, an expression is the same for every row. */
const constantWords: ReadonlySet<string> = new Set(['NULL', 'TRUE', 'FALSE']);

/** How the body of a masking policy is read. */
export function maskReading(known: KnownSql): BodyReading {
  return {
    result(tokens): MaskResult {
      const [only] = tokens;
      if (tokens.length === 1 && only !== undefined && isValue(only)) return 'clear';
      const isConstant = tokens.every(
        ({ kind, text }) =>
          kind === 'literal' ||
          (kind === 'word' && constantWords.has(text.toUpperCase())) ||
          (kind === 'symbol' && /^[-.]$/.test(text)),
      );
      return isConstant || known.masks.has(tokensKey(tokens)) ? 'masked' : 'unknown';
    },
    isAboutRow: (tokens) => known.conditions.has(tokensKey(tokens)),
  };
}

function isValue({ kind, text }: SqlToken): boolean {
  return kind === 'word' ? text.toUpperCase() === 'VAL' : kind === 'quoted' && text === 'VAL';
}

function keyOf(text: string): string {
  return tokensKey(sqlTokens(text));
}

/** Parameters that are free texts are only known from a declaration. */
function libraryMasks(): readonly string[] {
  return maskNames.flatMap((name) => {
    const choices = Object.entries(maskLibrary[name].parameters).flatMap(([parameter, each]) =>
      each.kind === 'choice' ? [[parameter, Object.keys(each.values)] as const] : [],
    );
    return choicesOf(choices).flatMap((parameters) => Object.values(maskOf(name, parameters)));
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
function masksOf({ named }: MaskingPolicyDeclaration): readonly string[] {
  if (named === undefined || !isMaskName(named.mask)) return [];
  return Object.values(maskOf(named.mask, named.parameters));
}
