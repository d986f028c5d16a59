/** A path or glob below the project's folder. */
export const relativePath = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))'
} as const
