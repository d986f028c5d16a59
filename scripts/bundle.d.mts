export const notBundled: readonly string[]
export const threads: readonly string[]
export const packedFiles: readonly string[]
