/** A commit and the files that it changed against what came before it. */
export interface Commit {
  id: string
  message: string
  /** With a slash at the end a submodule, all of which may have changed. */
  paths: string[]
}

/** A submodule that moved from one commit of its repository to another. */
export interface LinkChange {
  path: string
  /** Empty where it was not there before, or is not any more. */
  from: string
  to: string
}

export interface RangeOptions {
  /**
   * Along the line of first parents only: a merge then changes all that it brings in. Else each commit by
   * itself.
   */
  isMainLine: boolean
  signal?: AbortSignal
}

/**
 * A repository as the trigger sees it. A commit is a hash, or a branch at a revision. Nothing here runs what
 * is in the repository.
 */
export interface Source {
  /**
   * The branches that are watched and where they stand, asked for at the server and without fetching
   * anything.
   */
  heads: (signal?: AbortSignal) => Promise<Heads>
  /** Brings everything here that `heads` named, and says where the branches stand now. */
  fetch: (signal?: AbortSignal) => Promise<Heads>
  /** Whether `commit` is still there and in the past of `head`. */
  isInPast: (commit: string, head: string) => Promise<boolean>
  /** The commits that `head` has and none of `since` has, oldest first. */
  commits: (since: readonly string[], head: string, options: RangeOptions) => Promise<Commit[]>
  /** The files and submodules in which two commits differ. */
  paths: (from: string, to: string) => Promise<string[]>
  /** Undefined where there is no such file. */
  readFile: (commit: string, path: string) => Promise<Buffer | undefined>
  /** What people and their scripts call a commit: its hash, or the number of its revision. */
  nameOf: (commit: string) => string
  /**
   * Makes `folder` a working copy of `commit`; files that the repository does not know stay. `say` gets what
   * somebody who looks for a missing file should know.
   */
  checkOut: (
    commit: string,
    folder: string,
    signal: AbortSignal,
    say?: (line: string) => void
  ) => Promise<void>
}

/** `refused`: names of branches that are not safe to hand on. */
export interface Heads {
  branches: Map<string, string>
  refused: string[]
}
