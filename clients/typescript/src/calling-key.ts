/** The key that a call is made with. */
export interface CallingKey {
  readonly id: string;
  readonly name: string;
  /** The beginning of the secret that was used; '' where it is not told. */
  readonly keyPrefix: string;
  readonly type: 'admin' | 'end-user';
  /** ISO-8601, or null for never. */
  readonly expiresAt: string | null;
}
