import { FileCollector } from '@das/collectors';
import { sessions } from '../contracts/sessions.js';

/** Collects sessions as they are written. */
export class SessionsCollector extends FileCollector<typeof sessions> {
  readonly contract = sessions;
  readonly files = '.das/data/sessions';
  override readonly deduplicate = { window: '7d' } as const;
}
