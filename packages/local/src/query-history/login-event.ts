/** One attempt to sign in. */
export interface LoginEvent {
  readonly id: number;
  readonly time: Date;
  /** Absent when nobody of this name is known. */
  readonly user: string | undefined;
  readonly clientAddress: string;
  readonly clientType: string | undefined;
  readonly clientVersion: string | undefined;
  readonly factor: string;
  readonly failure: { readonly number: number; readonly message: string } | undefined;
  readonly sessionId: number | undefined;
  readonly application: string | undefined;
}
