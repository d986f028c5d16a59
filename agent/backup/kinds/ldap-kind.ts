import { phrase } from '../../messages/phrase.js'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKind } from '../backup-kind.js'
import { freePort } from '../../processes/free-port.js'
import type { BackupTools } from '../backup-tools.js'
import { databasesIn, scratchConfig } from './slapd-config.js'

const config = 'config.ldif'

/** OpenLDAP: slapcat reads the configuration and each database while the server writes (mdb). */
export const ldapKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    const cat = async (number: number): Promise<string> =>
      await tools.ask('slapcat', ['-F', item.path, '-n', String(number), '-o', 'ldif-wrap=no'], {
        work: 'slapcat'
      })
    const whole = await cat(0)
    await writeFile(join(staging, config), whole)
    const facts: Record<string, string | number> = {}
    for (const { number, suffix } of databasesIn(whole)) {
      const data = await cat(number)
      await writeFile(dataFile(staging, number), data)
      facts[`entries ${suffix}`] = entriesIn(data)
    }
    return { folder: staging, facts }
  },

  prove: async ({ tools, restored, scratch }) => {
    const whole = await readFile(join(restored, config), 'utf8')
    const databases = databasesIn(whole)
    const password = randomBytes(16).toString('hex')
    await load(tools, { whole: scratchConfig(whole, scratch, password), restored, scratch })
    const port = await freePort()
    const url = `ldap://127.0.0.1:${port}`
    const passwordFile = join(scratch, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    const found: Record<string, string | number> = {}
    await tools.serve(
      'slapd',
      ['-d', '0', '-h', `${url}/`, '-F', join(scratch, 'slapd.d')],
      {
        cwd: scratch,
        isUp: async () => await tools.succeeds('ldapsearch', ['-x', '-H', url, '-s', 'base', '-b', ''])
      },
      async () => {
        for (const { suffix, rootDn } of databases) {
          const said = await tools.ask(
            'ldapsearch',
            [
              '-x',
              '-LLL',
              '-o',
              'ldif-wrap=no',
              '-H',
              url,
              '-D',
              rootDn,
              '-y',
              passwordFile,
              '-b',
              suffix,
              'dn'
            ],
            { work: phrase('backup.bindAndSearch') }
          )
          found[`entries ${suffix}`] = entriesIn(said)
        }
      }
    )
    return found
  }
}

/** Into databases of the scratch folder, as the server would have them. */
async function load (
  tools: BackupTools,
  { whole, restored, scratch }: { whole: string, restored: string, scratch: string }
): Promise<void> {
  const folder = join(scratch, 'slapd.d')
  await mkdir(folder)
  await chmod(folder, 0o700)
  for (const { number } of databasesIn(whole)) await mkdir(join(scratch, `db-${number}`))
  await writeFile(join(scratch, config), whole, { mode: 0o600 })
  const add = async (number: number, file: string): Promise<void> => {
    await tools.ask('slapadd', ['-F', folder, '-n', String(number), '-l', file, '-q'], { work: 'slapadd' })
  }
  await add(0, join(scratch, config))
  for (const { number } of databasesIn(whole)) await add(number, dataFile(restored, number))
}

function dataFile (folder: string, number: number): string {
  return join(folder, `data-${number}.ldif`)
}

function entriesIn (ldif: string): number {
  return [...ldif.matchAll(/^dn::? /gm)].length
}
