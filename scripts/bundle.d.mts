export const notBundled: readonly string[]
export const threads: readonly string[]
export const packedFiles: readonly string[]
/** What stands before and after the modules of a file that bundle-file.cjs loads. */
export const wrapper: readonly [string, string]
