import type { DbtConsumer, UnexportedClause } from './dbt-options.js';
import { type DbtModel, type DbtProject, idOf, majorOf, plainName } from './dbt-project.js';
import { ownerEntry } from './group-entry.js';

/** The consumers of a project as exposures, and the pins on what the project does not build. */
export interface ExposureEntries {
  readonly entries: readonly { readonly name: string; readonly entry: object }[];
  readonly unexported: readonly UnexportedClause[];
}

/** One exposure for each consumer, which depends on all that it pinned. */
export function exposureEntries(project: DbtProject): ExposureEntries {
  const consumers = project.options.consumers ?? [];
  const unexported: UnexportedClause[] = [];
  const byName = new Map<string, { pin: DbtConsumer; model: DbtModel }[]>();
  for (const pin of consumers) {
    const model = modelOf(pin, project);
    if (model === undefined) {
      unexported.push({
        contract: pin.contract,
        version: pin.version,
        path: `/consumers/${pin.consumer}`,
        reason: 'the project builds no model of this major version',
      });
      continue;
    }
    byName.set(pin.consumer, [...(byName.get(pin.consumer) ?? []), { pin, model }]);
  }
  const entries = [...byName].map(([consumer, reads]) => ({
    name: plainName(consumer),
    entry: exposureEntry(consumer, reads),
  }));
  return { entries, unexported };
}

function modelOf(pin: DbtConsumer, { contracts }: DbtProject): DbtModel | undefined {
  return contracts
    .flat()
    .find(
      ({ document, major }) => idOf(document) === pin.contract && major === majorOf(pin.version),
    );
}

function exposureEntry(
  consumer: string,
  reads: readonly { readonly pin: DbtConsumer; readonly model: DbtModel }[],
): object {
  const said = reads.map(({ pin }) => pin);
  const owner = said.find((pin) => pin.owner !== undefined)?.owner ?? consumer;
  const type = said.find((pin) => pin.type !== undefined)?.type ?? 'application';
  return {
    name: plainName(consumer),
    label: consumer,
    type,
    url: said.find((pin) => pin.url !== undefined)?.url,
    owner: ownerEntry(owner),
    depends_on: [...new Set(reads.map(({ model }) => model.reference))],
    config: {
      meta: {
        reads: said.map(({ contract, version, columns, exhaustive }) => ({
          contract,
          version,
          columns,
          exhaustive: exhaustive.length === 0 ? undefined : exhaustive,
        })),
      },
    },
  };
}
