/** To the minute and with its zone, so that a log says the same everywhere. */
export function localMoment (at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
