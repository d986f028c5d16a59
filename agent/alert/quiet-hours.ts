import { severities, type Severity } from './alert.js'

/** A time of the day in which only what is at least as bad as `unless` is sent. It may go over midnight. */
export interface QuietHours {
  from: string
  to: string
  timeZone: string
  unless: Severity
}

export function isQuiet (hours: QuietHours | undefined, severity: Severity, atMs: number): boolean {
  if (hours === undefined || severities.indexOf(severity) <= severities.indexOf(hours.unless)) return false
  const now = minuteOfDay(atMs, hours.timeZone)
  const [from, to] = [minutes(hours.from), minutes(hours.to)]
  return from <= to ? now >= from && now < to : now >= from || now < to
}

function minutes (time: string): number {
  const [hour, minute] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}

function minuteOfDay (atMs: number, timeZone: string): number {
  return minutes(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      .format(atMs)
  )
}
