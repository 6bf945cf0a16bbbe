import { mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, placeOf } from '../../staging/stage-folder.js';
import { findStage } from '../../staging/stage-place.js';
import { notFound, unavailable, unsupported } from '../../warehouse/errors.js';
import type { LocalSession } from '../../warehouse/local-session.js';
import { readTransfer } from './read-transfer.js';

/**
 * Answers a `PUT` or `GET`: the driver itself copies the files, from or into the folder of the stage,
 * which Snowflake's protocol calls LOCAL_FS. Only for drivers on this machine.
 */
export async function transferFile(
  local: LocalSession,
  text: string,
  isLoopbackOnly: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const statement = readTransfer(text);
  const { command, stage: reference, localPath } = statement;
  if (!isLoopbackOnly) throw unsupported(`${command} over the network`);
  return await local.between(async () => {
    const isPut = command === 'PUT';
    const stage = findStage(local.state, reference, isPut ? 'WRITE' : 'READ');
    const { folder } = stage;
    const common = {
      command: isPut ? 'UPLOAD' : 'DOWNLOAD',
      parallel: statement.parallel,
      threshold: 67_108_864,
      encryptionMaterial: [],
      presignedUrls: [],
      operation: 'Node',
    };
    if (isPut) {
      const path = reference.path.replace(/\/+$/, '');
      const location = join(folder, path);
      // No link may lead what is put there out of the stage.
      await placeOf(stage, path === '' ? 'file' : `${path}/file`);
      // Made here: the driver would let everybody on the machine write to it.
      await mkdir(location, { recursive: true, mode: 0o700 });
      await refuseFullDisk(localPath, location);
      return {
        ...common,
        encryptionMaterial: null,
        src_locations: [localPath],
        autoCompress: statement.autoCompress,
        sourceCompression: statement.sourceCompression,
        overwrite: statement.overwrite,
        stageInfo: stageInfo(location),
      };
    }
    const files = await listFiles(stage, reference.path);
    if (files.length === 0) throw notFound('Staged file', reference.name.join('.'));
    return {
      ...common,
      src_locations: files.map(({ path }) => path),
      localLocation: localPath,
      stageInfo: stageInfo(folder),
    };
  });
}

/** What is left on the disk for everything else, in bytes. */
const reserve = 1024 * 1024;

/** The driver does not outlive a disk that is full: its copy of a file raises what nobody can catch. */
async function refuseFullDisk(localPath: string, location: string): Promise<void> {
  // Of a pattern the driver knows what it stands for.
  const size = await stat(localPath).then(
    (found) => found.size,
    () => 0,
  );
  const { bavail, bsize } = await statfs(location);
  if (bavail * bsize >= size + reserve) return;
  throw unavailable('the disk of the stage is full', 'PUT', 'make room, and upload again');
}

function stageInfo(location: string): Readonly<Record<string, unknown>> {
  return {
    locationType: 'LOCAL_FS',
    location,
    path: '',
    region: null,
    storageAccount: null,
    isClientSideEncrypted: false,
    creds: {},
    presignedUrl: null,
    endPoint: null,
  };
}
