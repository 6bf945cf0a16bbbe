import {
  dependingOn,
  listOf,
  number,
  objectOf,
  type Structure,
  text,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';
import { customProperties, day, documented, stableId } from './shared-structures.js';

/** The team that answers for the data. A bare list of members is the older form. */
export function team(version: OdcsSchemaVersion): Structure {
  const members = listOf(
    objectOf(
      {
        ...documented(version),
        username: text,
        name: text,
        role: text,
        dateIn: day,
        dateOut: day,
        replacedByUsername: text,
      },
      { required: ['username'] },
    ),
  );
  const whole = objectOf({ ...documented(version), name: text, members });
  return dependingOn((value) => (Array.isArray(value) ? members : whole));
}

/** Who may have access, and who says so. */
export function roles(version: OdcsSchemaVersion): Structure {
  return listOf(
    objectOf(
      {
        id: stableId,
        role: text,
        description: text,
        access: text,
        firstLevelApprovers: text,
        secondLevelApprovers: text,
        customProperties: customProperties(version),
      },
      { required: ['role'] },
    ),
  );
}

/** Where readers get help. */
export function support(version: OdcsSchemaVersion): Structure {
  return listOf(
    objectOf(
      {
        id: stableId,
        channel: text,
        url: text,
        description: text,
        tool: text,
        scope: text,
        invitationUrl: text,
        customProperties: customProperties(version),
      },
      { required: ['channel'] },
    ),
  );
}

/** What the data costs. */
export const price: Structure = objectOf({
  id: stableId,
  priceAmount: number,
  priceCurrency: text,
  priceUnit: text,
});
