/** Each kind's form: the query, and what to do with an edited one. */
export type FormProps<Query> = { query: Query; onChange: (query: Query) => void };
