export const notBundled: readonly string[]
export const threads: readonly string[]
