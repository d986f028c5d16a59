import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKind, Facts } from '../backup-kind.js'
import { freePort } from '../../processes/free-port.js'
import type { BackupTools } from '../backup-tools.js'

const name = 'repository'
const sampledFiles = 5
const lookedAtRevisions = 50

/** A repository of Subversion: hot copies are consistent while people commit (svnadmin hotcopy). */
export const svnKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    const copy = join(staging, name)
    await tools.ask('svnadmin', ['hotcopy', item.path, copy], { work: 'hotcopy' })
    await verify(tools, copy)
    const facts: Record<string, string | number> = await numbers(tools, copy)
    for (const path of await someFiles(tools, copy, Number(facts.youngest))) {
      facts[`file ${path}`] = await tools.digest(
        'svnlook',
        ['cat', '-r', String(facts.youngest), copy, path],
        {
          work: 'cat'
        }
      )
    }
    return { folder: staging, facts }
  },

  prove: async ({ tools, restored, scratch, facts }) => {
    const copy = join(restored, name)
    await verify(tools, copy)
    const found: Record<string, string | number> = await numbers(tools, copy)
    const config = join(scratch, 'svnserve.conf')
    await writeFile(config, '[general]\nanon-access = read\nauth-access = none\n')
    await mkdir(join(scratch, 'client'))
    const url = `svn://127.0.0.1:${await freePort()}/${name}`
    const client = ['--non-interactive', '--config-dir', join(scratch, 'client')]
    const { port } = new URL(url)
    await tools.serve(
      'svnserve',
      [
        '-d',
        '--foreground',
        '-r',
        restored,
        '--config-file',
        config,
        '--listen-host',
        '127.0.0.1',
        '--listen-port',
        port
      ],
      { cwd: scratch, isUp: async () => await tools.succeeds('svn', ['info', ...client, url]) },
      async () => {
        for (const fact of Object.keys(facts).filter(fact => fact.startsWith('file '))) {
          const path = fact.slice(5).split('/').map(encodeURIComponent).join('/')
          const place = `${url}/${path}@${facts.youngest}`
          found[fact] = await tools.digest('svn', ['cat', ...client, place], { work: 'cat' })
        }
      }
    )
    return found
  }
}

async function verify (tools: BackupTools, copy: string): Promise<void> {
  await tools.ask('svnadmin', ['verify', '--quiet', copy], { work: 'verify' })
}

async function numbers (tools: BackupTools, copy: string): Promise<Facts> {
  const ask = async (what: string): Promise<string> =>
    (await tools.ask('svnlook', [what, copy], { work: what })).trim()
  return { youngest: Number(await ask('youngest')), uuid: await ask('uuid') }
}

/** Files that the last revisions brought or changed and that the youngest one has. */
async function someFiles (tools: BackupTools, copy: string, youngest: number): Promise<string[]> {
  const found = new Set<string>()
  for (let revision = youngest; revision > Math.max(0, youngest - lookedAtRevisions); revision--) {
    const changed = await tools.ask('svnlook', ['changed', '-r', String(revision), copy], { work: 'changed' })
    for (const line of changed.split('\n')) {
      const path = /^[AU][U ] {2}(.*[^/])$/.exec(line)?.[1]
      if (path === undefined || found.has(path)) continue
      const isThere = await tools.run('svnlook', ['filesize', '-r', String(youngest), copy, path], {
        work: 'ask'
      })
      if (isThere.status === 0) found.add(path)
      if (found.size === sampledFiles) return [...found]
    }
  }
  return [...found]
}
