import { PacklineError } from '../../errors.js'
import type { Finding } from './apk-findings.js'

const mostPlaces = 5

/** PACKAGE_REFUSED, which lists the findings in the language of its reader. */
export function refusedPackage (file: string, findings: readonly Finding[]): PacklineError {
  return new PacklineError('PACKAGE_REFUSED', { file, findings: findings.map(listed) })
}

/** A finding as an error or a report lists it: the message that words it, and where. */
export function listed ({ rule, level, where }: Finding) {
  const more = where.length > mostPlaces ? ` +${where.length - mostPlaces}` : ''
  return {
    key: `finding.${rule}` as const,
    parameters: { rule, level, where: `${where.slice(0, mostPlaces).join(', ')}${more}` }
  }
}

/**
 * The findings for which no device would install a package, or the store that it is for would not take
 * it.
 */
export function refusedBy (findings: readonly Finding[], store: 'play' | undefined): Finding[] {
  return findings.filter(({ level }) => level === 'device' || (level === 'play' && store === 'play'))
}
