import { phrase } from '../../messages/phrase.js'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { BackupKind } from '../backup-kind.js'
import { freePort } from '../../processes/free-port.js'
import type { BackupTools } from '../backup-tools.js'
import { primaryZones } from './named-zones.js'

const sampled = 3
const isSampled = /^(A|AAAA|CNAME|MX|PTR)$/

/** BIND: the zones that this server is primary for, with their journals, and its configuration. */
export const dnsKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    await tools.ask('named-checkconf', ['-z', item.path], { work: phrase('backup.checkZones') })
    const whole = await tools.ask('named-checkconf', ['-p', item.path], {
      work: phrase('backup.readConfiguration')
    })
    await mkdir(join(staging, 'zones'))
    await copyFile(item.path, join(staging, 'named.conf'))
    await writeFile(join(staging, 'named.whole.conf'), whole)
    const facts: Record<string, string | number> = {}
    const { directory, zones } = primaryZones(whole)
    for (const { name, file } of zones) {
      const copy = zoneFile(staging, name)
      const from = resolve(directory ?? dirname(item.path), file)
      await tools.ask('named-compilezone', ['-j', '-q', '-o', copy, name, from], { work: `zone ${name}` })
      Object.assign(facts, await factsOf(name, copy))
    }
    return { folder: staging, facts }
  },

  prove: async ({ tools, restored, scratch, facts }) => {
    const names = Object.keys(facts).filter(fact => fact.startsWith('records ')).map(fact => fact.slice(8))
    const found: Record<string, string | number> = {}
    for (const name of names) {
      await tools.ask('named-checkzone', ['-q', name, zoneFile(restored, name)], { work: `zone ${name}` })
      const read = await factsOf(name, zoneFile(restored, name))
      found[`records ${name}`] = read[`records ${name}`] ?? 0
    }
    const port = String(await freePort())
    await writeFile(join(scratch, 'named.conf'), scratchConfig(names, restored, scratch, port))
    const dig = async (name: string, type: string): Promise<string> =>
      await tools.ask(
        'dig',
        ['+short', '+norecurse', '+time=2', '+tries=1', '@127.0.0.1', '-p', port, '-q', name, '-t', type],
        { work: 'ask' }
      )
    await tools.serve(
      'named',
      ['-g', '-c', join(scratch, 'named.conf')],
      { cwd: scratch, isUp: async () => await answers(tools, port, names[0] ?? '.') },
      async () => {
        for (const fact of Object.keys(facts).filter(fact => fact.startsWith('answer '))) {
          const [, name = '', type = ''] = fact.split(' ')
          found[fact] = sorted((await dig(name, type)).trim().split('\n'))
        }
      }
    )
    return found
  }
}

/** A name of a zone may hold a slash (RFC 2317). */
function zoneFile (folder: string, name: string): string {
  return join(folder, 'zones', `${encodeURIComponent(name)}.zone`)
}

async function answers (tools: BackupTools, port: string, name: string): Promise<boolean> {
  const { out } = await tools.run(
    'dig',
    ['+short', '+norecurse', '+time=1', '+tries=1', '@127.0.0.1', '-p', port, '-q', name, '-t', 'SOA'],
    { work: 'ask' }
  )
  return out.toString().trim() !== '' && !out.toString().startsWith(';')
}

async function factsOf (zone: string, file: string): Promise<Record<string, string | number>> {
  // As named-compilezone writes them: NAME TTL CLASS TYPE DATA, with whole names.
  const records = (await readFile(file, 'utf8')).split('\n').flatMap(line => {
    const [, name = '', type = '', data = ''] = /^(\S+)\s+\d+\s+IN\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return name === '' ? [] : [{ name, type, data }]
  })
  const answers = new Map<string, string[]>()
  for (const { name, type, data } of records.filter(({ type }) => isSampled.test(type))) {
    const key = `answer ${name} ${type}`
    if (answers.has(key) || answers.size < sampled) answers.set(key, [...answers.get(key) ?? [], data])
  }
  return {
    [`records ${zone}`]: records.length,
    ...Object.fromEntries([...answers].map(([key, data]) => [key, sorted(data)]))
  }
}

function sorted (data: readonly string[]): string {
  return [...data].sort().join(', ')
}

function scratchConfig (names: readonly string[], restored: string, scratch: string, port: string): string {
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
  return [
    'options {',
    `  directory ${quoted(scratch)}; pid-file ${quoted(join(scratch, 'named.pid'))};`,
    `  session-keyfile ${quoted(join(scratch, 'session.key'))}; managed-keys-directory ${quoted(scratch)};`,
    `  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };`,
    '  recursion no; allow-query { 127.0.0.1; }; notify no; dnssec-validation no; allow-transfer { none; };',
    '};',
    'controls { };',
    ...names.map(name => `zone ${quoted(name)} { type primary; file ${quoted(zoneFile(restored, name))}; };`)
  ]
    .join('\n')
}
