import { wordedLater } from '../messages/message.js'
import type { MessageKey, Worded } from '../messages/message.js'

/** What is wrong with a text that is no JSON, by the names that jsonc-parser gives to mistakes. */
const syntaxWords: Readonly<Record<string, MessageKey>> = {
  InvalidSymbol: 'syntax.invalidSymbol',
  InvalidNumberFormat: 'syntax.invalidNumberFormat',
  PropertyNameExpected: 'syntax.propertyNameExpected',
  ValueExpected: 'syntax.valueExpected',
  ColonExpected: 'syntax.colonExpected',
  CommaExpected: 'syntax.commaExpected',
  CloseBraceExpected: 'syntax.closeBraceExpected',
  CloseBracketExpected: 'syntax.closeBracketExpected',
  EndOfFileExpected: 'syntax.endOfFileExpected',
  InvalidCommentToken: 'syntax.invalidCommentToken',
  UnexpectedEndOfComment: 'syntax.unexpectedEndOfComment',
  UnexpectedEndOfString: 'syntax.unexpectedEndOfString',
  UnexpectedEndOfNumber: 'syntax.unexpectedEndOfNumber',
  InvalidUnicode: 'syntax.invalidUnicode',
  InvalidEscapeCharacter: 'syntax.invalidEscapeCharacter',
  InvalidCharacter: 'syntax.invalidCharacter'
}

export function syntaxText (code: string): Worded {
  return wordedLater(syntaxWords[code] ?? 'syntax.other', { code })
}
