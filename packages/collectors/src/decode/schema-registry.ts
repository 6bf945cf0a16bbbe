import { setTimeout as wait } from 'node:timers/promises';
import { CollectorsError } from '../errors/collectors-error.js';

/** A schema as the registry has it. */
export interface RegisteredSchema {
  readonly type: 'AVRO' | 'PROTOBUF' | 'JSON';
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** Another schema that a schema uses: under which name, and where it is. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** What reads schemas: a Confluent-compatible registry, or anything else that knows ids. */
export interface SchemaRegistry {
  /**
   * The schema of an id, or `undefined` when the registry says that there is none.
   *
   * @throws {@link CollectorsError} `DAS_REGISTRY_UNREACHABLE` (retryable), `DAS_REGISTRY_REFUSED`
   */
  schemaOf(id: number): Promise<RegisteredSchema | undefined>;
  /** The schema of a reference. */
  referenced(reference: SchemaReference): Promise<RegisteredSchema | undefined>;
}

/** Where a registry is, and who asks. */
export interface SchemaRegistryOptions {
  /** Such as `https://registry.example.com`. */
  readonly url: string;
  /** Default: nobody in particular. */
  readonly authorization?:
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    | { readonly kind: 'bearer'; readonly token: () => Promise<string> };
  /** Milliseconds that one answer may take. Default 10,000. */
  readonly timeout?: number;
  /** How often a request is tried when the registry cannot be reached. Default 4. */
  readonly tries?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** An id that is not known may be registered a moment later, so it is asked for again after this. */
const unknownFor = 30_000;
const betweenTries = 250;

/**
 * Opens a Confluent-compatible schema registry. Schemas never change, so each one is fetched once; those
 * who ask for the same one at a time wait for one answer.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export function schemaRegistry(options: SchemaRegistryOptions): SchemaRegistry {
  const known = new Map<string, Promise<RegisteredSchema | undefined>>();
  const lookUp = (path: string): Promise<RegisteredSchema | undefined> => {
    const cached = known.get(path);
    if (cached !== undefined) return cached;
    const fetching = request(options, path);
    known.set(path, fetching);
    const forget = () => known.delete(path);
    fetching.then((schema) => {
      if (schema === undefined) setTimeout(forget, unknownFor).unref();
    }, forget);
    return fetching;
  };
  return {
    schemaOf: (id) => lookUp(`/schemas/ids/${id}`),
    referenced: ({ subject, version }) =>
      lookUp(`/subjects/${encodeURIComponent(subject)}/versions/${version}`),
  };
}

async function request(
  options: SchemaRegistryOptions,
  path: string,
): Promise<RegisteredSchema | undefined> {
  const tries = options.tries ?? 4;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await requestOnce(options, path);
    } catch (error) {
      const isPassing = error instanceof CollectorsError && error.isRetryable;
      if (!isPassing || attempt >= tries) throw error;
      await wait(betweenTries * 2 ** (attempt - 1));
    }
  }
}

async function requestOnce(
  options: SchemaRegistryOptions,
  path: string,
): Promise<RegisteredSchema | undefined> {
  const place = new URL(options.url).host;
  let response: Response;
  let body: unknown;
  try {
    response = await (options.fetch ?? fetch)(`${options.url.replace(/\/+$/, '')}${path}`, {
      headers: {
        accept: 'application/vnd.schemaregistry.v1+json, application/json',
        ...(await authorization(options)),
      },
      signal: AbortSignal.timeout(options.timeout ?? 10_000),
    });
    body = await response.json().catch(() => undefined);
  } catch (cause) {
    throw new CollectorsError('DAS_REGISTRY_UNREACHABLE', 'the schema registry does not answer', {
      place,
      next: 'check that it runs and can be reached from here',
      isRetryable: true,
      cause,
    });
  }
  if (response.ok) return registeredSchema(body, place);
  if (response.status === 404 && isUnknownSchema(body)) return undefined;
  throw refusal(response.status, place);
}

/** A 404 of the registry's own: one of anything before it, such as a proxy, says nothing of schemas. */
function isUnknownSchema(body: unknown): boolean {
  const code = (body as { readonly error_code?: unknown } | null | undefined)?.error_code;
  return code === 40401 || code === 40402 || code === 40403;
}

function refusal(status: number, place: string): CollectorsError {
  if (status === 408 || status === 429 || status >= 500) {
    return new CollectorsError(
      'DAS_REGISTRY_UNREACHABLE',
      `the schema registry cannot answer now (HTTP ${status})`,
      { place, next: 'check the registry', isRetryable: true },
    );
  }
  return new CollectorsError(
    'DAS_REGISTRY_REFUSED',
    `the schema registry refuses to give a schema (HTTP ${status})`,
    { place, next: 'check the url, the credentials, and what they may read' },
  );
}

function registeredSchema(body: unknown, place: string): RegisteredSchema {
  const {
    schema,
    schemaType = 'AVRO',
    references,
  } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isKnown = schemaType === 'AVRO' || schemaType === 'PROTOBUF' || schemaType === 'JSON';
  if (typeof schema === 'string' && isKnown) {
    const all = Array.isArray(references) ? (references as readonly SchemaReference[]) : [];
    return { type: schemaType, schema, references: all };
  }
  throw new CollectorsError('DAS_REGISTRY_REFUSED', 'the schema registry gives no schema', {
    place,
    next: 'check that the url is that of a Confluent-compatible registry',
  });
}

async function authorization({
  authorization: given,
}: SchemaRegistryOptions): Promise<Readonly<Record<string, string>>> {
  if (given === undefined) return {};
  if (given.kind === 'bearer') return { authorization: `Bearer ${await given.token()}` };
  const pair = Buffer.from(`${given.username}:${given.password}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
