/** What is needed to make a release again. */
export interface RebuildInformation {
  /** Commits of the sources, by repository. */
  commits: Record<string, string>
  /** Versions of packline and of the tools that took part. */
  tools: Record<string, string>
  /** Baselines by name, with their sha256. */
  baselines: Record<string, string>
  /** The command that made it. */
  command: string[]
}
