/** Consecutive items of a list, as they were read. */
export interface ListPart<Item> {
  readonly items: readonly Item[];
  /** Position behind which the list goes on; null where it ends. There may be one without any item. */
  readonly end: string | null;
}
