export interface BillLine {
  readonly what: string;
  /** What of the price list it is made of. */
  readonly how: string;
  readonly dollars: number;
}
