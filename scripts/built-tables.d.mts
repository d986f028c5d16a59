/** Files of a compiled packline. */
export const builtTables: readonly string[]
