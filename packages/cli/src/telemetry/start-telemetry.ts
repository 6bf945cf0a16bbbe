import { CliError } from '../errors/cli-error.js';
import type { Io } from '../terminal/io.js';

/** Telemetry that is running. */
export interface Telemetry extends AsyncDisposable {
  /** What was measured so far, as Prometheus' text. */
  readonly metrics: () => Promise<string>;
}

/** The SDK for sending, which is not a dependency: it brings gRPC and more along. */
const sdk = '@opentelemetry/sdk-node';

/** The parts of the SDK that are used here. */
interface NodeSdkModule {
  readonly NodeSDK: new (options: {
    readonly metricReaders?: readonly unknown[];
  }) => { start(): void; shutdown(): Promise<void> };
}

/**
 * Starts measuring, and sending where the environment says where to (`OTEL_EXPORTER_OTLP_*`, as the
 * OpenTelemetry specification names them). With neither, nothing is loaded.
 *
 * @throws {@link CliError} `DAS_TELEMETRY_SDK_MISSING` when something is to be sent and the SDK for it is not installed
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function startTelemetry(env: Io['env'], isServed: boolean): Promise<Telemetry> {
  const isDisabled = env.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const sends = !isDisabled && wantsToSend(env);
  if (!isServed && !sends)
    return { metrics: async () => '', [Symbol.asyncDispose]: async () => {} };
  const module = sends ? await loadSdk() : undefined;
  const { PrometheusReader } = await import('./prometheus-reader.js');
  const reader = new PrometheusReader();
  const stop = module === undefined ? await measure(reader) : send(module, reader);
  return { metrics: () => reader.text(), [Symbol.asyncDispose]: stop };
}

function wantsToSend(env: Io['env']): boolean {
  return Object.entries(env).some(
    ([name, value]) => /^OTEL_EXPORTER_OTLP_(?:\w+_)?ENDPOINT$/.test(name) && (value ?? '') !== '',
  );
}

async function measure(reader: unknown): Promise<() => Promise<void>> {
  const [{ metrics }, { MeterProvider }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-metrics'),
  ]);
  const provider = new MeterProvider({ readers: [reader as never] });
  metrics.setGlobalMeterProvider(provider);
  return async () => {
    metrics.disable();
    await provider.shutdown();
  };
}

function send({ NodeSDK }: NodeSdkModule, reader: unknown): () => Promise<void> {
  const running = new NodeSDK({ metricReaders: [reader] });
  running.start();
  return () => running.shutdown();
}

async function loadSdk(): Promise<NodeSdkModule> {
  try {
    return (await import(sdk)) as NodeSdkModule;
  } catch (cause) {
    throw new CliError(
      'DAS_TELEMETRY_SDK_MISSING',
      `telemetry is to be sent, but ${sdk} is not installed`,
      {
        place: 'OTEL_EXPORTER_OTLP_ENDPOINT',
        next: `run npm install ${sdk}, or set OTEL_SDK_DISABLED=true`,
        cause,
      },
    );
  }
}
