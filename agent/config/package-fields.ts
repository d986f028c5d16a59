/** A path inside a package; {app} is the folder of an IPA's application. */
export const entryPath = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(?!/)(?!.*(^|/)\\.\\.?(/|$))(?!.*//)[^\\\\\\x00-\\x1f]+$'
} as const

export const secret = {
  type: 'string',
  maxLength: 4096,
  pattern: '^(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$'
} as const

export const names = {
  type: 'array',
  maxItems: 1000,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 128 }
} as const
