import { phrase } from '../../messages/phrase.js'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'jsonc-parser'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { BackupKind, Facts } from '../backup-kind.js'
import type { BackupTools } from '../backup-tools.js'

const usualLeases = '/var/lib/kea/kea-leases4.csv'
const [config, leases] = ['kea-dhcp4.conf', 'leases.csv']

/** Kea's DHCPv4: its configuration and the file of its leases, to which it only appends. */
export const dhcpKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    await copyFile(item.path, join(staging, config))
    await copyFile(item.leases ?? await leasesNamed(item.path), join(staging, leases))
    return { folder: staging, facts: await factsOf(tools, staging) }
  },
  // A server that answers needs raw sockets of an interface: its own check of the configuration has to do.
  prove: async ({ tools, restored }) => await factsOf(tools, restored)
}

async function factsOf (tools: BackupTools, folder: string): Promise<Facts> {
  await tools.ask('kea-dhcp4', ['-t', join(folder, config)], { work: phrase('backup.testConfiguration') })
  const { subnet4 } = await dhcp4In(join(folder, config))
  const [head = '', ...rows] = (await readFile(join(folder, leases), 'utf8')).trim().split('\n')
  if (!head.startsWith('address,')) {
    throw new PacklineError('BACKUP_TOOL_FAILED', {
      tool: 'kea-dhcp4',
      work: 'leases',
      reason: head.slice(0, 80)
    })
  }
  // The last line of an address counts.
  return {
    subnets: Array.isArray(subnet4) ? subnet4.length : 0,
    leases: new Set(rows.map(row => row.split(',')[0])).size
  }
}

async function leasesNamed (file: string): Promise<string> {
  const database = (await dhcp4In(file))['lease-database']
  const named = isJsonObject(database) ? database.name : undefined
  return typeof named === 'string' && named !== '' ? named : usualLeases
}

async function dhcp4In (file: string): Promise<Record<string, unknown>> {
  // Kea takes comments of three forms; those with # are no JSON of anybody's.
  const text = (await readFile(file, 'utf8')).replaceAll(/^\s*#.*$/gm, '')
  const document: unknown = parse(text, [], { allowTrailingComma: true })
  const dhcp4 = isJsonObject(document) ? document.Dhcp4 : undefined
  return isJsonObject(dhcp4) ? dhcp4 : {}
}
