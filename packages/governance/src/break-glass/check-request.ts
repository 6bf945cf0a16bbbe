import { nearMiss } from '@das/contracts';
import type { Domain } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import type { AccessRequest } from './access-grant.js';

const longestText = 500;

/** The access role of the domain that was meant; as in SQL, a name is upper case. */
export function accessRoleOf(domain: Domain, given: string): string {
  const role = given.toUpperCase();
  const known = domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
  if (known.includes(role)) return role;
  throw new GovernanceError('DAS_ACCESS_UNKNOWN_ROLE', `${role} is no access role of the domain`, {
    place: `domain ${domain.name}`,
    next: suggestion(role, known, 'accessRole'),
  });
}

/** Refuses a wish without a reason, a name or an end. */
export function checkRequest({ reason, ticket, by, user }: AccessRequest): void {
  checkText('the reason', reason, 'say why the access is needed');
  checkText('the name of who grants it', by, 'say who grants it');
  checkText('the user', user, 'name the user who needs the access');
  if (ticket !== undefined) checkText('the ticket', ticket, 'name the ticket, or leave it out');
}

function checkText(what: string, text: string, next: string): void {
  const isText = typeof text === 'string' && text.trim() !== '' && text.length <= longestText;
  if (isText && !/\p{Cc}/u.test(text)) return;
  throw new GovernanceError(
    'DAS_ACCESS_INVALID_REQUEST',
    `${what} is empty, longer than ${longestText} characters, or more than one line`,
    { place: 'the request for access', next },
  );
}

/** The next step after a name that is not known. */
function suggestion(given: string, known: readonly string[], noun: string): string {
  const closest = nearMiss(given, known);
  if (closest !== undefined) return `did you mean ${closest}?`;
  return known.length === 0 ? `add an ${noun} to the domain` : `use one of ${known.join(', ')}`;
}
