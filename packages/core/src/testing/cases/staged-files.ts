import { type CaseWorld, conformanceDatabase } from '../case-world.js';

/** Puts a file in the stage ST of the case. */
export async function upload(world: CaseWorld, path: string, content: string): Promise<void> {
  const stage = `"${conformanceDatabase}"."${world.schema}"."ST"`;
  await (await world.session()).upload(stage, path, new TextEncoder().encode(content));
}

/** The stage ST with two files, one of them with a fault, and a table for them. */
export async function prepared(world: CaseWorld): Promise<void> {
  await world.all('CREATE STAGE ST', 'CREATE TABLE T (ID NUMBER, X VARCHAR)');
  await upload(world, 'a.csv', '1,one\nx,two\n3,three\n');
  await upload(world, 'b.csv', '4,four\n');
}
