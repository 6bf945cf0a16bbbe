import { type Domain, defineDomain } from '@das/core';
import { birthDateMask } from './access/policies.js';
import { clinician, linkageResearcher, researcher } from './access/roles.js';
import { ConditionsCollector } from './collectors/conditions-collector.js';
import { EncountersCollector } from './collectors/encounters-collector.js';
import { ObservationsCollector } from './collectors/observations-collector.js';
import { PatientsCollector } from './collectors/patients-collector.js';
import { conditions } from './contracts/conditions.js';
import { encounters } from './contracts/encounters.js';
import { observations } from './contracts/observations.js';
import { patients } from './contracts/patients.js';
import {
  conditionCohort,
  encounterCohort,
  measurementCohort,
  patientCohort,
} from './contracts/research-sets.js';
import { platform } from './platform.js';
import {
  conditionCohortPlatinum,
  encounterCohortPlatinum,
  measurementCohortPlatinum,
  patientCohortPlatinum,
} from './promotions/platinum.js';
import {
  conditionsSilver,
  encountersSilver,
  observationsSilver,
  patientsSilver,
} from './promotions/silver.js';

const domain: Domain = defineDomain({
  platform,
  name: 'health',
  contracts: [
    patients,
    encounters,
    conditions,
    observations,
    patientCohort,
    encounterCohort,
    conditionCohort,
    measurementCohort,
  ],
  collectors: [PatientsCollector, EncountersCollector, ConditionsCollector, ObservationsCollector],
  promotions: [
    patientsSilver,
    encountersSilver,
    conditionsSilver,
    observationsSilver,
    patientCohortPlatinum,
    encounterCohortPlatinum,
    conditionCohortPlatinum,
    measurementCohortPlatinum,
  ],
  access: [clinician, researcher, linkageResearcher, birthDateMask],
});

export default domain;
