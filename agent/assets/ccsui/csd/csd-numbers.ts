// Numbers as the C library of Cocos' own exporters reads them.

export interface ReadNumber {
  value: number
  /** The text holds this number and nothing else. */
  isExact: boolean
}

const floatText = /^[ \t\n\v\f\r]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/
const integerText = /^[ \t\n\v\f\r]*([+-]?\d+)/

/** atof. For most texts plainDecimal is enough. */
export function floatFrom (text: string): ReadNumber {
  const [read = '', digits] = floatText.exec(text) ?? []
  if (digits === undefined) return { value: 0, isExact: false }
  const value = Number(digits)
  return { value, isExact: read.length >= text.trimEnd().length && Number.isFinite(Math.fround(value)) }
}

/** atoi: blanks, sign, leading digits; 32 bits. A fraction of zeros is exact too. */
export function integerFrom (text: string): ReadNumber {
  const [read = '', digits] = integerText.exec(text) ?? []
  if (digits === undefined) return { value: 0, isExact: false }
  const number = Number(digits)
  const value = Number.isSafeInteger(number)
    ? number | 0
    : Number(BigInt.asIntN(32, BigInt(digits.slice(0, 4096).replace('+', ''))))
  return { value, isExact: value === number && /^(?:\.0*)?$/.test(text.slice(read.length).trimEnd()) }
}

/** Up to nine digits with a sign: the usual case, without a regular expression. */
export function plainInteger (text: string): number | undefined {
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  const { length } = text
  if (length === start || length > 9) return undefined
  let value = 0
  for (let index = start; index < length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return start === 1 ? 0 - value : value
}

/**
 * An optional minus, digits, optionally a point and digits: exact up to 15 digits, since both operands of the
 * division are.
 */
export function plainDecimal (text: string): number | undefined {
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  const { length } = text
  if (length === start || length - start > 16) return undefined
  let digits = 0
  let scale = 0
  for (let index = start; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) {
      digits = digits * 10 + code - 48
      scale *= 10
    } else if (code === 46 && scale === 0 && index > start && index < length - 1) scale = 1
    else return undefined
  }
  if (digits > Number.MAX_SAFE_INTEGER) return undefined
  const value = scale === 0 ? digits : digits / scale
  return start === 1 ? 0 - value : value
}
