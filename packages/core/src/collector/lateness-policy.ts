import type { Duration } from '@das/contracts';

/**
 * What happens to records whose event is older than the watermark of their partition: the latest
 * event time seen in it, less what is `allowed`. The watermark is kept with the partition's offset,
 * so that a restart does not forget it.
 */
export interface LatenessPolicy<Column extends string = string> {
  /** The column that holds the event's time. Default: that of the contract's freshness objective. */
  readonly column?: Column;
  readonly allowed: Duration;
  /** `land` lands late records and counts them; `quarantine` puts them there with the reason `LATE`. */
  readonly policy: 'land' | 'quarantine';
  /**
   * How far ahead of this process's clock an event may be. One further ahead goes to quarantine with
   * the reason `FUTURE`, and does not move the watermark. Default: `10m`.
   */
  readonly ahead?: Duration;
}
