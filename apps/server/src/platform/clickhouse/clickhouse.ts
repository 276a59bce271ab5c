import type { ZodType } from "zod";

/** Settings of one statement. They travel in its own SETTINGS clause: a `SET` would stay in the session and change what comes after it. */
export type StatementSettings = Record<string, string | number>;

/** A question: SQL with `{name:Type}` placeholders, no FORMAT and no SETTINGS of its own, and the value of each placeholder. */
export type Question<Row> = {
  query: string;
  /** Strings of digits serve for 64-bit integers, also inside arrays. A Date is a moment. */
  params?: Record<string, unknown>;
  /** Each row must satisfy it; without it rows are taken as they come. */
  schema?: ZodType<Row>;
  settings?: StatementSettings;
  /** Aborting ends the query in the engine too. */
  signal?: AbortSignal;
  /** Told how many rows of tables the engine read for the answer (`query` alone). */
  onRead?: (rows: number) => void;
};

export type RowsToInsert = {
  table: string;
  /** Times as ms since 1970, 64-bit integers as strings. Columns that a row lacks get their default. Or what `encodeRows` made of them. */
  rows: readonly object[] | string;
  /** Sent as arrays in this order, which parses a third faster; without it every row names its own. */
  columns?: readonly string[];
  /** A second insert with this token changes nothing, also after a restart (needs `non_replicated_deduplication_window` on the table, and on what its views fill). */
  dedupeToken?: string;
  settings?: StatementSettings;
};

/** Lines as `dump` gave them, of the same columns. */
export type LinesToLoad = { table: string; columns: readonly string[]; lines: Buffer; settings?: StatementSettings };

/**
 * The timeline store: ClickHouse in process (chDB) or a server over HTTP, the same to whoever asks. Rows are objects; 64-bit integers come as strings, numbers
 * inside a JSON column stay numbers. Errors of the engine are `ClickHouseError` (`code`, `type`); too many waiting is `ProductError("unavailable")`.
 */
export type ClickHouse = {
  query<Row = Record<string, unknown>>(question: Question<Row>): Promise<Row[]>;
  /** Rows one by one, in memory that does not grow with their number. Leaving the loop ends the query. */
  stream<Row = Record<string, unknown>>(question: Question<Row>): AsyncGenerator<Row, void, undefined>;
  /** All rows or none. What is not valid in JSON for ClickHouse is mended (see encodeRows). */
  insert(insert: RowsToInsert): Promise<void>;
  /**
   * The answer as lines of text (ClickHouse's TabSeparated: values as they are kept, whatever their type), in chunks of whole lines and bounded memory,
   * to be kept and loaded again. Leaving the loop ends the query.
   */
  dump(question: Omit<Question<never>, "schema">): AsyncGenerator<Buffer, void, undefined>;
  /** Inserts lines of a dump: all of this call or none, without deduplication. */
  load(lines: LinesToLoad): Promise<void>;
  /** DDL, mutations, SYSTEM. */
  command(sql: string, params?: Record<string, unknown>): Promise<void>;
  /** Throws when the store does not answer. */
  ping(): Promise<void>;
  /** Ends running queries, waits for inserts and commands. */
  close(): Promise<void>;
};

/** The format of dumps: one row a line, as line ends inside values are escaped. */
export const dumpFormat = "TabSeparated";

/** Limits of a question that sets none. */
export const questionDefaults: StatementSettings = { max_execution_time: 60 };

/** How every statement, on either connection, reads values: properties are kept as they came (no guessing of dates, no error for a name given twice). */
export const valueSettings: StatementSettings = {
  session_timezone: "UTC",
  output_format_json_quote_64bit_integers: 0,
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  // A list of truths and numbers, or of truths and texts, keeps what each of them is.
  input_format_json_read_bools_as_numbers: 0,
  input_format_json_read_bools_as_strings: 0,
  type_json_skip_duplicated_paths: 1,
};
