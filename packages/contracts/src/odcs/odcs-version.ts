/** The versions of the standard that {@link fromOdcs} reads, as `apiVersion` writes them. */
export const odcsVersions = ['v3.0.0', 'v3.0.1', 'v3.0.2', 'v3.1.0', 'v3.2.0'] as const;

/** One of {@link odcsVersions}. */
export type OdcsApiVersion = (typeof odcsVersions)[number];

/** The schema that documents are held to: that of 3.1.0 also holds for 3.0, which it widens. */
export type OdcsSchemaVersion = '3.1' | '3.2';

/** The schema that holds for documents of a version. */
export function schemaVersionOf(version: OdcsApiVersion): OdcsSchemaVersion {
  return version === 'v3.2.0' ? '3.2' : '3.1';
}
