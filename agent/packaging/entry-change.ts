import type { LocalTexts } from '../formats/android/add-text.js'
import type { DigestedFile } from './file-digests.js'

/** What becomes of one entry of the baseline. */
export type EntryChange =
  | { way: 'file', file: DigestedFile }
  | { way: 'bytes', bytes: Buffer }
  | { way: 'remove' }
  | { way: 'plist', set: Record<string, unknown> }
  /** The resources of an APK under another package name, and with a label by languages. */
  | { way: 'table', renamed: { from: string, to: string }, label?: LocalTexts }

export type Changes = ReadonlyMap<string, EntryChange>
