import { rm } from 'node:fs/promises';
import { DasError } from '@das/contracts';
import type { ResultSet } from '@das/core';
import { fromDuckError } from '../engine/duck-error.js';
import { interruptible } from '../engine/interrupt-on-abort.js';
import { isAborted } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { columnName } from '../statement/change-rows.js';
import { findTarget } from '../statement/find-target.js';
import { cancelled, unsupported } from '../warehouse/errors.js';
import { chooseFiles } from './choose-files.js';
import { type LoadOptions, loadOptions } from './copy-options.js';
import { copyResult, type LoadedFile } from './copy-result.js';
import { newFiles, withinSize } from './known-files.js';
import {
  countFaults,
  type FaultCount,
  faultError,
  insertFile,
  type Load,
  type OpenedFile,
  openForLoad,
  remember,
  trustsNames,
  unreadable,
} from './load-file.js';
import { loadHistory } from './load-history.js';
import { targetColumns } from './load-plan.js';
import { readTransformation } from './load-query.js';
import { type CopyStatement, readCopy } from './read-copy.js';
import { resolveFormat } from './resolve-format.js';
import type { StagedFile } from './stage-folder.js';
import { findStage, type StagePlace } from './stage-place.js';
import { unload } from './unload.js';
import { validateCopy } from './validate-copy.js';

/** `COPY INTO`: into a table, or into a stage. */
export async function copyInto(context: StatementContext): Promise<ResultSet> {
  const { reader, state } = context;
  const target = reader.peek(2);
  const isUnload =
    target.kind === 'stage' || (target.kind === 'string' && /^(?:@|\w+:\/\/)/.test(target.value));
  if (isUnload) return await unload(context);
  const statement = readCopy(reader);
  const stage = findStage(state, statement.stage, 'READ');
  const load = prepareLoad(context, statement, stage);
  const { path } = statement.stage;
  const files = await chooseFiles(state, stage, {
    path,
    files: statement.files,
    pattern: statement.pattern,
  });
  if (statement.validation !== undefined) {
    return await validateCopy(load, files, statement.validation);
  }
  if (load.options.purge) {
    findStage(state, statement.stage, 'WRITE');
    if (state.transaction.isOpen) throw unsupported('PURGE = TRUE inside a transaction');
  }
  const { results, loaded } = await loadTwiceAtMost(load, files);
  if (load.options.purge) for (const file of loaded) await rm(file.file, { force: true });
  return copyResult(results, load.options.returnFailedOnly);
}

function prepareLoad(context: StatementContext, statement: CopyStatement, stage: StagePlace): Load {
  const table = findTarget(context, statement.table, ['INSERT']);
  const options = loadOptions({ ...stage.copyOptions, ...statement.options });
  const format = resolveFormat(context.state, statement.fileFormat, stage.fileFormat);
  refuseMixes(statement, options, format.type === 'CSV' && format.parseHeader, format.type);
  const columns = targetColumns(statement, table, options);
  const startedAt = context.engine.clock();
  const target = { table, columns, format, options, statement };
  const transformation = statement.query === undefined ? undefined : readTransformation(target);
  return { ...target, context, stage, transformation, startedAt, isTrusting: true };
}

function refuseMixes(
  statement: CopyStatement,
  options: LoadOptions,
  hasHeader: boolean,
  type: string,
): void {
  const byName = options.matchByName !== 'NONE';
  if (statement.query !== undefined && (byName || statement.validation !== undefined)) {
    throw unsupported('a query of COPY with MATCH_BY_COLUMN_NAME or VALIDATION_MODE');
  }
  if (type === 'CSV' && hasHeader !== byName) {
    throw unsupported('CSV with only one of PARSE_HEADER and MATCH_BY_COLUMN_NAME');
  }
}

interface Loaded {
  readonly results: readonly LoadedFile[];
  /** The files that were loaded without a fault: those that PURGE takes away. */
  readonly loaded: readonly StagedFile[];
}

/** A load that a file stopped is run again, with each file looked at first: it may be of another form. */
async function loadTwiceAtMost(load: Load, files: readonly StagedFile[]): Promise<Loaded> {
  try {
    return await loadFiles(load, files);
  } catch (error) {
    if (!(error instanceof UntrustedFile)) throw error;
    return await loadFiles({ ...load, isTrusting: false }, files);
  }
}

/** Says that a file is not what it was taken for, or has a fault. Never leaves this module. */
class UntrustedFile extends Error {
  override readonly name = 'UntrustedFile';
}

/** Loads files one after the other; all of them count, or none. */
async function loadFiles(load: Load, files: readonly StagedFile[]): Promise<Loaded> {
  const { context, table } = load;
  const { state, signal } = context;
  const opened: Readied[] = [];
  let failing: StagedFile | undefined;
  const mayStop = async <T>(work: () => Promise<T>): Promise<T> =>
    await interruptible(state.connection, signal, work);
  try {
    return await state.transaction.write(table, signal, async (change) => {
      const history = await change.side(loadHistory);
      const chosen = withinSize(await newFiles(load, files, history), load.options.sizeLimit);
      // Opened first: what cannot be read would end the transaction of DuckDB.
      for (const file of chosen) {
        failing = file;
        opened.push(await mayStop(() => ready(load, file)));
      }
      const insertAll = async (): Promise<Loaded> => {
        const results: LoadedFile[] = [];
        const loaded: StagedFile[] = [];
        for (const each of opened) {
          failing = each.file;
          const result =
            'failed' in each
              ? each.failed
              : await insertFile(load, each.opened, each.counted, change.rows);
          await remember(load, { file: each.file, result }, history);
          results.push(result);
          if (result.status === 'LOADED') loaded.push(each.file);
        }
        return { results, loaded };
      };
      return await change.perform(new Map(), () => mayStop(insertAll));
    });
  } catch (error) {
    if (isAborted(signal)) throw cancelled();
    throw await located(load, failing, error);
  } finally {
    for (const each of opened) if ('opened' in each) await each.opened.source.drop();
  }
}

type Readied =
  | { readonly file: StagedFile; readonly failed: LoadedFile }
  | {
      readonly file: StagedFile;
      readonly opened: OpenedFile;
      readonly counted: FaultCount | undefined;
    };

/** Opens a file and counts its faults, where a record may be left out. */
async function ready(load: Load, file: StagedFile): Promise<Readied> {
  const isAbort = load.options.onError.kind === 'ABORT';
  let opened: OpenedFile;
  try {
    opened = await openForLoad(load, file, !isAbort);
  } catch (error) {
    const plain = fromDuckError(error);
    const isData = DasError.isInstance(plain) && plain.code === 'DAS_WAREHOUSE_EXECUTION_FAILED';
    if (isAbort || !isData) throw error;
    return { file, failed: unreadable(load, `${load.stage.label}${file.path}`, plain.message) };
  }
  try {
    const counted = opened.source.isScanned ? await countFaults(load, opened) : undefined;
    return { file, opened, counted };
  } catch (error) {
    await opened.source.drop();
    throw error;
  }
}

/** A load that DuckDB stopped says no more than why: the file is read again to say where. */
async function located(load: Load, file: StagedFile | undefined, error: unknown): Promise<Error> {
  const plain = fromDuckError(error, (id) => columnName(load.table, id));
  const isData = DasError.isInstance(plain) && plain.code === 'DAS_WAREHOUSE_EXECUTION_FAILED';
  if (DasError.isInstance(error) || !isData || file === undefined) return plain;
  if (trustsNames(load)) return new UntrustedFile();
  try {
    const opened = await openForLoad(load, file, true);
    try {
      const { first } = await countFaults(load, opened);
      return first === undefined ? plain : faultError(load, opened.name, first);
    } finally {
      await opened.source.drop();
    }
  } catch {
    return plain;
  }
}
