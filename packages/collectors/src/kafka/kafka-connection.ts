/** How a client proves who it is. Secrets are asked for when they are needed, and never logged. */
export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string | (() => Promise<string>);
    }
  | {
      readonly mechanism: 'oauthbearer';
      /** Gives a token whenever one is needed: on each connection, and before one expires. */
      readonly token: () => Promise<string>;
    }
  | {
      /** Amazon MSK with IAM, through OAUTHBEARER. Takes `aws-msk-iam-sasl-signer-js`. */
      readonly mechanism: 'aws-iam';
      readonly region: string;
    };

/** How the connection is encrypted: certificates in PEM. `true` trusts what Node trusts. */
export interface KafkaTls {
  readonly ca?: string | readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name in the certificate, where it is not that of the host. */
  readonly servername?: string;
}

/** What a client needs to know in order to read topics as a member of a group. */
export interface KafkaConnection {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly tls: KafkaTls | boolean;
  readonly sasl: KafkaSasl | undefined;
  /** Whether records of transactions that are open or aborted are read too. */
  readonly readUncommitted: boolean;
  /** Milliseconds without a sign of life after which the group gives a member up. */
  readonly sessionTimeout: number;
  /** Milliseconds that a rebalance waits for a member to land what it has. */
  readonly rebalanceTimeout: number;
  readonly heartbeatInterval: number;
  /** Milliseconds after which new partitions of a topic are noticed. */
  readonly metadataMaxAge: number;
  /** Milliseconds for which an unreachable broker is tried again before reading fails. */
  readonly patience: number;
  readonly fetch: KafkaFetchLimits;
}

/** How much is fetched at a time. A single larger batch is fetched all the same. */
export interface KafkaFetchLimits {
  /** Bytes of one answer of a broker. Two answers of each broker are held at the most. */
  readonly bytes: number;
  readonly bytesPerPartition: number;
  /** Milliseconds that a broker waits when there is nothing. */
  readonly wait: number;
  /** A batch that takes more than these bytes when it is decompressed goes to quarantine as it is. */
  readonly decompressedBytes: number;
}
