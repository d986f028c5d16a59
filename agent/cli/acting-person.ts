import { userInfo } from 'node:os'

/** Whoever gave the command: the user of the Jenkins build that runs it, else of this machine. */
export function actingPerson ({ BUILD_USER_ID }: Readonly<Record<string, string | undefined>>): string {
  if (BUILD_USER_ID !== undefined && BUILD_USER_ID.trim() !== '') return BUILD_USER_ID
  try {
    return userInfo().username
  } catch {
    // A container may run as a number that has no name.
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
