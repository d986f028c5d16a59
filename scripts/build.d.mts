export const plainScripts: readonly string[]
export function compile (root: string, folder: string): Promise<readonly string[] | undefined>
