/** A kind of job, as data: what it takes, how many run at once, and the command of packline that does it. */
export interface JobKind {
  name: string
  describe: string
  /** JSON schema of the parameters. */
  parameters: {
    type: 'object'
    additionalProperties: false
    properties: Record<string, object>
    required?: string[]
  }
  /** Parameters that are paths below the workspace. */
  paths: readonly string[]
  /** How many run at once, unless the configuration says otherwise. */
  concurrency: number
  /**
   * Words of the command line. A value is never a word of its own before `--`, so that none can pass for an
   * option. `id` is the job's own: what is asked for again after an interruption is done once.
   */
  command: (workspace: string, parameters: Record<string, unknown>, id: string) => string[]
  /** What the command prints: NDJSON events with a report at the end, or one JSON document. */
  output: (parameters: Record<string, unknown>) => 'events' | 'document'
}
