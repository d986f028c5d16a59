import { BuiltText, builtText } from './built-table.js'
import type { Text } from './define-texts.js'
import type { MessageKey } from './message-texts.js'

// The bundles have this in place of message-texts.ts: a run says a few of two thousand texts, in one
// language. scripts/built-tables.mjs writes what is read here.

export function messageText (key: string): Text | undefined {
  return isMessageKey(key) ? new BuiltText('texts', key) : undefined
}

export function isMessageKey (key: string): key is MessageKey {
  return builtText('texts.en', key) !== undefined
}
