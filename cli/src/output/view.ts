/** A column of a table, or a line about one record. */
export interface Column<T> {
  readonly title: string;
  readonly value: (record: T, now: Date) => string;
}

/** How records of one kind are shown. */
export interface View<T> {
  /** For people, in lists. */
  readonly columns: readonly Column<T>[];
  /** For people, about a single record: lines beside the columns. */
  readonly details?: readonly Column<T>[];
  /** The API's names of its fields, in their order in CSV. */
  readonly fields: readonly (keyof T & string)[];
  /** All that `--quiet` leaves: what another command takes. */
  readonly name: (record: T) => string;
}
