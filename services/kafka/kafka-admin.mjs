import kafkajs from 'kafkajs';

/**
 * Does some work with an administrator of the cluster, by the listener without TLS and SASL.
 *
 * @template Result
 * @param {readonly string[]} addresses
 * @param {number} retries
 * @param {(admin: import('kafkajs').Admin) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withAdmin(addresses, retries, work) {
  const client = new kafkajs.Kafka({
    clientId: 'das-services',
    brokers: [...addresses],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 5_000,
    requestTimeout: 20_000,
    retry: { retries, initialRetryTime: 100 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
