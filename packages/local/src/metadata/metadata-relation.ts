import { reaches, sees } from '../access/privileges.js';
import { type CatalogueObject, isRelation } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { findDatabase } from '../enforcement/resolve-name.js';
import type { SecureRelation } from '../enforcement/secure-relation.js';
import { historyTable } from '../table-functions/called-table.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { accountInformation } from './account-information.js';
import { accountUsage } from './account-usage.js';
import { informationSchema } from './information-schema.js';
import { loadsOf } from './loads-of.js';
import { metadataRows } from './metadata-rows.js';
import type { MetadataView, Viewer } from './metadata-view.js';
import { mayReadQuality, qualityResults } from './quality-results.js';
import { loadHistoryView } from './run-history.js';
import { mayReadUsage } from './snowflake-access.js';
import { usageHistory } from './usage-history.js';
import { usageViewers } from './usage-viewers.js';

/** A view of the catalogue, such as `DB.INFORMATION_SCHEMA.TABLES`; nothing for any other name. */
export function metadataRelation(
  name: readonly string[],
  compilation: Compilation,
  frame: Frame,
): SecureRelation | undefined {
  const [view = '', schema = frame.schema ?? '', database = frame.database ?? ''] = [
    ...name,
  ].reverse();
  if (database === 'SNOWFLAKE') {
    return readAccountUsage([database, schema, view], compilation, frame);
  }
  if (schema !== 'INFORMATION_SCHEMA') return undefined;
  const { catalogue } = compilation;
  const holder = findDatabase(catalogue, frame.roles, database);
  const path = [database, schema, view] as const;
  const viewer = { ...viewerOf(compilation, frame), database: holder.name };
  const account = own(accountInformation, view);
  if (account !== undefined) {
    // Roles are known to all, as in SHOW ROLES.
    return render(account, path, compilation, viewer, (object) =>
      object.kind === 'ROLE' ? true : sees(frame.roles, object),
    );
  }
  const isShown = (object: CatalogueObject): boolean =>
    catalogue.container(object).database === holder.name &&
    sees(frame.roles, object) &&
    reaches(catalogue, frame.roles, object);
  if (view === 'LOAD_HISTORY') {
    const tables = [...catalogue.all()].filter(isRelation).filter(isShown);
    return { ...historyTable(loadHistoryView, `${loadsOf(tables, compilation)} AS h`), path };
  }
  const found = own(informationSchema, view);
  if (found === undefined) throw unsupported(`INFORMATION_SCHEMA.${view}`);
  return render(found, path, compilation, viewer, isShown);
}

function readAccountUsage(
  path: readonly [string, string, string],
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  const [, schema, view] = path;
  if (schema === 'LOCAL') return readQuality(path, compilation, frame);
  const isSchema = schema === 'ACCOUNT_USAGE';
  const viewers = isSchema ? (usageViewers[view] ?? []) : [];
  if (!mayReadUsage(compilation.catalogue, frame.roles, viewers)) {
    throw notFound('Object', path.join('.'));
  }
  const history = isSchema ? usageHistory(view, compilation) : undefined;
  if (history !== undefined) return { ...history, path };
  const found = isSchema ? own(accountUsage, view) : undefined;
  if (found === undefined) throw unsupported(path.join('.'));
  const viewer = { ...viewerOf(compilation, frame), database: 'SNOWFLAKE' };
  return render(found, path, compilation, viewer, () => true);
}

/** `SNOWFLAKE.LOCAL`: what data metric functions have measured. */
function readQuality(
  path: readonly [string, string, string],
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  if (!mayReadQuality(compilation.catalogue, frame.roles)) {
    throw notFound('Object', path.join('.'));
  }
  if (path[2] !== 'DATA_QUALITY_MONITORING_RESULTS') throw unsupported(path.join('.'));
  return { ...qualityResults(compilation), path };
}

function render(
  view: MetadataView,
  path: readonly [string, string, string],
  compilation: Compilation,
  viewer: Viewer,
  isShown: (object: CatalogueObject) => boolean,
): SecureRelation {
  const { catalogue } = compilation;
  compilation.isVolatile = true;
  const rows = [...catalogue.all()]
    .filter(isShown)
    .flatMap((object) => view.rows(object, catalogue, viewer));
  return { ...metadataRows(view.columns, rows), path };
}

function viewerOf({ session }: Compilation, { roles }: Frame): Omit<Viewer, 'database'> {
  return { roles, role: session.role, user: session.user };
}

/** A view by its name; `constructor` is none. */
function own(
  views: Readonly<Record<string, MetadataView>>,
  name: string,
): MetadataView | undefined {
  return Object.hasOwn(views, name) ? views[name] : undefined;
}
