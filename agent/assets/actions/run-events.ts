import type { MessageKey, MessageParameters } from '../../messages/message.js'

/** What a run tells while it goes on; printed as NDJSON with `--events`. */
export type RunEvent =
  | { type: 'waiting', holder: { pid: number, since: string, command: string } | undefined }
  | { type: 'phase', phase: 'scan' | 'plan' | 'execute' | 'publish' }
  | { type: 'scanned', files: number, hashed: number }
  /** `expectedMs`: what the action took when it ran last. */
  | { type: 'action-started', id: string, rule: string, expectedMs?: number }
  | {
    type: 'action-ended'
    id: string
    rule: string
    state: 'cached' | 'executed' | 'failed' | 'missing'
    durationMs: number
  }
  /** `message` in English; `key` and `parameters` say the same in any language. */
  | { type: 'warning', message: string, key: MessageKey, parameters: MessageParameters }

/** Tells what is odd and stops nothing. */
export type Warn = (key: MessageKey, parameters?: MessageParameters) => void
