// Ends with 0 when the address answers with success, and with 1 otherwise: for HEALTHCHECK, in an
// image that has no curl.
const [address = 'http://127.0.0.1:8080/healthz'] = process.argv.slice(2);
try {
  const response = await fetch(address, { signal: AbortSignal.timeout(2_500) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
