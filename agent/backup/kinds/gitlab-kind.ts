import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { PacklineError } from '../../errors.js'
import { errorText } from '../../error-text.js'
import { isJsonObject } from '../../json-object.js'
import { phrase } from '../../messages/phrase.js'
import type { BackupKind, Facts } from '../backup-kind.js'
import type { BackupTools } from '../backup-tools.js'
import { git } from './git-kind.js'
import { copyPart, partInvalid, readPart } from './service-parts.js'

const service = 'GitLab'

/** Without the secrets no stored token, runner or second factor can be read. */
const needed = 'gitlab-secrets.json'
const kept = [needed, 'gitlab.rb', 'ssl', 'trusted-certs']
const usualPlace = '/var/opt/gitlab/backups'
/** What a killed run left is written over: GitLab itself removes only names with a moment. */
const id = 'packline'
const database = 'db/database.sql.gz'
/** A drill clones so many of the repositories. */
const mostClones = 20

/**
 * A GitLab of the Linux package, by its own tool: backup_information.yml, db, repositories as bundles, and an
 * archive for each kind of files (lib/backup/manager.rb), with the configuration that the tool leaves out.
 */
export const gitlabKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    secretsIn(await readPart(service, item.path, needed))
    await mkdir(join(staging, 'config'))
    for (const name of kept) {
      await copyPart(service, join(item.path, name), join(staging, 'config', name))
    }
    const archive = join(await backupPath(item.path), `${id}_gitlab_backup.tar`)
    try {
      const args = ['create', `BACKUP=${id}`, 'STRATEGY=copy', 'SKIP=remote']
      const said = await tools.ask('gitlab-backup', args, { work: 'create' })
      // A part that failed need not fail the whole.
      const failed = /Dumping .* failed.*/.exec(said)?.[0]
      if (failed !== undefined) {
        throw new PacklineError('BACKUP_TOOL_FAILED', {
          tool: 'gitlab-backup',
          work: 'create',
          reason: failed
        })
      }
      await mkdir(join(staging, 'backup'))
      await tools.ask('tar', [
        '--extract',
        '--no-same-owner',
        `--file=${archive}`,
        `--directory=${staging}/backup`
      ], {
        work: 'tar'
      })
    } finally {
      await rm(archive, { force: true })
    }
    return { folder: staging, facts: await factsOf(staging) }
  },

  // What the files say, and repositories as git reads them; no GitLab is started.
  prove: async ({ tools, restored, scratch }) => {
    const files = await readdir(join(restored, 'backup'))
    for (const name of files.filter(each => each.endsWith('.tar.gz'))) {
      await readArchive(join(restored, 'backup', name))
    }
    const bundles = await bundlesIn(restored)
    const step = Math.max(1, bundles.length / mostClones)
    for (let at = 0; at < bundles.length; at += step) {
      await checkBundle(
        tools,
        join(restored, 'backup', bundles[Math.floor(at)] ?? ''),
        join(scratch, 'clone')
      )
    }
    return await factsOf(restored)
  }
}

async function backupPath (config: string): Promise<string> {
  const text = await readFile(join(config, 'gitlab.rb'), 'utf8').catch(() => '')
  const set = [...text.matchAll(/^\s*gitlab_rails\[['"]backup_path['"]\]\s*=\s*['"]([^'"]+)['"]/gm)].at(-1)
  return set?.[1] ?? usualPlace
}

async function factsOf (folder: string): Promise<Facts> {
  const secrets = await readPart(service, folder, `config/${needed}`)
  secretsIn(secrets)
  const information = (await readPart(service, folder, 'backup/backup_information.yml')).toString()
  return {
    version: /^:?gitlab_version:\s*['"]?([^'"\s]+)/m.exec(information)?.[1] ?? '-',
    secrets: createHash('sha256').update(secrets).digest('hex'),
    tables: await tablesIn(join(folder, 'backup', database)),
    bundles: (await bundlesIn(folder)).length
  }
}

/** Tables with their rows in a dump of PostgreSQL, which ends with a line that says so. */
async function tablesIn (file: string): Promise<number> {
  let [tables, isWhole] = [0, false]
  try {
    const lines = createInterface({ input: unpacked(file), crlfDelay: Infinity })
    for await (const line of lines) {
      if (/^COPY \S+ .*FROM stdin;$/.test(line)) tables++
      isWhole ||= /^-- PostgreSQL database dump complete$/.test(line)
    }
  } catch (error) {
    throw partInvalid(service, database, errorText(error))
  }
  if (!isWhole) throw partInvalid(service, database, phrase('backup.endsEarly'))
  return tables
}

function unpacked (file: string): NodeJS.ReadableStream {
  const source = createReadStream(file)
  const text = createGunzip()
  source.on('error', error => text.destroy(error))
  return source.pipe(text)
}

async function readArchive (file: string): Promise<void> {
  try {
    await finished(unpacked(file).resume())
  } catch (error) {
    throw partInvalid(service, file, errorText(error))
  }
}

async function bundlesIn (folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'backup'), { recursive: true })
  return names.filter(name => name.startsWith('repositories/') && name.endsWith('.bundle')).sort()
}

async function checkBundle (tools: BackupTools, bundle: string, clone: string): Promise<void> {
  await git(tools, ['clone', '--quiet', '--mirror', '--', bundle, clone], 'clone')
  await git(tools, ['--git-dir', clone, 'fsck', '--full', '--no-dangling'], 'fsck')
  await rm(clone, { recursive: true })
}

function secretsIn (bytes: Buffer): void {
  let secrets: unknown
  try {
    secrets = JSON.parse(bytes.toString())
  } catch (error) {
    throw partInvalid(service, needed, errorText(error))
  }
  if (!isJsonObject(secrets) || Object.keys(secrets).length === 0) {
    throw partInvalid(service, needed, phrase('backup.emptyPart'))
  }
}
