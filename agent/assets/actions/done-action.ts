import type { BlobReference } from '../../cache/content-store.js'

/** An action that was done, and by which key its result is kept. */
export interface DoneAction {
  id: string
  key: string
  costMs: number
  blobs: Record<string, BlobReference>
}
