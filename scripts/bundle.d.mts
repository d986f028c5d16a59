export const notBundled: readonly string[]
