import { join } from 'node:path'

interface Database {
  /** As slapcat -n takes it. */
  number: number
  suffix: string
  rootDn: string
}

/** Names of attributes that hold paths or certificates of the server's own machine. */
const ofItsMachine =
  /^(olcTLS\w+|olcPidFile|olcArgsFile|olcDbConfig|olcSyncrepl|olcMirrorMode|olcMultiProvider):/i

/** The databases with data in a configuration that slapcat wrote without wrapping lines. */
export function databasesIn (ldif: string): Database[] {
  return entries(ldif).flatMap(lines => {
    const number = /^olcDatabase: \{(\d+)\}(?:mdb|hdb|bdb|ldif)$/i.exec(valueLine(lines, 'olcDatabase'))?.[1]
    const suffix = valueOf(lines, 'olcSuffix')
    if (number === undefined || suffix === undefined) return []
    return [{ number: Number(number), suffix, rootDn: valueOf(lines, 'olcRootDN') ?? `cn=drill,${suffix}` }]
  })
}

/** The same for databases in `scratch`, with `password` for the root of each and no partners. */
export function scratchConfig (ldif: string, scratch: string, password: string): string {
  return entries(ldif)
    .map(lines => {
      const [database] = databasesIn(lines.join('\n'))
      const kept = lines.filter(line => !ofItsMachine.test(line))
      if (database === undefined) return kept.join('\n')
      const own = kept.filter(line => !/^(olcDbDirectory|olcRootDN|olcRootPW):/i.test(line))
      return [
        ...own,
        `olcDbDirectory: ${join(scratch, `db-${database.number}`)}`,
        `olcRootDN: ${database.rootDn}`,
        `olcRootPW: ${password}`
      ]
        .join('\n')
    })
    .join('\n\n') + '\n'
}

function entries (ldif: string): string[][] {
  return ldif.split(/\n\n+/).map(entry => entry.split('\n').filter(line => line !== '')).filter(lines =>
    lines.length > 0
  )
}

function valueLine (lines: readonly string[], name: string): string {
  return lines.find(line => line.toLowerCase().startsWith(`${name.toLowerCase()}: `)) ?? ''
}

function valueOf (lines: readonly string[], name: string): string | undefined {
  const line = valueLine(lines, name)
  return line === '' ? undefined : line.slice(name.length + 2)
}
