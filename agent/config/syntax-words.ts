import type { Text } from '../messages/define-texts.js'

/** What is wrong with a text that is no JSON, by the names that jsonc-parser gives to mistakes. */
const syntaxWords: Readonly<Record<string, Text>> = {
  InvalidSymbol: {
    en: 'a word that is neither true, false nor null and does not stand in double quotes',
    zh: '出现既非 true、false、null 又未加双引号的文字'
  },
  InvalidNumberFormat: { en: 'a number that cannot be read', zh: '数字格式不正确' },
  PropertyNameExpected: { en: 'a name in double quotes is missing', zh: '缺少双引号中的名称' },
  ValueExpected: { en: 'a value is missing', zh: '缺少值' },
  ColonExpected: { en: '":" is missing after a name', zh: '名称之后缺少 ":"' },
  CommaExpected: { en: '"," is missing between two entries', zh: '两项之间缺少 ","' },
  CloseBraceExpected: { en: '"}" is missing', zh: '缺少 "}"' },
  CloseBracketExpected: { en: '"]" is missing', zh: '缺少 "]"' },
  EndOfFileExpected: { en: 'something stands after the end of the document', zh: '文档结束之后还有内容' },
  InvalidCommentToken: { en: 'a comment that cannot be read', zh: '注释格式不正确' },
  UnexpectedEndOfComment: { en: 'a comment has no end', zh: '注释没有结束' },
  UnexpectedEndOfString: { en: 'a text has no closing double quote', zh: '文字缺少结尾的双引号' },
  UnexpectedEndOfNumber: { en: 'a number has no end', zh: '数字不完整' },
  InvalidUnicode: { en: '"\\u" needs four hexadecimal digits', zh: '"\\u" 之后应有四位十六进制数字' },
  InvalidEscapeCharacter: {
    en: 'a backslash stands before a character that needs none; a backslash itself is written twice',
    zh: '反斜杠之后的字符不正确；反斜杠本身要写两次'
  },
  InvalidCharacter: {
    en: 'a control character in a text, such as a tab or the end of the line',
    zh: '文字中有控制字符，例如制表符或换行'
  }
}

export function syntaxText (code: string): Text {
  return syntaxWords[code] ?? { en: code, zh: code }
}
