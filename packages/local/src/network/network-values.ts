import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { isAddressRange } from './address-set.js';

/** The modes that a type of network rule may have; the first is not always the default. */
export const modesOf: Readonly<Record<string, readonly string[]>> = {
  IPV4: ['INGRESS'],
  IPV6: ['INGRESS'],
  AWSVPCEID: ['INGRESS', 'INTERNAL_STAGE', 'SNOWFLAKE_MANAGED_STORAGE_VOLUME'],
  AZURELINKID: ['INGRESS'],
  GCPPSCID: ['INGRESS'],
  HOST_PORT: ['EGRESS'],
  PRIVATE_HOST_PORT: ['EGRESS'],
  COMPUTE_POOL: ['INGRESS'],
};

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const wildcard = '[a-z0-9-]*\\*?[a-z0-9-]*';
const host = new RegExp(`^(?:${wildcard}\\.)?(?:${label}\\.)*${label}$`, 'i');

/** Whether a text names a host, with a port or a range of ports: `*.example.com:443`, `a.com:1-9`. */
function isHostPort(text: string): boolean {
  const [, name = '', first, last] = /^([^:]+)(?::(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(text) ?? [];
  const ports = [first, last].filter((port) => port !== undefined).map(Number);
  if (ports.some((port) => port > 65_535) || (ports[0] ?? 0) > (ports[1] ?? 65_535)) return false;
  if (name === '0.0.0.0') return ports.length < 2 && [80, 443].includes(ports[0] ?? 443);
  return host.test(name);
}

const checks: Readonly<Record<string, (value: string) => boolean>> = {
  IPV4: (value) => isAddressRange(value, 4),
  IPV6: (value) => isAddressRange(value, 6),
  AWSVPCEID: (value) => /^vpce-[0-9a-z]+$/.test(value),
  AZURELINKID: (value) => /^\d+$/.test(value),
  GCPPSCID: (value) => /^\d+$/.test(value),
  HOST_PORT: isHostPort,
  PRIVATE_HOST_PORT: (value) => isHostPort(value) && !value.includes('*'),
  COMPUTE_POOL: (value) => /^[a-z_][a-z0-9_$]*$/i.test(value),
};

/**
 * Checks the values of a network rule.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-network-rule
 */
export function checkNetworkValues(type: string, values: readonly string[]): readonly string[] {
  const check = checks[type];
  if (check === undefined) throw unsupported(`a network rule of the type ${type}`, type);
  if (values.length === 0) throw invalidStatement('VALUE_LIST needs a value', 'VALUE_LIST');
  if (type === 'PRIVATE_HOST_PORT' && values.length > 1) {
    throw invalidStatement('a rule of the type PRIVATE_HOST_PORT has one value', 'VALUE_LIST');
  }
  if (type === 'GCPPSCID' && values.some((value) => value.startsWith('{'))) {
    throw unsupported('addresses beside a GCPPSCID', 'VALUE_LIST');
  }
  const at = values.findIndex((value) => !check(value));
  if (at >= 0) {
    throw invalidStatement(`value ${at + 1} of VALUE_LIST is no ${type}`, 'VALUE_LIST');
  }
  return values;
}
