/** What an error says, whatever was thrown: the reason that another error names. */
export function errorText (error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
