import type { ConsumerPin } from '@das/contracts';
import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';

/**
 * Checks that consumers read what is there. What they read of another domain cannot be seen from
 * here; its own comparison checks it.
 */
export function checkConsumers(domain: Domain): void {
  for (const pin of domain.consumers) checkConsumer(domain, pin);
}

function checkConsumer(domain: Domain, pin: ConsumerPin): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', `consumer ${pin.consumer} ${message}`, {
      place: `domain ${domain.name}`,
      next,
    });
  const [owner, name, ...rest] = pin.contract.split('.');
  if (!owner || !name || rest.length > 0) {
    throw invalid(
      `reads ${pin.contract}, which names no contract`,
      'write the domain and the name of the contract, such as commerce.orders',
    );
  }
  const stray = pin.exhaustive.find((column) => !pin.columns.includes(column));
  if (stray !== undefined) {
    throw invalid(
      `handles each value of ${stray} and does not read it`,
      'add the column to those that it reads',
    );
  }
  if (owner !== domain.name) return;
  const contract = domain.contracts.find((each) => each.name === name);
  if (contract === undefined) {
    throw invalid(
      `reads ${pin.contract}, which the domain does not list`,
      'add the contract to the domain, or remove the consumer',
    );
  }
  const columns = contract.columns.map((column) => column.name);
  const missing = pin.columns.find((column) => !columns.includes(column));
  if (missing !== undefined) {
    throw invalid(
      `reads ${pin.contract}.${missing}, which is not there`,
      'name a column of the contract, or remove it from the consumer',
    );
  }
}
