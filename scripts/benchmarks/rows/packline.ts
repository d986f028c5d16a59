import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../measuring/section.js'
import { WarmWorker } from '../measuring/warm-worker.js'
import { places } from '../places.js'

export type Profile = 'fast' | 'release'

/** Our packer on a folder of sprites, with nothing kept from earlier runs. */
export function packlinePack (sprites: string, profile: Profile, workName: string): Entry {
  const work = join(places.work, workName)
  const output = join(work, 'out')
  return {
    name: `packline ${profile}`,
    before: async () => {
      await rm(work, { recursive: true, force: true })
    },
    program: {
      file: places.launcher,
      args: [
        'atlas',
        'pack',
        sprites,
        '--out',
        output,
        '--max-size',
        '2048',
        '--padding',
        '2',
        '--profile',
        profile
      ],
      environment: { PACKLINE_HOME: join(work, 'home') }
    },
    output
  }
}

export interface Project {
  folder: string
  art: string
  output: string
  program: Entry['program']
  /** A project as it is after a clone: nothing built, nothing cached. */
  forget: () => Promise<void>
  /** The same, with whoever works in its home still there. */
  forgetResults: () => Promise<void>
  worker: WarmWorker
}

/** Copies `source` into a new project whose rules take it from art/. */
export async function makeProject (source: string, workName: string, rules: object[]): Promise<Project> {
  const project = projectAt(workName)
  await rm(join(places.work, workName), { recursive: true, force: true })
  await mkdir(project.folder, { recursive: true })
  await cp(source, project.art, { recursive: true })
  await writeFile(
    join(project.folder, 'packline.json'),
    JSON.stringify({ project: 'bench', assets: { output: 'out', rules } }, null, 2)
  )
  return project
}

export function projectAt (workName: string): Project {
  const work = join(places.work, workName)
  const folder = join(work, 'project')
  const home = join(work, 'home')
  const output = join(folder, 'out')
  return {
    folder,
    output,
    art: join(folder, 'art'),
    program: {
      file: places.launcher,
      args: ['assets', 'build', '--project', folder],
      environment: { PACKLINE_HOME: home }
    },
    forget: async () => {
      await rm(home, { recursive: true, force: true })
      await rm(output, { recursive: true, force: true })
    },
    forgetResults: async () => {
      for (const place of [join(home, 'cache'), join(home, 'projects'), output, join(folder, '.packline')]) {
        await rm(place, { recursive: true, force: true })
      }
    },
    worker: new WarmWorker(folder, home)
  }
}

export function atlasRule (options: object = {}, include = 'art/', output = 'all'): object {
  return {
    name: 'all',
    processor: 'atlas',
    include: [include],
    output,
    options: { maxSize: 2048, padding: 2, ...options }
  }
}
