import type { DocumentPath, StructureFault } from '../../document/structure/structure.js';
import type { OdcsReading } from '../odcs-origin.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';

/** The kinds of decisions that are taken while a document is read. */
export type OdcsFindingCode =
  | 'classification-missing'
  | 'classification-unknown'
  | 'das-differs'
  | 'deprecation-kept'
  | 'domain-missing'
  | 'key-kept'
  | 'key-made-required'
  | 'name-changed'
  | 'number-rounded'
  | 'option-kept'
  | 'owner-missing'
  | 'relationship-kept'
  | 'rule-kept'
  | 'section-kept'
  | 'severity-unknown'
  | 'sla-kept'
  | 'status-unknown'
  | 'table-without-columns'
  | 'type-mapped'
  | 'type-missing'
  | 'version-changed';

/** One reading of a document: how to read it, and where to say what was decided. */
export interface Reader {
  readonly version: OdcsSchemaVersion;
  readonly reading: OdcsReading;
  decide(code: OdcsFindingCode, path: DocumentPath, message: string): void;
  refuse(faults: readonly StructureFault[]): void;
}

/** A reader that says nothing: for reading what was already read once. */
export function silentReader(version: OdcsSchemaVersion, reading: OdcsReading): Reader {
  return { version, reading, decide: () => {}, refuse: () => {} };
}
