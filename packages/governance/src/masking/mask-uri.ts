import { nearMiss } from '@das/contracts';
import { GovernanceError } from '../errors/governance-error.js';
import { isMaskName, type MaskName, maskNames } from './mask.js';
import { type MaskEntry, type MaskParameter, maskLibrary } from './mask-library.js';

/** A parsed mask URI. */
export interface MaskUri {
  readonly mask: MaskName;
  readonly parameters: Readonly<Record<string, string>>;
  /** Roles that see the clear value, upper case. */
  readonly reveal: readonly string[];
  /** `mask`: nobody sees the clear value while an AI agent is in the execution context. */
  readonly agents?: 'mask';
}

const rolePattern = /^[A-Z][A-Z0-9_]{0,127}$/;

/** What every mask takes beside its own parameters. */
const commonNames = ['reveal', 'agents'] as const;

/** The longest text that a parameter takes, in characters. */
const longestText = 64;

function invalid(message: string, next: string): GovernanceError {
  return new GovernanceError('DAS_GOVERNANCE_INVALID_MASK', message, { place: 'mask URI', next });
}

/**
 * Parses a mask URI: `mask://<mask>[?<parameter>=<value>{&<parameter>=<value>}]`. Its grammar and all
 * masks are in `docs/reference/mask-uris.md`.
 *
 * Anything that it does not know is refused: an unknown mask, parameter, value or role name, a
 * parameter given twice, an escape that need not be one. So a URI means one thing, and what it means
 * has one spelling but for the order of its parameters.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_MASK`
 * @example
 * ```ts
 * import { parseMaskUri } from '@das/governance';
 *
 * console.log(parseMaskUri('mask://email?keep=domain&reveal=PII_READER').reveal[0]);
 * // => PII_READER
 * ```
 */
export function parseMaskUri(uri: string): MaskUri {
  const match = typeof uri === 'string' ? /^mask:\/\/([a-z][a-z0-9]*)(?:\?(.+))?$/.exec(uri) : null;
  const mask = match?.[1];
  if (match === null || !isMaskName(mask)) {
    const meant = nearMiss(mask ?? '', maskNames);
    const all = `write mask://${maskNames.join(', mask://')}`;
    throw invalid(
      'it does not name a known mask',
      meant === undefined ? all : `did you mean mask://${meant}? ${all}`,
    );
  }
  const entry = maskLibrary[mask];
  const given = new Map<string, string>();
  for (const pair of match[2]?.split('&') ?? []) {
    const { name, value } = readPair(pair, mask, entry);
    if (given.has(name)) throw invalid(`${name} is given twice`, `give ${name} once`);
    given.set(name, value);
  }
  const reveal = given.get('reveal');
  const agents = given.get('agents');
  for (const name of commonNames) given.delete(name);
  return Object.freeze({
    mask,
    parameters: Object.freeze(Object.fromEntries(given)),
    reveal: Object.freeze(reveal === undefined ? [] : readRoles(reveal)),
    ...(agents === undefined ? {} : { agents: readAgents(agents) }),
  });
}

/**
 * Writes a mask URI in its one spelling: the mask's own parameters in the order of the reference page,
 * then `reveal`, then `agents`.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_MASK` for what `parseMaskUri` would refuse
 * @example
 * ```ts
 * import { formatMaskUri } from '@das/governance';
 *
 * console.log(formatMaskUri({ mask: 'redact', parameters: { as: 'by law' }, reveal: ['COURT'] }));
 * // => mask://redact?as=by%20law&reveal=COURT
 * ```
 */
export function formatMaskUri({ mask, parameters, reveal, agents }: MaskUri): `mask://${string}` {
  if (!isMaskName(mask))
    throw invalid('it does not name a known mask', `use ${maskNames.join(', ')}`);
  const rank = Object.keys(maskLibrary[mask].parameters);
  const own = Object.entries(parameters).sort(([a], [b]) => rank.indexOf(a) - rank.indexOf(b));
  const broken = own.find(([, value]) => !value.isWellFormed());
  if (broken !== undefined)
    throw invalid('a text is no Unicode', `repair the text of ${broken[0]}`);
  const pairs = own.map(([name, value]) => `${name}=${encode(value)}`);
  if (reveal.length > 0) pairs.push(`reveal=${reveal.join(',')}`);
  if (agents !== undefined) pairs.push(`agents=${agents}`);
  const uri = `mask://${mask}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}` as const;
  parseMaskUri(uri);
  return uri;
}

function readPair(
  pair: string,
  mask: MaskName,
  { parameters }: MaskEntry,
): { readonly name: string; readonly value: string } {
  const at = pair.indexOf('=');
  const name = at === -1 ? pair : pair.slice(0, at);
  const written = at === -1 ? '' : pair.slice(at + 1);
  const isCommon = commonNames.some((each) => each === name);
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (parameter === undefined && !isCommon) throw unknownParameter(name, mask, parameters);
  const value = decode(written);
  if (value === undefined) {
    throw invalid(
      `the value of ${name} is empty or not written as it should be`,
      'write letters, digits and -._~ as they are, and any other character as %XX of its UTF-8 in upper case',
    );
  }
  if (parameter !== undefined) checkValue(name, value, parameter);
  return { name, value };
}

function unknownParameter(
  name: string,
  mask: MaskName,
  parameters: MaskEntry['parameters'],
): GovernanceError {
  if (mask === 'hash' && name === 'salt') {
    return invalid(
      'a salt in a policy can be read by whoever may describe the policy',
      'hash with a secret key before the value is stored, with keyedHash of @das/privacy, and mask with mask://hash',
    );
  }
  const known = [...Object.keys(parameters), ...commonNames];
  const meant = nearMiss(name, known);
  const all = `give each at most once, of: ${known.map((each) => `${each}=…`).join(', ')}`;
  return invalid(
    `mask://${mask} does not take one of its parameters`,
    meant === undefined ? all : `did you mean ${meant}? ${all}`,
  );
}

function checkValue(name: string, value: string, parameter: MaskParameter): void {
  if (parameter.kind === 'text') {
    const isShown = /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(value) && value.trim() === value;
    if (isShown && [...value].length <= longestText) return;
    throw invalid(
      `the text of ${name} cannot be shown`,
      `give 1 to ${longestText} visible characters, with no blank at either end`,
    );
  }
  if (Object.hasOwn(parameter.values, value)) return;
  const known = Object.keys(parameter.values);
  const meant = nearMiss(value, known);
  const all = `use ${known.map((each) => `${name}=${each}`).join(' or ')}`;
  throw invalid(
    `${name} has a value that is not known`,
    meant === undefined ? all : `did you mean ${name}=${meant}? ${all}`,
  );
}

function readRoles(value: string): readonly string[] {
  const roles = value.split(',');
  if (roles.every((role) => rolePattern.test(role)) && new Set(roles).size === roles.length) {
    return roles;
  }
  throw invalid(
    'reveal names no valid role, or one twice',
    'name upper-case roles, each once, with commas between',
  );
}

function readAgents(value: string): 'mask' {
  if (value === 'mask') return value;
  throw invalid('agents has a value that is not known', 'use agents=mask');
}

/** Percent-encodes all but letters, digits and `-._~,`. */
function encode(value: string): string {
  return encodeURIComponent(value)
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2C', ',');
}

/** The text that a value stands for, when it is written in the one way in which `encode` writes it. */
function decode(written: string): string | undefined {
  if (!/^(?:[A-Za-z0-9\-._~,]|%[0-9A-F]{2})+$/.test(written)) return undefined;
  try {
    const value = decodeURIComponent(written);
    return encode(value) === written ? value : undefined;
  } catch {
    // Bytes that are no UTF-8: said by the caller, with the way to write them.
    return undefined;
  }
}
