/** What a run tells while it goes on; printed as NDJSON with `--events`. */
export type RunEvent =
  | { type: 'waiting', holder: { pid: number, since: string, command: string } | undefined }
  | { type: 'phase', phase: 'scan' | 'plan' | 'execute' | 'publish' }
  | { type: 'scanned', files: number, hashed: number }
  | { type: 'action-started', id: string, rule: string }
  | { type: 'action-ended', id: string, rule: string, state: 'cached' | 'executed' | 'failed' | 'missing', durationMs: number }
  | { type: 'warning', message: string }
