export function compile (root: string, folder: string): Promise<boolean>
