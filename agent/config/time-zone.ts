/** Whether this machine knows the time zone. */
export function isTimeZone (timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format()
    return true
  } catch {
    return false
  }
}
