import type { AnyContract } from '@das/contracts';
import type { Domain } from '@das/core';

/** The formats that contracts are exported to. */
export const exportFormats = ['odcs', 'dbt', 'json-schema'] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** A file of an export. */
export interface ExportedFile {
  /** The contract that it is of; `undefined` when it is of several. */
  readonly contract: string | undefined;
  /** Relative, with slashes. */
  readonly path: string;
  readonly content: string;
}

/** A clause that the format has no words for. */
export interface LeftOut {
  readonly contract: string;
  readonly path: string;
  readonly reason: string;
}

/** What an export came to. */
export interface Export {
  readonly files: readonly ExportedFile[];
  readonly leftOut: readonly LeftOut[];
}

/** Exports contracts of a domain. The library of a format is loaded when it is asked for. */
export async function exportContracts(
  format: ExportFormat,
  contracts: readonly AnyContract[],
  domain: Domain,
): Promise<Export> {
  switch (format) {
    case 'odcs': {
      const { toOdcs } = await import('@das/contracts/odcs');
      return filePerContract(contracts, 'odcs.yaml', (contract) => toOdcs(contract));
    }
    case 'json-schema': {
      const { toJsonSchema } = await import('@das/contracts');
      return filePerContract(
        contracts,
        'schema.json',
        (contract) => `${JSON.stringify(toJsonSchema(contract.toJSON()), undefined, 2)}\n`,
      );
    }
    case 'dbt':
      return await dbtExport(contracts, domain);
  }
}

function filePerContract(
  contracts: readonly AnyContract[],
  extension: string,
  contentOf: (contract: AnyContract) => string,
): Export {
  const files = contracts.map((contract) => ({
    contract: `${contract.domain}.${contract.name}`,
    path: `${contract.domain}.${contract.name}.${extension}`,
    content: contentOf(contract),
  }));
  return { files, leftOut: [] };
}

async function dbtExport(contracts: readonly AnyContract[], domain: Domain): Promise<Export> {
  const [{ toDbt }, { collectorsOf }] = await Promise.all([
    import('@das/contracts/dbt'),
    import('@das/core'),
  ]);
  const names = contracts.map((contract) => `${contract.domain}.${contract.name}`);
  const { files, unexported } = toDbt(
    contracts.map((contract) => contract.toJSON()),
    {
      database: (name) => `${domain.platform.prefix}_${name.toUpperCase()}`,
      landed: collectorsOf(domain).map(({ contract }) => `${contract.domain}.${contract.name}`),
      consumers: domain.consumers.filter(({ contract }) => names.includes(contract)),
    },
  );
  return {
    files: Object.entries(files).map(([path, content]) => ({ contract: undefined, path, content })),
    leftOut: unexported.map(({ contract, path, reason }) => ({ contract, path, reason })),
  };
}
