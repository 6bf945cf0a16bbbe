import { bronze, dynamicTable, type Promotion, promotion, silver } from '@das/core';
import { conditions } from '../contracts/conditions.js';
import { encounters } from '../contracts/encounters.js';
import { observations } from '../contracts/observations.js';
import { patients } from '../contracts/patients.js';

/** Each patient once, as the newest row says. */
export const patientsSilver: Promotion = promotion({
  from: bronze(patients),
  to: silver(patients),
  strategy: dynamicTable(),
});

/** Each visit once. */
export const encountersSilver: Promotion = promotion({
  from: bronze(encounters),
  to: silver(encounters),
  strategy: dynamicTable(),
});

/** Each diagnosis once. */
export const conditionsSilver: Promotion = promotion({
  from: bronze(conditions),
  to: silver(conditions),
  strategy: dynamicTable(),
});

/** Each measurement once. */
export const observationsSilver: Promotion = promotion({
  from: bronze(observations),
  to: silver(observations),
  strategy: dynamicTable(),
});
