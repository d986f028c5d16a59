import { BuiltText, builtText } from './built-table.js'
import type { Text } from './define-texts.js'

// The bundles have this in place of phrase-texts.ts.

export function phraseText (key: string): Text | undefined {
  return builtText('phrases.en', key) !== undefined ? new BuiltText('phrases', key) : undefined
}
