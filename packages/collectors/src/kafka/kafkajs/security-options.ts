import type { KafkaConfig, SASLOptions } from 'kafkajs';
import { loadPeer } from '../../peer/load-peer.js';
import type { KafkaSasl, KafkaTls } from '../kafka-connection.js';

/** TLS as kafkajs takes it. */
export function tlsOptions(tls: KafkaTls | boolean): NonNullable<KafkaConfig['ssl']> {
  if (typeof tls === 'boolean') return tls;
  const { ca, ...rest } = tls;
  return { ...rest, ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }) };
}

/** SASL as kafkajs takes it. A password is asked for once a connection to the cluster is opened. */
export async function saslOptions(
  sasl: KafkaSasl | undefined,
): Promise<{ readonly sasl?: SASLOptions }> {
  if (sasl === undefined) return {};
  switch (sasl.mechanism) {
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512': {
      const { mechanism, username } = sasl;
      const password = typeof sasl.password === 'string' ? sasl.password : await sasl.password();
      return { sasl: { mechanism, username, password } as SASLOptions };
    }
    case 'oauthbearer':
      return bearer(sasl.token);
    case 'aws-iam': {
      const signer = await loadPeer(
        'aws-msk-iam-sasl-signer-js',
        () => import('aws-msk-iam-sasl-signer-js'),
      );
      const { region } = sasl;
      return bearer(async () => (await signer.generateAuthToken({ region })).token);
    }
  }
}

function bearer(token: () => Promise<string>): { readonly sasl: SASLOptions } {
  return {
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({ value: await token() }),
    },
  };
}
