import { GovernanceError } from '../errors/governance-error.js';
import { type MaskName, maskNames, maskParameters } from './mask.js';

/** A parsed mask URI. */
export interface MaskUri {
  readonly mask: MaskName;
  readonly parameters: Readonly<Record<string, string>>;
  /** Roles that see the clear value, upper case. */
  readonly reveal: readonly string[];
}

const uriPattern = /^mask:\/\/([a-z][a-z0-9]*)(?:\?([^#?\s]+))?$/;
const rolePattern = /^[A-Z][A-Z0-9_]*$/;

function invalid(message: string, next: string): GovernanceError {
  return new GovernanceError('DAS_GOVERNANCE_INVALID_MASK', message, { place: 'mask URI', next });
}

/**
 * Parses a mask URI: `mask://<mask>[?<parameter>=<value>&reveal=<ROLE>[,<ROLE>]]`.
 *
 * Anything that it does not know is refused: an unknown mask, parameter, value or role name, and a
 * parameter given twice.
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
  const match = uriPattern.exec(uri);
  const mask = maskNames.find((name) => name === match?.[1]);
  if (match === null || mask === undefined) {
    throw invalid('it does not name a known mask', `write mask://${maskNames.join(', mask://')}`);
  }
  const known = maskParameters[mask];
  const parameters: Record<string, string> = {};
  let reveal: readonly string[] | undefined;
  for (const pair of match[2]?.split('&') ?? []) {
    const [name = '', value = '', ...rest] = pair.split('=');
    if (name === 'reveal' && rest.length === 0 && reveal === undefined) {
      reveal = value.split(',');
      if (reveal.every((role) => rolePattern.test(role))) continue;
      throw invalid('reveal names no valid role', 'name upper-case roles with commas between');
    }
    const isKnown = Object.hasOwn(known, name) && known[name]?.includes(value) === true;
    if (!isKnown || rest.length > 0 || Object.hasOwn(parameters, name)) {
      throw invalid(
        `mask://${mask} does not take one of its parameters`,
        describeParameters(known),
      );
    }
    parameters[name] = value;
  }
  return Object.freeze({
    mask,
    parameters: Object.freeze(parameters),
    reveal: Object.freeze(reveal ?? []),
  });
}

function describeParameters(known: Readonly<Record<string, readonly string[]>>): string {
  const names = Object.entries(known).map(([name, values]) => `${name}=${values.join('|')}`);
  return `give each at most once, of: ${[...names, 'reveal=ROLE'].join(', ')}`;
}
