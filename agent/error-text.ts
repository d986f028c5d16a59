/** What an error says, whatever was thrown: the reason that another error names. */
export function errorText (error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The same of what is behind an error: a library's wrapper often says less than what it wraps. */
export function causeText (error: unknown): string {
  return errorText(error instanceof Error && error.cause instanceof Error ? error.cause : error)
}
