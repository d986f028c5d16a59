import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ContentStore, referenceTo } from '../../cache/content-store.js'
import { WrittenFiles } from '../../files/written-files.js'
import { OutputPublisher } from '../outputs/output-publisher.js'
import type { PublishResult, PublishSettings } from '../outputs/output-publisher.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import { message } from '../../messages/message.js'

/** An output folder with a store beside it, for tests of what is published. */
export interface OutputFolder {
  output: string
  /** packline's own folder beside the output. */
  work: string
  warnings: string[]
  /** Publishes files with these texts, and nothing else. */
  publish: (files: Record<string, string>, settings?: Partial<PublishSettings>) => Promise<PublishResult>
  desired: (files: Record<string, string>) => Promise<DesiredFile[]>
  write: (path: string, text: string) => void
  remove: (path: string) => void
  /** Text of every file below the output, by path. */
  files: () => Record<string, string>
  inode: (path: string) => number
}

export function outputFolder (place: string): OutputFolder {
  const output = join(place, 'res')
  const store = new ContentStore(join(place, 'store'))
  const warnings: string[] = []
  const desired = async (files: Record<string, string>): Promise<DesiredFile[]> =>
    await Promise.all(
      Object.entries(files).map(async ([path, text]) => {
        await store.put(Buffer.from(text))
        return {
          path,
          rule: path.slice(0, Math.max(0, path.indexOf('/'))),
          ...referenceTo(Buffer.from(text))
        }
      })
    )
  return {
    output,
    work: join(place, '.packline', 'res'),
    warnings,
    desired,
    publish: async (files, settings) => {
      const wanted = await desired(files)
      return await new OutputPublisher({
        output,
        store,
        written: new WrittenFiles(join(place, 'home')),
        hardLinks: false,
        desired: wanted,
        roots: [...new Set(wanted.map(file => file.rule))],
        beforeCommit: async () => {},
        warn: (key, parameters) => {
          warnings.push(message('en', key, parameters))
        },
        ...settings
      })
        .publish()
    },
    write: (path, text) => {
      mkdirSync(dirname(join(output, path)), { recursive: true })
      writeFileSync(join(output, path), text)
    },
    remove: path => {
      rmSync(join(output, path), { recursive: true })
    },
    files: () =>
      Object.fromEntries(filesBelow(output).map(path => [path, readFileSync(join(output, path), 'utf8')])),
    inode: path => statSync(join(output, path)).ino
  }
}

function filesBelow (folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort()
}
