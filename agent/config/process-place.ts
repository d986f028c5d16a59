/**
 * Gives this process another folder, and another umask where one is named, until the returned function is
 * called. Throws where the folder cannot be entered.
 */
export function standIn (folder: string, umask = process.umask()): () => void {
  const before = { folder: process.cwd(), umask: process.umask() }
  process.chdir(folder)
  process.umask(umask)
  return () => {
    process.chdir(before.folder)
    process.umask(before.umask)
  }
}
