export { OdcsError, type OdcsErrorCode, type OdcsFault } from './odcs/errors/odcs-error.js';
export {
  type FromOdcsOptions,
  fromOdcs,
  type OdcsFinding,
  type OdcsImport,
} from './odcs/from-odcs.js';
export type { OdcsFindingCode } from './odcs/lens/reader.js';
export type { OdcsOrigin, OdcsReading } from './odcs/odcs-origin.js';
export { type OdcsApiVersion, odcsVersions } from './odcs/odcs-version.js';
export { type ToOdcsOptions, toOdcs } from './odcs/to-odcs.js';
